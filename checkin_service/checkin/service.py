"""The use case of a check-in: load, decide, save, answer."""

from datetime import datetime, timedelta
from uuid import UUID

from checkin_service.access.model import Subject, SubjectKind
from checkin_service.checkin import answers, faces, proofs, store
from checkin_service.checkin.classroom_code import window_number, window_of
from checkin_service.checkin.evidence import with_sightings
from checkin_service.checkin.faces import Photo, Seen
from checkin_service.checkin.keeping import Judged, keep
from checkin_service.checkin.model import CodeState, Evidence, PersonProof, ProofKind, Situation
from checkin_service.checkin.plans import forecast_for
from checkin_service.checkin.rules import completes_session, judge
from checkin_service.checkin.schemas import CheckInRequest, PinCodeProofBody
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import Stale
from checkin_service.kit.idempotency import digest_of
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, book
from checkin_service.timetable import service as timetable

_FAILURES_WITHIN = timedelta(minutes=10)
_TRIES = 4
RECENT_FIXES = 5
"""With the new one, as many as policy may ask to be alike."""


async def record_attempt(resources: Resources, subject: Subject, body: CheckInRequest) -> bytes:
    """Judge an attempt, keep it with its verdict and credit what it earned: one read, one write.

    A repeated attempt gets its first answer unchanged. When something changed between read and write (a parallel
    twin, another credit) the facts are read again; the photo is not computed twice.
    """
    now = resources.clock.now()
    digest = digest_of(body)
    document_hash = proofs.document_hash_of(resources, body)
    photo, seen = faces.photo_of(resources, body), None
    for _ in range(_TRIES):
        situation = await _situation(resources, subject, body, document_hash, photo, now)
        if situation.first_answer is not None:
            return _first_answer(situation, digest)
        _require_consent(body, situation)
        situation = with_sightings(resources.sealer, situation)
        if photo is not None and faces.is_worth_a_look(resources, situation, photo, now):
            seen = seen or await faces.look(resources, photo)
        judged = await _judge(resources, subject, body, situation, photo, seen, now)
        try:
            await keep(resources, subject, body, judged, digest=digest, now=now)
        except Stale:
            continue
        return judged.answer
    raise Problem(ProblemKind.BUSY, retry_after_s=1)


async def answer_for(resources: Resources, subject: Subject, attempt_id: UUID, *, trainee_id: UUID | None) -> bytes:
    """The stored first answer to an attempt: one's own, or one in a class that the member of staff may see."""
    own = subject.kind is SubjectKind.TRAINEE
    found = await store.kept_answer(
        resources.database, trainee_id=subject.subject_id if own else trainee_id, attempt_id=attempt_id
    )
    if found is None:
        raise not_found()
    if not own:
        await timetable.class_for(resources, subject, found.class_id)
    return found.answer


async def _situation(
    resources: Resources,
    subject: Subject,
    body: CheckInRequest,
    document_hash: bytes | None,
    photo: Photo | None,
    now: datetime,
) -> Situation:
    is_terminal = subject.kind is SubjectKind.TERMINAL
    found = await store.situation(
        resources.database,
        session_id=body.session_id,
        attempt_id=body.attempt_id,
        trainee_id=None if is_terminal else subject.subject_id,
        document_hash=document_hash,
        device_id=subject.device_id,
        terminal_id=subject.subject_id if is_terminal else None,
        failures_since=now - _FAILURES_WITHIN,
        face=photo.question() if photo else None,
        has_fix=body.position is not None,
        recent=RECENT_FIXES,
    )
    # A terminal speaks for the institution it stands at, and reads nobody's attendance elsewhere.
    is_elsewhere = is_terminal and found is not None and found.session.institution_id != subject.institution_id
    if found is None or is_elsewhere:
        raise not_found(Words("没有找到您报名的这一课次。", "No such session in a class that you are registered in."))
    return found


def _first_answer(situation: Situation, digest: bytes) -> bytes:
    if situation.first_answer is None or situation.first_digest != digest:
        raise Problem(ProblemKind.ID_CONFLICT)
    return bytes(situation.first_answer)


