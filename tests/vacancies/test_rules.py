"""How a vacancy stands, whom it suits, and what may be said of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from checkin_service.kit.ids import new_id
from checkin_service.vacancies import rules
from checkin_service.vacancies.model import (
    Interest,
    Trained,
    Vacancy,
    VacancyState,
    VacancyStep,
    VacancyStepKind,
)

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
ON = date(2026, 3, 2)
APPROVED, REFUSED, CLOSED = VacancyStepKind.APPROVED, VacancyStepKind.REFUSED, VacancyStepKind.CLOSED
OF_AUTHORITY = Vacancy(
    vacancy_id=new_id(),
    authority_code="330602",
    institution_id=None,
    employer="示例电气",
    occupation_code="6-29-03-01",
    occupation="电工",
    level=None,
    division="330602",
    place="示例路1号",
    posts=3,
    wage="面议",
    telephone="0575-85110000",
    summary=None,
    valid_until=ON,
    entered_by=new_id(),
    entered_at=AT,
)
OF_SCHOOL = replace(OF_AUTHORITY, institution_id=new_id())
ELECTRICIAN = Trained(occupation_code="6-29-03-01", occupation="电工", division="330602")


def steps(*kinds: VacancyStepKind) -> list[VacancyStep]:
    return [
        VacancyStep(
            vacancy_id=OF_AUTHORITY.vacancy_id, ordinal=number, kind=kind, reason="", taken_by=new_id(), taken_at=AT
        )
        for number, kind in enumerate(kinds, start=1)
    ]


def said(*withdrawals: bool) -> list[Interest]:
    return [
        Interest(
            trainee_id=new_id(),
            vacancy_id=OF_AUTHORITY.vacancy_id,
            ordinal=number,
            is_withdrawal=each,
            telephone_sealed=None,
            stated_at=AT,
        )
        for number, each in enumerate(withdrawals, start=1)
    ]


@pytest.mark.parametrize(
    ("vacancy", "taken", "on", "state"),
    [
        (OF_AUTHORITY, (), ON, VacancyState.OPEN),
        (OF_AUTHORITY, (), ON + timedelta(days=1), VacancyState.EXPIRED),
        (OF_SCHOOL, (), ON, VacancyState.FILED),
        (OF_SCHOOL, (), ON + timedelta(days=1), VacancyState.EXPIRED),
        (OF_SCHOOL, (APPROVED,), ON, VacancyState.OPEN),
        (OF_SCHOOL, (REFUSED,), ON + timedelta(days=1), VacancyState.REFUSED),
        (OF_SCHOOL, (APPROVED, CLOSED), ON, VacancyState.CLOSED),
        (OF_AUTHORITY, (CLOSED,), ON + timedelta(days=1), VacancyState.CLOSED),
    ],
)
def test_a_vacancy_stands_as_its_steps_and_its_last_day_say(
    vacancy: Vacancy, taken: tuple[VacancyStepKind, ...], on: date, state: VacancyState
) -> None:
    assert rules.state_of(vacancy, steps(*taken), on=on) is state


@pytest.mark.parametrize(
    ("authority", "division", "days", "may"),
    [
        ("330602", "330602", 0, True),
        ("330602", "330602", rules.MOST_DAYS, True),
        ("330602", "330602", -1, False),
        ("330602", "330602", rules.MOST_DAYS + 1, False),
        ("330602", "330681", 0, False),
        ("330600", "330681", 0, True),
        ("330000", "330106", 0, True),
    ],
)
def test_it_lies_within_the_authority_and_ends_within_half_a_year(
    authority: str, division: str, days: int, *, may: bool
) -> None:
    vacancy = replace(OF_AUTHORITY, authority_code=authority, division=division, valid_until=ON + timedelta(days=days))
    assert (rules.entry_refusal(vacancy, on=ON) is None) is may


@pytest.mark.parametrize("state", VacancyState)
def test_what_waits_is_examined_and_what_stands_is_ended(state: VacancyState) -> None:
    assert (rules.examination_refusal(state) is None) is (state is VacancyState.FILED)
    assert (rules.closing_refusal(state) is None) is (state in {VacancyState.FILED, VacancyState.OPEN})


@pytest.mark.parametrize(
    ("trained", "suits"),
    [
        (ELECTRICIAN, True),
        (replace(ELECTRICIAN, division="330681"), True),
        (replace(ELECTRICIAN, division="330106"), False),
        (replace(ELECTRICIAN, occupation_code=None, occupation="电 工"), True),
        (replace(ELECTRICIAN, occupation_code="6-18-02-04", occupation="焊工"), False),
    ],
)
def test_it_suits_who_was_trained_for_the_occupation_in_the_same_city(trained: Trained, *, suits: bool) -> None:
    assert rules.suits(OF_AUTHORITY, [trained]) is suits
    assert not rules.suits(OF_AUTHORITY, [])


def test_those_of_the_same_division_come_first_and_then_the_newest() -> None:
    far = replace(OF_AUTHORITY, division="330681", entered_at=AT + timedelta(days=3))
    old, new = (replace(OF_AUTHORITY, entered_at=AT + timedelta(days=days)) for days in (1, 2))
    assert rules.nearest_first([old, far, new], [ELECTRICIAN]) == [new, old, far]
    assert rules.cities_of([ELECTRICIAN, replace(ELECTRICIAN, division="330681")]) == {"3306"}


@pytest.mark.parametrize(
    ("state", "before", "trained", "is_withdrawal", "may"),
    [
        (VacancyState.OPEN, (), ELECTRICIAN, False, True),
        (VacancyState.OPEN, (False, True), ELECTRICIAN, False, True),
        (VacancyState.OPEN, (False,), ELECTRICIAN, False, False),
        (VacancyState.OPEN, (), replace(ELECTRICIAN, division="330106"), False, False),
        (VacancyState.EXPIRED, (), ELECTRICIAN, False, False),
        (VacancyState.EXPIRED, (False,), ELECTRICIAN, True, True),
        (VacancyState.OPEN, (), ELECTRICIAN, True, False),
        (VacancyState.OPEN, (False, True), ELECTRICIAN, True, False),
    ],
)
def test_one_asks_of_what_is_open_and_suits_and_takes_back_at_any_time(
    state: VacancyState, before: tuple[bool, ...], trained: Trained, *, is_withdrawal: bool, may: bool
) -> None:
    refusal = rules.interest_refusal(OF_AUTHORITY, state, said(*before), [trained], is_withdrawal=is_withdrawal)
    assert (refusal is None) is may
