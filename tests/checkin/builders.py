"""Builders of the facts and the evidence of one check-in, as its rules read them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from checkin_service.attendance.model.credits import Counter
from checkin_service.checkin.model.attempts import (
    CodeState,
    Evidence,
    Phase,
    PinProof,
    SessionFacts,
    Sighting,
    TraineeFacts,
)
from checkin_service.checkin.model.cases import Case
from checkin_service.kit.verdict import Finding, Verdict
from checkin_service.policy.proofs import ProofKind
from geo import Circle, Datum, Position

SITE = Position(longitude=120.5821, latitude=29.9971, datum=Datum.WGS84)
STARTS_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ENDS_AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def session_facts(**changes: Any) -> SessionFacts:
    session = SessionFacts(
        session_id=UUID(int=1),
        class_id=UUID(int=2),
        institution_id=UUID(int=3),
        supervising_authority="330600",
        paying_authority="330600",
        class_state="open",
        is_cancelled=False,
        starts_at=STARTS_AT,
        ends_at=ENDS_AT,
        class_hours=4,
        total_hours=40,
        phases=frozenset({Phase.IN}),
        proofs=frozenset(ProofKind),
        site_id=UUID(int=4),
        fence=Circle(centre=SITE, radius_m=200),
    )
    return replace(session, **changes)


def trainee_facts(**changes: Any) -> TraineeFacts:
    trainee = TraineeFacts(
        trainee_id=UUID(int=5),
        voucher_kind="targeted",
        is_withdrawn=False,
        voucher_state="used",
        counter=Counter(),
        presences=frozenset(),
    )
    return replace(trainee, **changes)


def evidence_of(**changes: Any) -> Evidence:
    """An honest arrival five minutes before class, PIN and code right, a good fix at the site."""
    evidence = Evidence(
        phase=Phase.IN,
        captured_at=datetime(2026, 3, 2, 0, 55, tzinfo=UTC),
        received_at=datetime(2026, 3, 2, 0, 55, tzinfo=UTC),
        position=SITE,
        accuracy_m=15.0,
        confidence=0.68,
        is_mock=False,
        at_terminal=False,
        proof_kind=ProofKind.PIN_CODE,
        proof=PinProof(is_right=True),
        code=CodeState.VALID,
        sender_is_active=True,
        recent_failures=0,
    )
    return replace(evidence, **changes)


def a_case(
    evidence: Evidence | None = None, session: SessionFacts | None = None, trainee: TraineeFacts | None = None
) -> Case:
    """What a rule looks at: an honest arrival unless told otherwise."""
    return Case(
        evidence=evidence or evidence_of(), session=session or session_facts(), trainee=trainee or trainee_facts()
    )


def a_sighting(position: Position = SITE, **changes: Any) -> Sighting:
    """An earlier fix of the same person, a good one at the site on the evening before."""
    sighting = Sighting(
        position=position,
        accuracy_m=12.0,
        confidence=0.68,
        is_mock=False,
        received_at=datetime(2026, 3, 1, 10, 0, tzinfo=UTC),
    )
    return replace(sighting, **changes)


def finding(verdict: Verdict, check: str) -> Finding:
    return next(each for each in verdict.findings if each.check == check)
