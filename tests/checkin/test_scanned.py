"""A voucher scanned at a session: what is judged, and that neither side can do it alone."""

from datetime import UTC, datetime, timedelta
from struct import pack
from typing import Any
from uuid import UUID

import pytest

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import AssertionProof, CodeSource, CodeState, PinProof
from checkin_service.checkin.rules import live_qr
from checkin_service.checkin.rules.scanned import judge_scan
from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.verdict import OURS, Decision, Outcome, Verdict
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery
from geo import displaced
from tests.checkin.builders import (
    SITE,
    STARTS_AT,
    a_case,
    a_sighting,
    evidence_of,
    finding,
    session_facts,
    trainee_facts,
)

LIVE = {
    "proof_kind": ProofKind.LIVE_QR,
    "proof": AssertionProof(kind=ProofKind.LIVE_QR, fault=None),
    "witness": a_sighting(),
}


def scanned(policy: PolicyView, session: Any = None, trainee: Any = None, **changes: Any) -> Verdict:
    return judge_scan(a_case(evidence_of(**LIVE | changes), session, trainee), policy).verdict


def test_a_live_code_scanned_at_the_site_in_time_is_accepted(policy: PolicyView) -> None:
    verdict = scanned(policy)
    assert verdict.decision is Decision.ACCEPTED
    assert [(each.check, each.reason) for each in verdict.findings] == [
        ("registration", "registered"),
        ("session", "session_takes_place"),
        ("time", "in_time"),
        ("location", "inside"),
        ("person", "qr_live"),
        ("classroom_code", "code_in_qr"),
        ("scanner", "scanner_at_site"),
    ]


@pytest.mark.parametrize(
    ("proof", "reason"),
    [
        (AssertionProof(kind=ProofKind.E_CARD, fault="qr_not_fresh"), "qr_not_fresh"),
        (PinProof(is_right=True), "qr_unsigned"),
    ],
)
def test_a_code_that_is_not_live_is_refused_and_says_why(policy: PolicyView, proof: Any, reason: str) -> None:
    verdict = scanned(policy, proof=proof)
    found = finding(verdict, "person")
    assert (verdict.decision, found.outcome, found.reason) == (Decision.REFUSED, Outcome.FAIL, reason)


@pytest.mark.parametrize(
    ("changes", "check"),
    [
        ({"position": displaced(SITE, east_m=5000, north_m=0)}, "location"),
        ({"witness": a_sighting(displaced(SITE, east_m=5000, north_m=0))}, "scanner"),
        ({"received_at": session_facts().ends_at}, "time"),
        ({"session": session_facts(is_cancelled=True)}, "session"),
        ({"trainee": trainee_facts(is_withdrawn=True)}, "registration"),
    ],
)
def test_a_live_code_alone_is_not_enough(policy: PolicyView, changes: dict[str, Any], check: str) -> None:
    verdict = scanned(policy, **changes)
    assert verdict.decision is Decision.REFUSED
    assert finding(verdict, check).outcome is Outcome.FAIL


def test_a_simulated_position_of_the_administrator_is_a_doubt(policy: PolicyView) -> None:
    simulated = scanned(policy, witness=a_sighting(is_mock=True))
    assert finding(simulated, "scanner").outcome is Outcome.DOUBT
    assert finding(scanned(policy, is_mock=True), "mock_location").outcome is Outcome.DOUBT


@pytest.mark.parametrize(
    ("witness", "outcome", "reason"),
    [
        (None, Outcome.DOUBT, "scanner_unplaced"),
        (a_sighting(accuracy_m=None), Outcome.DOUBT, "scanner_unplaced"),
        (a_sighting(displaced(SITE, east_m=8_000, north_m=0), accuracy_m=16_000.0), Outcome.DOUBT, "scanner_unplaced"),
        (a_sighting(accuracy_m=400.0), Outcome.NOTE, "scanner_near"),
        (a_sighting(displaced(SITE, east_m=8_000, north_m=0)), Outcome.FAIL, "scanner_elsewhere"),
    ],
)
def test_the_scanners_fix_is_a_second_witness_of_the_place(
    policy: PolicyView, witness: Any, outcome: Outcome, reason: str
) -> None:
    found = finding(scanned(policy, witness=witness), "scanner")
    assert (found.outcome, found.reason) == (outcome, reason)


def test_a_second_scan_is_noted_and_counts_once(policy: PolicyView) -> None:
    session = session_facts()
    present = trainee_facts(presences=frozenset({(session.session_id, evidence_of().phase)}))
    assert finding(scanned(policy, session, present), "repeat").reason == "already_counted"


