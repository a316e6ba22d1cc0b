"""Rules of messages: when a voucher is near its end, what goes out, and that every kind has its words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from checkin_service.kit.ids import new_id
from checkin_service.messages import rules
from checkin_service.messages.model import Contact, MessageKind
from checkin_service.messages.words import outgoing, section, sentence
from checkin_service.policy.book import book
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import Voucher, VoucherState

ON = date(2026, 3, 2)
VIEW = book().at("330600", on=ON)
NOWHERE = UUID(int=1)


def a_voucher(*, left: int, state: VoucherState = VoucherState.ISSUED, use_left: int = 200) -> Voucher:
    return Voucher(
        trainee_id=NOWHERE,
        voucher_id=new_id(),
        voucher_code="X" * 21,
        kind=VoucherKind.GENERAL,
        authority_code="330600",
        graph="330600",
        template_id=None,
        template_version=None,
        fund=None,
        state=state,
        ordinal=1,
        class_id=None,
        institution_id=None,
        obtained_on=ON - timedelta(days=30),
        activate_by=ON + timedelta(days=left),
        use_by=ON + timedelta(days=use_left),
    )


def a_contact(*, mobile: bytes | None = b"sealed", silenced: tuple[str, ...] = ()) -> Contact:
    return Contact(
        trainee_id=NOWHERE,
        mobile_sealed=mobile,
        channel_id=None,
        silenced=silenced,
        changed_at=datetime(2026, 3, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (15, None),
        (14, MessageKind.VOUCHER_EXPIRES),
        (4, MessageKind.VOUCHER_EXPIRES),
        (3, MessageKind.VOUCHER_EXPIRES_SOON),
        (0, MessageKind.VOUCHER_EXPIRES_SOON),
        (-1, None),
    ],
)
def test_a_holder_is_told_fourteen_and_three_days_before_the_end(left: int, told: MessageKind | None) -> None:
    said = rules.near_its_end(a_voucher(left=left), VIEW, on=ON)
    assert (said and said.kind) == told


def test_once_activated_the_last_day_of_use_is_the_end() -> None:
    activated = a_voucher(left=-5, state=VoucherState.ACTIVATED, use_left=2)
    said = rules.near_its_end(activated, VIEW, on=ON)
    assert said is not None
    assert said.facts == {"last_day": "2026-03-04"}
    assert rules.near_its_end(replace(activated, state=VoucherState.ISSUED), VIEW, on=ON) is None


def test_nothing_goes_out_without_a_number_and_only_what_may_be_silenced_is() -> None:
    silent = a_contact(silenced=("rate_at_risk", "subsidy_denied"))
    assert not rules.goes_out(None, MessageKind.PAID, VIEW)
    assert not rules.goes_out(a_contact(mobile=None), MessageKind.PAID, VIEW)
    assert rules.goes_out(a_contact(), MessageKind.RATE_AT_RISK, VIEW)
    assert not rules.goes_out(silent, MessageKind.RATE_AT_RISK, VIEW)
    assert rules.goes_out(silent, MessageKind.SUBSIDY_DENIED, VIEW)


@pytest.mark.parametrize(
    ("type_", "payload", "kind"),
    [
        ("leave.decided", {"granted": True}, MessageKind.LEAVE_GRANTED),
        ("leave.decided", {"granted": False}, MessageKind.LEAVE_REFUSED),
        ("review.credited", {"decision": "accept"}, MessageKind.CHECK_IN_ACCEPTED),
        ("review.decided", {"decision": "accept"}, MessageKind.CHECK_IN_ACCEPTED),
        ("review.decided", {"decision": "reject"}, MessageKind.CHECK_IN_REJECTED),
        ("eligibility.appeal_dismissed", {}, MessageKind.APPEAL_DISMISSED),
        ("eligibility.appeal_upheld", {}, MessageKind.APPEAL_UPHELD),
        ("eligibility.doubt_decided", {"met": True}, MessageKind.DOUBT_RESOLVED),
        ("application.decided", {"state": "waiting_list"}, MessageKind.APPLICATION_WAITS),
        ("appeal.decided", {}, MessageKind.CORRECTION_DECIDED),
        ("attendance.at_risk", {"may_miss_hours": 3}, MessageKind.RATE_AT_RISK),
        ("attendance.out_of_reach", {}, MessageKind.RATE_OUT_OF_REACH),
        ("voucher.issued", {"activate_by": "2026-06-01"}, MessageKind.VOUCHER_ARRIVED),
        ("voucher.payment_refused", {}, MessageKind.NOT_PAID),
        ("voucher.payment_returned", {}, MessageKind.NOT_PAID),
        ("voucher.written_off", {}, MessageKind.PAID),
    ],
)
def test_each_event_says_what_it_means_for_the_person(
    type_: str, payload: dict[str, object], kind: MessageKind
) -> None:
    assert rules.said_by(type_, payload).kind is kind


def test_a_denial_names_its_last_day_and_leaves_out_what_is_not_for_the_text() -> None:
    payload = {"outcome": "not_eligible", "amount_fen": 0, "appeal_until": "2026-05-01", "payee": "institution:1"}
    said = rules.said_by("eligibility.determined", payload)
    assert "2026年5月1日" in sentence(said.kind, said.facts).zh
    assert "payee" not in said.facts


@pytest.mark.parametrize("kind", MessageKind)
def test_every_kind_has_words_with_and_without_its_facts(kind: MessageKind) -> None:
    facts = {
        "activate_by": "2026-06-01",
        "amount_fen": 150_000,
        "appeal_until": "2026-05-01",
        "last_day": "2026-03-05",
        "may_miss_hours": 3,
        "offered_until": "2026-03-05T08:00:00+08:00",
    }
    said = sentence(kind, facts)
    assert said.zh
    assert "{" not in said.zh + said.en
    assert outgoing(kind, facts).startswith("【职业培训券】")
    assert sentence(kind, {} if kind not in _ALWAYS_DATED else facts).en
    assert section(kind)


_ALWAYS_DATED = {MessageKind.VOUCHER_EXPIRES, MessageKind.VOUCHER_EXPIRES_SOON, MessageKind.PLACE_OFFERED}
"""Made with their day, which is therefore always known."""
