"""Rules of admission: what can be filed and decided."""

from datetime import date

from checkin_service.conduct.rules.entry import decision_refusal, filing_refusal

TODAY = date(2026, 3, 2)


def filing(*, valid_until: date | None = None, is_registered: bool = False, is_waiting: bool = False) -> str | None:
    found = filing_refusal(valid_until=valid_until, is_registered=is_registered, is_waiting=is_waiting, today=TODAY)
    return found.en if found else None


def test_a_licence_holds_on_its_last_day() -> None:
    assert filing() is None
    assert filing(valid_until=TODAY) is None
    assert "2026-03-01" in (filing(valid_until=date(2026, 3, 1)) or "")


def test_who_stands_in_the_register_or_waits_does_not_apply_again() -> None:
    assert "in the register already" in (filing(is_registered=True, is_waiting=True) or "")
    assert "waits already" in (filing(is_waiting=True) or "")


def test_an_application_is_decided_once_and_nobody_is_admitted_twice() -> None:
    def refusal(*, is_decided: bool, is_registered: bool, admitted: bool) -> bool:
        return decision_refusal(is_decided=is_decided, is_registered=is_registered, admitted=admitted) is not None

    assert not refusal(is_decided=False, is_registered=False, admitted=True)
    assert refusal(is_decided=True, is_registered=False, admitted=False)
    assert refusal(is_decided=False, is_registered=True, admitted=True)
    assert not refusal(is_decided=False, is_registered=True, admitted=False)