def _require_consent(body: CheckInRequest, situation: Situation) -> None:
    """Without a separate consent nothing sensitive is even looked at (PIPL art. 29)."""
    if body.position is not None and "location" not in situation.consents:
        raise Problem(ProblemKind.CONSENT_REQUIRED, fields={"purpose": "location"})
    has_photo = body.person_proof.kind == "face" or body.renewal_photo is not None
    if has_photo and "face" not in situation.consents:
        raise Problem(ProblemKind.CONSENT_REQUIRED, fields={"purpose": "face"})


async def _judge(
    resources: Resources,
    subject: Subject,
    body: CheckInRequest,
    situation: Situation,
    photo: Photo | None,
    seen: Seen | None,
    now: datetime,
) -> Judged:
    session, trainee = situation.session, situation.trainee
    on = session.starts_at.astimezone(CHINA).date()
    policy = book().at(session.supervising_authority, on=on, known_on=now.astimezone(CHINA).date())
    code, code_window = _code(resources, body, situation, policy, now)
    proof = _proof(resources, subject, body, situation, photo, seen, now)
    renewal = faces.renewal_by(resources, situation, photo, seen)
    evidence = _evidence(subject, body, situation, proof, renewal.became, code, now)
    verdict = judge(evidence, session, trainee, policy)
    missing = session.class_hours - trainee.session_hours
    credited = missing if completes_session(verdict, body.phase, session, trainee) else 0
    standing = trainee.counter.of(session.total_hours).plus(credited)
    forecast = await forecast_for(resources.database, situation, standing, policy, now, just_credited=credited > 0)
    return Judged(
        situation=situation,
        evidence=evidence,
        verdict=verdict,
        code_window=code_window,
        credited_hours=credited,
        trail=faces.trail_of(photo, seen, renewal, verdict, kept_until=_photo_kept_until(situation, policy, now)),
        forecast=forecast,
        answer=answers.answer(
            attempt_id=body.attempt_id,
            session=session,
            phase=body.phase,
            verdict=verdict,
            received_at=now,
            credited_hours=credited,
            standing=standing,
            forecast=forecast,
        ),
    )


def _proof(
    resources: Resources,
    subject: Subject,
    body: CheckInRequest,
    situation: Situation,
    photo: Photo | None,
    seen: Seen | None,
    now: datetime,
) -> PersonProof:
    if photo is not None and photo.is_proof:
        return faces.measured(resources, subject, situation, photo, seen, now)
    return proofs.other_than_face(resources, subject, body, situation, now)


def _photo_kept_until(situation: Situation, policy: PolicyView, now: datetime) -> datetime | None:
    """Nobody's photo is kept unless the policy says for how long and the person has consented to that itself."""
    days = policy.value("face.evidence_photo_days").integer
    return now + timedelta(days=days) if days > 0 and situation.face.may_keep_photo else None


def _code(
    resources: Resources, body: CheckInRequest, situation: Situation, policy: PolicyView, now: datetime
) -> tuple[CodeState, int | None]:
    proof = body.person_proof
    typed = proof.code if isinstance(proof, PinCodeProofBody) else body.classroom_code
    if typed is None:
        return CodeState.ABSENT, None
    window = window_of(
        resources.code_key,
        body.session_id,
        typed,
        now_window=window_number(now, policy.value("classroom_code.window_s").integer),
        accepted=policy.value("classroom_code.windows_accepted").integer,
    )
    if window is None:
        return CodeState.EXPIRED_OR_WRONG, None
    if window in situation.used_code_windows:
        return CodeState.USED_BEFORE, None
    return CodeState.VALID, window


def _evidence(
    subject: Subject,
    body: CheckInRequest,
    situation: Situation,
    proof: PersonProof,
    renewal: str | None,
    code: CodeState,
    now: datetime,
) -> Evidence:
    position = body.position
    return Evidence(
        phase=body.phase,
        captured_at=body.captured_at,
        received_at=now,
        position=position.position if position else None,
        accuracy_m=position.accuracy_m if position else None,
        confidence=position.confidence if position else None,
        is_mock=position.is_mock if position else None,
        at_terminal=subject.kind is SubjectKind.TERMINAL and situation.terminal_site_id == situation.session.site_id,
        proof_kind=ProofKind(body.person_proof.kind),
        proof=proof,
        code=code,
        sender_is_active=situation.sender_is_active,
        recent_failures=situation.recent_failures,
        renewal=renewal,
    )
