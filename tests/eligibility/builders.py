"""Facts and policies for tests of eligibility."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from checkin_service.eligibility.model.facts import (
    AskedPolicy,
    AssessmentFact,
    Authorities,
    CertificateFact,
    Criterion,
    Facts,
    SessionFact,
    VoucherFact,
)
from checkin_service.eligibility.model.payments import Payment
from checkin_service.kit.ids import new_id
from checkin_service.policy.book import book
from checkin_service.voucher.model.vouchers import Delivery, TeachingLeg, VoucherKind, VoucherState
from tests.building.honest import an_honest_person

TRAINEE = UUID("01890000-0000-7000-8000-000000000001")
CLASS = UUID("01890000-0000-7000-8000-00000000000c")
INSTITUTION = UUID("01890000-0000-7000-8000-00000000000a")
ONLINE_INSTITUTION = UUID("01890000-0000-7000-8000-00000000000b")
ENTERPRISE = UUID("01890000-0000-7000-8000-00000000000e")
STARTS_AT = datetime(2022, 5, 9, 1, tzinfo=UTC)
SUBSIDY_FEN = 120_000

_SELDOM = {
    Criterion.BOTH_LEGS,
    Criterion.EMPTY_CLASS,
    Criterion.REMOTE_VIDEO,
    Criterion.OVERTURNED_REVIEWS,
    Criterion.CHECKS,
    Criterion.VOUCHER_PERIOD,
    Criterion.NO_DUPLICATE,
    Criterion.NO_DUPLICATE_ELSEWHERE,
    Criterion.OCCUPATION_ONCE,
    Criterion.VOUCHER_BINDING,
    Criterion.TRAINING_TYPE,
    Criterion.FEE,
    Criterion.FEE_PAID,
}
ALWAYS_JUDGED = [each for each in Criterion if each not in _SELDOM]
PASSED = AssessmentFact(passed=True, score="86", assessed_on=date(2022, 5, 20))
FAILED = AssessmentFact(passed=False, score="41", assessed_on=date(2022, 5, 20))
CERTIFICATE = CertificateFact(number="ZX-0001", kind="qualification", issued_on=date(2022, 5, 25))


def some_sessions(*credited: bool, hours: int = 4, doubtful: int = 0) -> tuple[SessionFact, ...]:
    """Sessions of equal length, credited or not; the first `doubtful` uncredited ones wait for a review."""
    sessions = []
    for number, is_credited in enumerate(credited):
        waits = not is_credited and doubtful > 0
        doubtful -= waits
        sessions.append(
            SessionFact(
                session_id=new_id(),
                starts_at=STARTS_AT + timedelta(days=number),
                class_hours=hours,
                credited_hours=hours if is_credited else 0,
                modes=("located",) if is_credited else (),
                attempt_ids=(new_id(),) if is_credited else (),
                doubtful_attempt_ids=(new_id(),) if waits else (),
            )
        )
    return tuple(sessions)


def a_used_voucher(**changes: Any) -> VoucherFact:
    values: dict[str, Any] = {
        "voucher_id": UUID("01890000-0000-7000-8000-000000000002"),
        "kind": VoucherKind.TARGETED,
        "state": VoucherState.USED,
        "authority_code": "330600",
        "class_id": CLASS,
        "obtained_on": date(2022, 4, 1),
        "use_by": date(2022, 10, 1),
    }
    return VoucherFact(**values | changes)


def some_facts(**changes: Any) -> Facts:
    """Of ten sessions of four class hours six were attended, the assessment was passed: exactly 60 %."""
    sessions = changes.get("sessions", some_sessions(*[True] * 6 + [False] * 4))
    values: dict[str, Any] = {
        "trainee_id": TRAINEE,
        "class_id": CLASS,
        "institution_id": INSTITUTION,
        "authorities": Authorities(supervising="330600", paying="330600", counting="330600"),
        "completed_at": STARTS_AT + timedelta(days=20),
        "total_hours": sum(session.class_hours for session in sessions),
        "subsidy_fen": SUBSIDY_FEN,
        "voucher_kind": VoucherKind.TARGETED,
        "voucher": a_used_voucher(),
        "sessions": sessions,
        "assessment": PASSED,
        "certificates": (),
        "person": an_honest_person(),
    }
    return Facts(**values | changes)


def a_policy(kind: VoucherKind = VoucherKind.TARGETED, jurisdiction: str = "330600") -> AskedPolicy:
    """What the pack of a jurisdiction asks for in May 2022."""
    on = date(2022, 5, 29)
    view = book().at(jurisdiction, on=on, known_on=on)
    return AskedPolicy.of(view, kind, known_on=on)


def shared_teaching(online_percent: int = 40) -> tuple[TeachingLeg, ...]:
    """Another institution teaches online, the class's own in the classroom."""
    return (
        TeachingLeg(delivery=Delivery.ONLINE, institution_id=ONLINE_INSTITUTION, share_percent=online_percent),
        TeachingLeg(delivery=Delivery.OFFLINE, institution_id=INSTITUTION, share_percent=100 - online_percent),
    )


def a_payment(leg: str, amount_fen: int, **changes: Any) -> Payment:
    values = {"authority_code": "330600", "payee": f"institution:{INSTITUTION}"} | changes
    return Payment(leg=leg, amount_fen=amount_fen, **values)