def test_a_check_that_breaks_is_a_doubt_under_its_own_name(policy: PolicyView, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checkin_service.checkin.rules.where.locate", broken)
    verdict = scanned(policy)
    found = finding(verdict, "location")
    assert verdict.decision is Decision.DOUBTFUL
    assert (found.outcome, found.reason, found.basis) == (Outcome.DOUBT, "check_failed", OURS)


PHONE = SigningKey()
SESSION = UUID(int=1)
MADE_AT = STARTS_AT + timedelta(milliseconds=250)


def qr_text(*, milliseconds: int, prefix: str = live_qr.PREFIX, more: bytes = b"") -> str:
    body = UUID(int=8).bytes + SESSION.bytes + UUID(int=9).bytes + milliseconds.to_bytes(8) + more
    text = prefix + encode(body)
    return f"{text}.{PHONE.signature(text)}"


def qr_fault(policy: PolicyView, *, ahead_s: int = 0, **changes: Any) -> str | None:
    made_at = STARTS_AT + timedelta(seconds=ahead_s)
    code = live_qr.parsed(qr_text(milliseconds=int(made_at.timestamp()) * 1000))
    assert code is not None
    asked: dict[str, Any] = {"public_key": PHONE.public_key, "session_id": SESSION, "now": STARTS_AT, "used": False}
    return live_qr.fault_in(code, **asked | changes, policy=policy)


def test_a_live_qr_says_whose_device_made_it_for_which_session_and_when() -> None:
    code = live_qr.parsed(qr_text(milliseconds=round(MADE_AT.timestamp() * 1000)))
    assert code is not None
    assert (code.device_id, code.session_id, code.qr_id, code.made_at) == (UUID(int=8), SESSION, UUID(int=9), MADE_AT)
    assert code.is_by(PHONE.public_key)
    assert not code.is_by(SigningKey().public_key)


@pytest.mark.parametrize(
    "changes", [{"prefix": "S2."}, {"more": b"x"}, {"milliseconds": 4_102_444_800_001}, {"milliseconds": 2**64 - 1}]
)
def test_a_signed_text_of_another_form_or_time_is_no_live_qr(changes: dict[str, Any]) -> None:
    assert live_qr.parsed(qr_text(**{"milliseconds": 0} | changes)) is None


@pytest.mark.parametrize("text", ["", "https://example.org/", "S1.not base64url!.AAAA"])
def test_what_nobody_made_as_a_live_qr_is_none(text: str) -> None:
    assert live_qr.parsed(text) is None


def test_a_live_qr_of_the_last_moment_of_its_time_is_read() -> None:
    code = live_qr.parsed(qr_text(milliseconds=4_102_444_800_000))
    assert code is not None
    assert code.made_at == datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, None),
        ({"session_id": UUID(int=99)}, "qr_other_session"),
        ({"ahead_s": 5}, None),
        ({"ahead_s": 6}, "qr_clock_ahead"),
        ({"ahead_s": -31}, "qr_too_old"),
        ({"used": True}, "qr_used_before"),
    ],
)
def test_a_live_qr_shows_its_device_once_for_its_session(
    policy: PolicyView, changes: dict[str, Any], fault: str | None
) -> None:
    assert qr_fault(policy, **changes) == fault


def test_a_live_qr_that_another_device_signed_shows_nothing(policy: PolicyView) -> None:
    assert qr_fault(policy, public_key=SigningKey().public_key) == "qr_unsigned"


def proof_part(**fields: Any) -> bytes:
    """What an `S2.` QR holds beside ids and moment, as docs/api.md lays it out."""
    given = {"longitude": 1_205_821_000, "latitude": 299_971_000, "datum": 1, "accuracy": 125, "age": 30, "kind": 0}
    values = given | fields
    return pack(">iiBIHB16s", *(values[name] for name in given), values.get("room", bytes(16)))


def qr_with(**fields: Any) -> live_qr.ScanCode | None:
    return live_qr.parsed(qr_text(milliseconds=1000, prefix=live_qr.PREFIX_WITH_PROOF, more=proof_part(**fields)))


def test_a_qr_holds_the_phones_own_fix_whose_age_grows_until_it_is_scanned() -> None:
    code = qr_with()
    assert code is not None
    assert code.fix is not None
    assert (code.fix.position, code.fix.accuracy_m, code.fix.is_mock) == (SITE, 12.5, None)
    assert (code.claim_id, code.code) == (None, None)
    seen = code.fix.sighting(made_at=code.made_at, now=code.made_at + timedelta(seconds=20))
    assert (seen.age_s, seen.confidence) == (23.0, None)


def test_a_qr_may_say_that_the_fix_is_simulated_or_that_there_is_none() -> None:
    simulated, without = qr_with(datum=0x81), qr_with(datum=0)
    assert simulated is not None
    assert simulated.fix is not None
    assert without is not None
    assert (simulated.fix.is_mock, without.fix) == (True, None)


def test_a_qr_holds_a_claim_or_the_code_itself() -> None:
    claimed, typed = qr_with(kind=1, room=UUID(int=77).bytes), qr_with(kind=2, room=(42).to_bytes(4).ljust(16, b"\0"))
    assert claimed is not None
    assert typed is not None
    assert (claimed.claim_id, claimed.code, typed.claim_id, typed.code) == (UUID(int=77), None, None, "000042")


@pytest.mark.parametrize("fields", [{"kind": 3}, {"datum": 9}, {"longitude": 2_000_000_000}, {"latitude": 950_000_000}])
def test_what_no_phone_writes_into_a_qr_makes_it_none(fields: dict[str, Any]) -> None:
    assert qr_with(**fields) is None


def test_a_qr_without_the_rooms_code_is_worth_d_wherever_its_phone_is(policy: PolicyView) -> None:
    def worth(**changes: Any) -> EvidenceClass | None:
        return judge_scan(a_case(evidence_of(**LIVE | changes)), policy).evidence_class

    assert worth() is EvidenceClass.C
    assert worth(code=CodeState.ABSENT) is worth(code=CodeState.CLAIM_INVALID) is EvidenceClass.D
    assert worth(code_source=CodeSource.REMOTE_DISPLAY) is EvidenceClass.D
    assert worth(position=None) is EvidenceClass.D
    assert worth(position=None, code=CodeState.ABSENT) is None


def test_the_clock_of_a_scanner_is_noted_when_it_is_far_off(policy: PolicyView) -> None:
    reasons = [
        [each.reason for each in scanned(policy, scanner_ahead_s=seconds).findings if each.unit == "s"]
        for seconds in (None, 60, -600)
    ]
    assert reasons == [[], [], ["scanner_clock_differs"]]


def test_of_a_lesson_held_online_neither_room_nor_desk_is_asked(policy: PolicyView) -> None:
    online = session_facts(delivery=Delivery.ONLINE)
    assert {"classroom_code", "scanner"}.isdisjoint(each.check for each in scanned(policy, online).findings)
