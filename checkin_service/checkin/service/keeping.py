"""Keeping a judged attempt: attempt, evidence, credit, counter and news in one statement.

The attempt says who sent what and when: it is its own entry of the audit.
"""

from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Subject, SubjectKind
from checkin_service.attendance import store as attendance_store
from checkin_service.attendance.model.confirmations import ConfirmationKind, CreditConfirmation
from checkin_service.attendance.model.credits import CreditMode, Outlook
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.service.crediting import Credit, credit_session
from checkin_service.attendance.service.forecasts import announce_outlook
from checkin_service.checkin import store
from checkin_service.checkin.model.attempts import (
    AssertionProof,
    Phase,
    Situation,
)
from checkin_service.checkin.model.cases import PIN_NOT_VERIFIED
from checkin_service.checkin.model.kept import Attempt
from checkin_service.checkin.rules.evidence_class import class_of_hours
from checkin_service.checkin.rules.wrong_pin import is_wrong_pin
from checkin_service.checkin.service.faces import add_trail
from checkin_service.checkin.service.judging import Judged
from checkin_service.checkin.service.sealed_evidence import sealed
from checkin_service.checkin.store import devices, fences
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Decision, Verdict
from checkin_service.timetable.model import Delivery

JUDGED = {Decision.DOUBTFUL: "checkin.doubtful", Decision.REFUSED: "checkin.refused"}
"""The news of a check-in that earned nothing; of the others the class hours tell."""
TRIES = 4
"""How often an attempt is read and judged anew because something changed before it was kept."""

_LOCATED = {
    "inside": "inside",
    "inside_by_label": "inside",
    "inside_by_label_but_code": "inside",
    "edge": "edge",
    "edge_but_code": "edge",
    "too_inaccurate": "edge",
    "out_of_reach": "edge",
    "outside": "outside",
}
_CONTRARY = frozenset({"outside", "out_of_reach"})


async def keep_attempt(resources: Resources, subject: Subject, judged: Judged) -> None:
    """Write it all or nothing; `Stale` when something changed since it was read."""
    measured, accepted = judged.measured, judged.verdict.decision is Decision.ACCEPTED
    asked, situation = measured.asked, measured.situation
    async with resources.database.write(may_repeat=True, gathers=True) as unit:
        store.add_attempt(unit, _attempt(resources, subject, judged))
        # Keyed by person, session and window: of two at once with the same code, one is refused whole and judged anew.
        if (use := measured.code.use) is not None:
            store.add_code_use(
                unit,
                trainee_id=situation.trainee.trainee_id,
                session_id=asked.session_id,
                code_window=use.window,
                attempt_id=asked.attempt_id,
                source=use.source,
                age_ms=use.age_ms,
            )
        if measured.trail is not None:
            add_trail(resources, unit, situation, measured.trail, evidence=measured.evidence, accepted=accepted)
        if subject.kind is SubjectKind.TERMINAL:
            _count_statement(unit, subject, judged)
        _bear_out(unit, judged)
        if _is_wrong_pin(judged):
            # Of many tries at once one is told of its PIN; the others find that they wait.
            _raise_counter(unit, situation, now=asked.received_at, outlook=judged.forecast.outlook)
        add_earnings(unit, judged)


def _is_wrong_pin(judged: Judged) -> bool:
    measured = judged.measured
    return is_wrong_pin(measured.evidence, measured.situation.session, measured.policy)


def _count_statement(unit: UnitOfWork, subject: Subject, judged: Judged) -> None:
    """What its key has signed for our challenge counts for the terminal's pace, whatever became of it."""
    proof, situation = judged.measured.evidence.proof, judged.measured.situation
    if isinstance(proof, AssertionProof) and proof.took_s is not None and proof.fault in (None, PIN_NOT_VERIFIED):
        devices.count_statement(
            unit,
            terminal_id=subject.subject_id,
            last_at=judged.measured.asked.received_at,
            clock_ahead_s=proof.clock_ahead_s,
            seen_statements=situation.terminal.statements,
        )


