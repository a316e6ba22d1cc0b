"""The use case of a scan at a session: load, decide, save, answer."""

from datetime import datetime, timedelta
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.model import CreditMode
from checkin_service.checkin import answers, scan_code, store
from checkin_service.checkin.evidence import sealed
from checkin_service.checkin.keeping import Judged, credit, tell_outlook
from checkin_service.checkin.model import AssertionProof, CodeState, Evidence, ProofKind, Situation
from checkin_service.checkin.plans import forecast_for
from checkin_service.checkin.rules import completes_session
from checkin_service.checkin.rules.scanned import judge_scan
from checkin_service.checkin.scan_code import ScanCode
from checkin_service.checkin.schemas import ScanRequest
from checkin_service.checkin.store import scans
from checkin_service.identity import service as identity
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import digest_of
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Decision
from checkin_service.kit.words import Words
from checkin_service.policy.book import book

_TRIES = 4


async def record_scan(resources: Resources, subject: Subject, session_id: UUID, body: ScanRequest) -> bytes:
    """Judge a scan, keep it with its verdict and credit what it earned; a repeat gets its first answer."""
    code = scan_code.parsed(body.qr)
    device = None if code is None else await identity.active_device(resources, code.device_id)
    if code is None or device is None:
        raise Problem(ProblemKind.RULE_REFUSED, _NO_QR, fields={"reason": "qr_unknown"})
    for _ in range(_TRIES):
        now = resources.clock.now()
        situation = await _situation(resources, subject, session_id, body, device.trainee_id, code, now)
        kept = await scans.kept(
            resources.database, trainee_id=device.trainee_id, scan_id=body.scan_id, qr_id=code.qr_id
        )
        if kept.answer is not None:
            if kept.body_digest != digest_of(body):
                raise Problem(ProblemKind.ID_CONFLICT)
            return bytes(kept.answer)
        fault = scan_code.fault_in(code, public_key=device.public_key, session_id=session_id, now=now, used=kept.used)
        judged = await _judge(resources, body, situation, code, fault, now)
        try:
            await _keep(resources, subject, body, code, judged)
        except Stale:
            continue
        return judged.answer
    raise Problem(ProblemKind.BUSY, retry_after_s=1)


async def _situation(
    resources: Resources,
    subject: Subject,
    session_id: UUID,
    body: ScanRequest,
    trainee_id: UUID,
    code: ScanCode,
    now: datetime,
) -> Situation:
    found = await store.situation(
        resources.database,
        session_id=session_id,
        attempt_id=body.scan_id,
        trainee_id=trainee_id,
        document_hash=None,
        device_id=code.device_id,
        terminal_id=None,
        failures_since=now - timedelta(minutes=10),
        face=None,
        has_fix=False,
        recent=1,
    )
    if found is None or found.session.institution_id != subject.institution_id:
        raise not_found(_NO_SESSION)
    return found


async def _judge(
    resources: Resources, body: ScanRequest, situation: Situation, code: ScanCode, fault: str | None, now: datetime
) -> Judged:
    session, trainee = situation.session, situation.trainee
    on = session.starts_at.astimezone(CHINA).date()
    policy = book().at(session.supervising_authority, on=on, known_on=now.astimezone(CHINA).date())
    evidence = _evidence(body, code, fault, now)
    verdict = judge_scan(evidence, session, trainee, policy)
    missing = session.class_hours - trainee.session_hours
    hours = missing if completes_session(verdict, body.phase, session, trainee) else 0
    standing = trainee.counter.of(session.total_hours).plus(hours)
    forecast = await forecast_for(resources.database, situation, standing, policy, now, just_credited=hours > 0)
    return Judged(
        situation=situation,
        evidence=evidence,
        verdict=verdict,
        code_window=None,
        credited_hours=hours,
        trail=None,
        forecast=forecast,
        answer=answers.answer(
            attempt_id=body.scan_id,
            session=session,
            phase=body.phase,
            verdict=verdict,
            received_at=now,
            credited_hours=hours,
            standing=standing,
            forecast=forecast,
        ),
    )


async def _keep(resources: Resources, subject: Subject, body: ScanRequest, code: ScanCode, judged: Judged) -> None:
    now = judged.evidence.received_at
    async with resources.database.write() as unit:
        _add_scan(resources, unit, subject, body, code=code, judged=judged)
        if judged.verdict.decision is Decision.ACCEPTED:
            credit(
                unit,
                judged.situation,
                phase=body.phase,
                attempt_id=body.scan_id,
                hours=judged.credited_hours,
                now=now,
                mode=CreditMode.SCANNED,
                outlook=judged.forecast.outlook,
            )
        tell_outlook(unit, judged, phase=body.phase, now=now)


def _add_scan(
    resources: Resources, unit: UnitOfWork, subject: Subject, body: ScanRequest, *, code: ScanCode, judged: Judged
) -> None:
    situation, evidence, verdict = judged.situation, judged.evidence, judged.verdict
    session, trainee_id = situation.session, situation.trainee.trainee_id
    kept = sealed(resources.sealer, trainee_id, evidence)
    scans.add_scan(
        unit,
        trainee_id=trainee_id,
        scan_id=body.scan_id,
        class_id=session.class_id,
        session_id=session.session_id,
        decision=verdict.decision.value,
        scanned_by=subject.subject_id,
        qr_id=code.qr_id,
        received_at=evidence.received_at,
        body_digest=digest_of(body),
        answer=judged.answer,
        evidence_sealed=kept.payload,
        evidence_commitment=kept.commitment,
    )
    audit.record(
        unit,
        subject=subject,
        action=Permission.SCAN_CREATE,
        object_id=body.scan_id,
        at=evidence.received_at,
        detail={"decision": verdict.decision},
    )


def _evidence(body: ScanRequest, code: ScanCode, fault: str | None, now: datetime) -> Evidence:
    position = body.position
    return Evidence(
        phase=body.phase,
        captured_at=code.made_at,
        received_at=now,
        position=position.position,
        accuracy_m=position.accuracy_m,
        confidence=position.confidence,
        is_mock=position.is_mock,
        at_terminal=False,
        proof_kind=ProofKind.LIVE_QR,
        proof=AssertionProof(kind=ProofKind.LIVE_QR, fault=fault),
        code=CodeState.ABSENT,
        sender_is_active=True,
        recent_failures=0,
    )


_NO_QR = Words("不是有效的学员现场码。", "This is no live QR of a trainee's bound device.")
_NO_SESSION = Words("没有找到此学员在本机构的这一课次。", "No such session of yours in a class that the trainee is in.")
