"""The use case of a scan at a session: read, measure, judge, keep, answer."""

from contextlib import suppress
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance.model.credits import CreditMode
from checkin_service.checkin import store
from checkin_service.checkin.model.attempts import Situation
from checkin_service.checkin.model.cases import Asked, Question
from checkin_service.checkin.rules import live_qr
from checkin_service.checkin.rules.live_qr import ScanCode
from checkin_service.checkin.rules.scanned import judge_scan
from checkin_service.checkin.schemas.attempts import ScanRequest
from checkin_service.checkin.service import devices
from checkin_service.checkin.service.attempts import RECENT_FIXES
from checkin_service.checkin.service.judging import Judged, judged
from checkin_service.checkin.service.keeping import TRIES, add_earnings, contrary_m, too_busy
from checkin_service.checkin.service.scan_measuring import Shown, scanned
from checkin_service.checkin.service.sealed_evidence import sealed, with_sightings
from checkin_service.checkin.store import codes, scans
from checkin_service.identity import service as identity
from checkin_service.kit.database import Stale, UnitOfWork
from checkin_service.kit.idempotency import is_same, stamp_of
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.kit.words import Words
from checkin_service.policy_decisions.service import currency


async def record_scan(resources: Resources, subject: Subject, session_id: UUID, body: ScanRequest) -> bytes:
    """Judge a scan, keep it with its verdict and credit what it earned; a repeat gets its first answer."""
    await devices.require_scanner(resources, subject, session_id)
    shown = await _shown(resources, body)
    for _ in range(TRIES):
        asked = _asked(resources, body, session_id, shown.code)
        situation = await _situation(resources, subject, asked, shown)
        kept = await scans.kept(
            resources.database,
            trainee_id=shown.device.trainee_id,
            session_id=session_id,
            scan_id=asked.attempt_id,
            qr_id=shown.code.qr_id,
            claim_id=shown.code.claim_id,
        )
        if kept.answer is not None:
            if kept.body_digest is None or not is_same(resources.database, kept.body_digest, asked.digest):
                raise Problem(ProblemKind.ID_CONFLICT)
            return bytes(kept.answer)
        measured = scanned(resources, asked, shown, situation, kept)
        result = await judged(resources, measured, by=judge_scan, mode=CreditMode.SCANNED)
        with suppress(Stale):
            await _keep(resources, subject, shown.code, result)
            return result.answer
    raise too_busy()


async def _shown(resources: Resources, body: ScanRequest) -> Shown:
    code, now = live_qr.parsed(body.qr), resources.clock.now()
    device = None if code is None else await identity.active_device(resources, code.device_id)
    if code is None or device is None:
        raise unfit(_NO_QR, reason="qr_unknown")
    ahead_s = None if body.scanned_at is None else round((body.scanned_at - now).total_seconds())
    return Shown(code=code, device=device, witness=body.position.sighting(now), scanner_ahead_s=ahead_s)


def _asked(resources: Resources, body: ScanRequest, session_id: UUID, code: ScanCode) -> Asked:
    return Asked(
        attempt_id=body.scan_id,
        session_id=session_id,
        phase=body.phase,
        captured_at=code.made_at,
        received_at=resources.clock.now(),
        fix=None,
        digest=stamp_of(resources.database, body),
    )


async def _situation(resources: Resources, subject: Subject, asked: Asked, shown: Shown) -> Situation:
    question = Question(
        session_id=asked.session_id,
        attempt_id=asked.attempt_id,
        asked_at=asked.received_at,
        trainee_id=shown.device.trainee_id,
        device_id=shown.code.device_id,
        claim_id=shown.code.claim_id,
        has_fix=shown.code.fix is not None,
        recent=RECENT_FIXES,
    )
    with acting_as(Work.CARD_CHECK_IN):
        found = await store.situation(resources.database, question)
    if found is None or found.session.institution_id != subject.institution_id:
        raise not_found(_NO_SESSION)
    await currency.catch_up(resources, found.policy_version)
    await resources.sealer.ready(Realm.EVIDENCE, shown.device.trainee_id, make=True)
    return with_sightings(resources.sealer, found)


async def _keep(resources: Resources, subject: Subject, code: ScanCode, judged: Judged) -> None:
    await resources.sealer.ready(Realm.EVIDENCE, judged.measured.situation.trainee.trainee_id, make=True)
    async with resources.database.write() as unit:
        _add_scan(resources, unit, subject, code, judged)
        _add_code(unit, code, judged)
        add_earnings(unit, judged)


def _add_scan(resources: Resources, unit: UnitOfWork, subject: Subject, code: ScanCode, judged: Judged) -> None:
    asked, situation = judged.measured.asked, judged.measured.situation
    trainee_id, decision = situation.trainee.trainee_id, judged.verdict.decision
    kept = sealed(resources.sealer, trainee_id, judged.measured.evidence)
    scans.add_scan(
        unit,
        trainee_id=trainee_id,
        scan_id=asked.attempt_id,
        class_id=situation.session.class_id,
        session_id=asked.session_id,
        decision=decision,
        scanned_by=subject.subject_id,
        qr_id=code.qr_id,
        claim_id=judged.measured.claim_id,
        contrary_m=contrary_m(judged),
        received_at=asked.received_at,
        body_digest=asked.digest,
        answer=judged.answer,
        evidence_sealed=kept.payload,
        evidence_commitment=kept.commitment,
    )
    audit.record(
        unit,
        subject=subject,
        action=Permission.SCAN_CREATE,
        object_id=asked.attempt_id,
        at=asked.received_at,
        detail={"decision": decision},
    )


def _add_code(unit: UnitOfWork, code: ScanCode, judged: Judged) -> None:
    """A code that stood in the QR itself serves once, and a wrong one is counted, as if it had been typed."""
    asked, found = judged.measured.asked, judged.measured.code
    whose = {"trainee_id": judged.measured.situation.trainee.trainee_id, "session_id": asked.session_id}
    if found.is_wrong:
        codes.add_wrong_claim(
            unit, **whose, claim_id=asked.attempt_id, device_id=code.device_id, claimed_at=asked.received_at
        )
    if (use := found.use) is not None:
        store.add_code_use(
            unit, **whose, attempt_id=asked.attempt_id, code_window=use.window, source=use.source, age_ms=use.age_ms
        )


_NO_QR = Words("不是有效的学员现场码。", "This is no live QR of a trainee's bound device.")
_NO_SESSION = Words("没有找到此学员在本机构的这一课次。", "No such session of yours in a class that the trainee is in.")
