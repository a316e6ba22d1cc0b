"""Liveness: a challenge for one person, device and session, answered once; what it shows and what it does not."""

from datetime import datetime
from functools import partial
from uuid import UUID

from biometrics import (
    Challenge,
    Decision,
    Embedding,
    Frame,
    ImageReason,
    LivenessReport,
    OtherVersion,
    Reference,
    Thresholds,
    Turn,
    assess,
)
from biometrics.worker import observe_frames
from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.model import FaceTries, Purpose
from checkin_service.identity.rules import people
from checkin_service.identity.schemas import (
    ChallengeAnswer,
    LivenessAnswer,
    LivenessFrames,
    NewChallenge,
    OpenAttacks,
    StepAnswer,
)
from checkin_service.identity.service import face_traces
from checkin_service.identity.service.faces import compared, opened_reference, thresholds_at
from checkin_service.identity.store import face_traces as traces
from checkin_service.identity.store import faces, persons
from checkin_service.identity.store.face_traces import KeptChallenge
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

_ANSWERED = Words("该活体检测已提交过，请重新发起。", "This challenge was answered before; ask for a new one.")
_EXPIRED = Words("活体检测已超时，请重新发起。", "The challenge has run out; ask for a new one.")
_STOPPED = Words(
    "人脸比对已暂停，请使用其他方式并联系人社部门。",
    "Faces are no longer compared for you; use another way and ask the authority.",
)


@once_per("challenge_id")
async def issue_challenge(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewChallenge
) -> ChallengeAnswer:
    """A random order of turns for this person, on this device, in this session."""
    device_id = subject.device_id
    if device_id is None:
        raise Problem(ProblemKind.NOT_PERMITTED)
    await _require_consent(resources, subject.subject_id)
    challenge = Challenge.issue(resources.clock.now())
    kept = KeptChallenge(
        trainee_id=subject.subject_id,
        challenge_id=body.challenge_id,
        device_id=device_id,
        session_id=body.session_id,
        nonce=challenge.nonce,
        turns=[turn.value for turn in challenge.turns],
        issued_at=challenge.issued_at,
        expires_at=challenge.expires_at,
    )
    traces.add_challenge(unit, kept)
    return ChallengeAnswer(
        challenge_id=body.challenge_id,
        nonce=challenge.nonce,
        turns=list(challenge.turns),
        issued_at=challenge.issued_at,
        expires_at=challenge.expires_at,
    )


@once_per("answer_id", operation="liveness")
async def answer_challenge(
    unit: UnitOfWork, resources: Resources, subject: Subject, challenge_id: UUID, body: LivenessFrames
) -> LivenessAnswer:
    """Measure the frames, judge the turns, compare the frontal ones with the reference; then the frames are gone."""
    await _require_consent(resources, subject.subject_id)
    now = resources.clock.now()
    kept, tries = await _open_challenge(resources, subject, challenge_id, now)
    frames = await _observed(resources, body, now)
    challenge = _as_challenge(kept)
    report = assess(challenge, frames, thresholds=_thresholds(resources, frames))
    same_person = await _same_person(resources, subject.subject_id, challenge, frames)
    if same_person in set(Decision):
        face_traces.count_face_try(unit, subject.subject_id, tries, decision=same_person, at=now)
    answer = _answer(challenge_id, report, same_person)
    traces.add_answer(
        unit,
        kept,
        label=report.evidence.value,
        same_person=same_person,
        report=answer.model_dump(mode="json", include={"steps", "faults"}),
        at=now,
    )
    audit.record(unit, subject, Permission.LIVENESS_ANSWER, challenge_id, at=now)
    return answer


def use_answer(unit: UnitOfWork, trainee_id: UUID, challenge_id: UUID, *, attempt_id: UUID) -> None:
    """An answered challenge serves one check-in; fails the write as stale when another has used it."""
    traces.use_answer(unit, trainee_id, challenge_id, attempt_id=attempt_id)


async def _require_consent(resources: Resources, trainee_id: UUID) -> None:
    consents = await persons.current_consents(resources.database, trainee_id)
    if not people.is_given(consents.get(Purpose.FACE)):
        raise Problem(ProblemKind.CONSENT_REQUIRED, fields={"purpose": "face"})


async def _open_challenge(
    resources: Resources, subject: Subject, challenge_id: UUID, now: datetime
) -> tuple[KeptChallenge, FaceTries]:
    """A challenge of this person and device that may still be answered: nothing is computed for another."""
    kept = await traces.challenge(resources.database, subject.subject_id, challenge_id)
    if kept is None or kept.device_id != subject.device_id:
        raise not_found()
    if kept.is_answered:
        raise Problem(ProblemKind.STATE_CONFLICT, _ANSWERED)
    if now > kept.expires_at:
        raise Problem(ProblemKind.STATE_CONFLICT, _EXPIRED)
    tries = await traces.tries(resources.database, subject.subject_id)
    if face_traces.is_face_stopped(tries, now):
        raise Problem(ProblemKind.TOO_MANY_ATTEMPTS, _STOPPED)
    face_traces.require_patience(tries, now)
    return kept, tries


async def _observed(resources: Resources, body: LivenessFrames, now: datetime) -> list[Frame]:
    seen = await resources.faces.run(partial(observe_frames, body.frames, nonce=body.nonce, received_at=now))
    refused = next((frame for frame in seen if isinstance(frame, ImageReason)), None)
    if refused is not None:
        raise Problem(ProblemKind.MALFORMED, Words(refused.advice("zh"), refused.advice("en")))
    return [frame for frame in seen if isinstance(frame, Frame)]


def _as_challenge(kept: KeptChallenge) -> Challenge:
    return Challenge(kept.nonce, tuple(map(Turn, kept.turns)), kept.issued_at, kept.expires_at)


def _thresholds(resources: Resources, frames: list[Frame]) -> Thresholds | None:
    known = [frame.embedding for frame in frames if isinstance(frame.embedding, Embedding)]
    return thresholds_at(resources, known[0].version) if known else None


async def _same_person(resources: Resources, trainee_id: UUID, challenge: Challenge, frames: list[Frame]) -> str:
    """The frontal frames, averaged, against the reference; or why they were not compared."""
    sealed = await faces.latest_reference(resources.database, trainee_id)
    await resources.sealer.ready(Realm.FACE, trainee_id)
    reference = opened_reference(resources, trainee_id, sealed)
    if reference is None:
        return "no_reference"
    asked = zip(challenge.turns, frames, strict=False)
    ahead = [frame.embedding for turn, frame in asked if turn is Turn.AHEAD and isinstance(frame.embedding, Embedding)]
    if not ahead:
        return "no_face"
    mean = Reference.of(*ahead)
    try:
        probe = Embedding(mean.vector, mean.engine, mean.model_hash, mean.path_version)
        return compared(resources, reference, probe).decision.value
    except OtherVersion:
        return "other_version"


def _answer(challenge_id: UUID, report: LivenessReport, same_person: str) -> LivenessAnswer:
    return LivenessAnswer(
        challenge_id=challenge_id,
        passed=report.passed,
        label=report.evidence,
        same_person=same_person,
        steps=[
            StepAnswer(
                asked=step.asked,
                moved=None if step.moved is None else round(step.moved, 3),
                span=None if step.span is None else round(step.span, 3),
                passed=step.passed,
            )
            for step in report.steps
        ],
        faults=list(report.faults),
        does_not_stop=OpenAttacks(zh=list(report.does_not_stop("zh")), en=list(report.does_not_stop("en"))),
    )