def _bear_out(unit: UnitOfWork, judged: Judged) -> None:
    """A phone of the class that lies inside a moving fence bears it out for the others."""
    evidence, situation = judged.measured.evidence, judged.measured.situation
    is_witness = evidence.fix_is_own and not evidence.at_terminal and not evidence.is_mock and evidence.sender_is_active
    if situation.moving is not None and is_witness and _located(judged.verdict) == "inside":
        fences.add_witness(
            unit,
            session_id=situation.session.session_id,
            fence_id=situation.moving.fence_id,
            trainee_id=situation.trainee.trainee_id,
        )


def too_busy() -> Problem:
    """The answer after the last of the tries."""
    return Problem(ProblemKind.BUSY, retry_after_s=1)


def add_earnings(unit: UnitOfWork, judged: Judged) -> None:
    """What an accepted attempt earns, and the outlook that the answer tells."""
    asked, situation = judged.measured.asked, judged.measured.situation
    if judged.is_seen_by_display and not situation.trainee.is_present(asked.session_id, asked.phase):
        # The credit of the same write is the news of it.
        _confirm(unit, situation, ConfirmationKind.DISPLAY, by="display", now=asked.received_at)
    if judged.evidence_class is not None:
        credit_phase(
            unit,
            situation,
            phase=asked.phase,
            attempt_id=asked.attempt_id,
            hours=judged.credited_hours,
            missed_hours=judged.missed_hours,
            now=asked.received_at,
            evidence_class=judged.evidence_class,
            mode=judged.mode,
            outlook=judged.forecast.outlook,
        )
    _tell_outlook(unit, judged)
    tell_judged(unit, judged)


def tell_judged(unit: UnitOfWork, judged: Judged) -> None:
    """News of a check-in that was doubtful or refused."""
    asked, situation = judged.measured.asked, judged.measured.situation
    if (news := JUDGED.get(judged.verdict.decision)) is not None:
        payload = {"class_id": str(situation.session.class_id), "session_id": str(asked.session_id)}
        announce(unit, news, situation.trainee.trainee_id, payload, occurred_at=asked.received_at)


def _confirm_by_check(unit: UnitOfWork, situation: Situation, phase: Phase, mode: CreditMode, *, now: datetime) -> None:
    """An answered check shows that the person was there in the middle; a platform's word for it is none."""
    if phase is Phase.MID and mode is CreditMode.LOCATED:
        _confirm(unit, situation, ConfirmationKind.CHECK, by="check", now=now)


def _confirm(unit: UnitOfWork, situation: Situation, kind: ConfirmationKind, *, by: str, now: datetime) -> None:
    """What besides the check-in's own evidence shows that the person was in the session."""
    confirmation = CreditConfirmation(
        trainee_id=situation.trainee.trainee_id,
        confirmation_id=new_id(),
        class_id=situation.session.class_id,
        session_id=situation.session.session_id,
        kind=kind,
        reason=None,
        confirmed_by=by,
        confirmed_at=now,
    )
    attendance_store.add_credit_confirmation(unit, confirmation)


def credit_phase(
    unit: UnitOfWork,
    situation: Situation,
    *,
    phase: Phase,
    attempt_id: UUID,
    hours: int,
    now: datetime,
    evidence_class: EvidenceClass,
    mode: CreditMode = CreditMode.LOCATED,
    outlook: Outlook | None = None,
    missed_hours: int = 0,
) -> None:
    """An accepted phase, and the class hours once all required phases are there; a phase counts once."""
    session, trainee = situation.session, situation.trainee
    if trainee.is_present(session.session_id, phase):
        return
    store.add_presence(
        unit,
        trainee_id=trainee.trainee_id,
        class_id=session.class_id,
        session_id=session.session_id,
        phase=phase,
        attempt_id=attempt_id,
        evidence_class=evidence_class,
        missed_hours=missed_hours,
    )
    _confirm_by_check(unit, situation, phase, mode, now=now)
    given = Credit(
        trainee_id=trainee.trainee_id,
        class_id=session.class_id,
        session_id=session.session_id,
        hours=hours,
        hours_before=trainee.session_hours,
        missed_hours=max(missed_hours, trainee.missed_hours),
        mode=CreditMode.ONLINE if session.delivery is Delivery.ONLINE else mode,
        evidence_id=attempt_id,
        evidence_class=class_of_hours(evidence_class, trainee),
    )
    _count(unit, situation, given, now=now, outlook=outlook)


def _count(
    unit: UnitOfWork, situation: Situation, given: Credit, *, now: datetime, outlook: Outlook | None = None
) -> None:
    """The hours, if there are any; the counter is raised for every phase, so that two at once notice each other."""
    counter = situation.trainee.counter
    if given.hours > 0:
        credit_session(
            unit, given, counter=counter, total_hours=situation.session.total_hours, now=now, outlook=outlook
        )
        return
    _raise_counter(unit, situation, now=now, outlook=outlook)


def _raise_counter(unit: UnitOfWork, situation: Situation, *, now: datetime, outlook: Outlook | None) -> None:
    """By no hours: of two writes at once one is refused and judged anew."""
    attendance_store.count_hours(
        unit,
        trainee_id=situation.trainee.trainee_id,
        class_id=situation.session.class_id,
        hours=0,
        seen_version=situation.trainee.counter.version,
        outlook=outlook,
        at=now,
    )


def _tell_outlook(unit: UnitOfWork, judged: Judged) -> None:
    """Remember the outlook that the answer tells; one that became a warning is news."""
    asked, situation = judged.measured.asked, judged.measured.situation
    session, trainee, outlook = situation.session, situation.trainee, judged.forecast.outlook
    if outlook is trainee.counter.outlook:
        return
    present = trainee.is_present(session.session_id, asked.phase)
    if (present or judged.verdict.decision is not Decision.ACCEPTED) and not _is_wrong_pin(judged):
        # Where hours or a phase were counted, the counter has taken the outlook along.
        attendance_store.note_outlook(
            unit, trainee_id=trainee.trainee_id, class_id=session.class_id, outlook=outlook, at=asked.received_at
        )
    announce_outlook(
        unit, judged.forecast, trainee_id=trainee.trainee_id, class_id=session.class_id, now=asked.received_at
    )


def _attempt(resources: Resources, subject: Subject, judged: Judged) -> Attempt:
    asked, situation = judged.measured.asked, judged.measured.situation
    trainee_id = situation.trainee.trainee_id
    evidence = sealed(resources.sealer, trainee_id, judged.measured.evidence)
    return Attempt(
        trainee_id=trainee_id,
        attempt_id=asked.attempt_id,
        class_id=situation.session.class_id,
        session_id=asked.session_id,
        phase=asked.phase,
        proof=judged.measured.evidence.proof_kind,
        decision=judged.verdict.decision,
        captured_at=asked.captured_at,
        received_at=asked.received_at,
        person_failed=_is_wrong_pin(judged),
        wrong_code=judged.measured.code.is_wrong,
        claim_id=judged.measured.claim_id,
        located=_located(judged.verdict),
        contrary_m=contrary_m(judged),
        evidence_class=judged.evidence_class,
        sender=subject.name if subject.device_id is None else f"device:{subject.device_id}",
        body_digest=asked.digest,
        # Kept as it was said: a repeat gets it though words or rules have changed since.
        answer=judged.answer,
        evidence_sealed=evidence.payload,
        evidence_commitment=evidence.commitment,
    )


def _located(verdict: Verdict) -> str | None:
    """How the fix lay to the fence; a code that helped changes the finding, not the fix."""
    found = (_LOCATED.get(finding.reason) for finding in verdict.findings if finding.check == "location")
    return next((each for each in found if each is not None), None)


def contrary_m(judged: Judged) -> float | None:
    """The accuracy of a fix by which the phone said that it is elsewhere."""
    said = any(each.check == "location" and each.reason in _CONTRARY for each in judged.verdict.findings)
    return judged.measured.evidence.accuracy_m if said else None
