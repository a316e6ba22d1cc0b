"""The use case of a check-in: read, measure, judge, keep, answer."""

from contextlib import suppress
from typing import NamedTuple
from uuid import UUID

from pydantic import ValidationError

from checkin_service.access.model import Subject, SubjectKind
from checkin_service.access.signatures import is_signed
from checkin_service.checkin import store
from checkin_service.checkin.model.attempts import Situation
from checkin_service.checkin.model.cases import Question
from checkin_service.checkin.model.places import PlacedAttempt
from checkin_service.checkin.schemas.attempts import CheckInRequest, OfflineCheckIn
from checkin_service.checkin.service import faces, measuring
from checkin_service.checkin.service.judging import judged
from checkin_service.checkin.service.keeping import TRIES, keep_attempt, too_busy
from checkin_service.checkin.service.measuring import Brought
from checkin_service.checkin.service.metrics import ATTEMPTS
from checkin_service.checkin.service.sealed_evidence import with_sightings
from checkin_service.kit.database import Stale
from checkin_service.kit.idempotency import is_same
from checkin_service.kit.keyring import Realm
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, in_the_name_of
from checkin_service.kit.words import Words
from checkin_service.policy_decisions.service import currency
from checkin_service.timetable import service as timetable

_SEALED_AS = "O1."
ATTEMPTS_OF_ONE = Limit("attempts", most=120)
"""Of a phone or a terminal: only its own token uses them up."""
RECENT_FIXES = 5
"""With the new one, as many as policy may ask to be alike."""


class Seal(NamedTuple):
    """What a phone signed when it had no network, and its signature."""

    text: str
    signature: bytes


async def record_sealed(resources: Resources, subject: Subject, body: OfflineCheckIn) -> bytes:
    """Judge what was made without a network, by the moment that the code of then shows; a repeat changes nothing."""
    try:
        made = CheckInRequest.model_validate_json(body.sealed)
    except ValidationError:
        raise Problem(ProblemKind.MALFORMED, _BAD_SEAL) from None
    return await record_attempt(resources, subject, made, seal=Seal(body.sealed, body.signature))


async def record_attempt(
    resources: Resources, subject: Subject, body: CheckInRequest, *, seal: Seal | None = None
) -> bytes:
    """Judge an attempt, keep it with its verdict and credit what it earned: one read, one write.

    A repeated attempt gets its first answer unchanged. When something changed between read and write (a parallel
    twin, another credit) the facts are read again; the photo is not computed twice.
    """
    await resources.limits.require(ATTEMPTS_OF_ONE, subject.device_id or subject.subject_id)
    now = resources.clock.now()
    brought, seen = measuring.brought(resources, body, now=now, is_offline=seal is not None), None
    # The read holds no lock. What it saw may be gone by the time of the write, which then refuses and leads back here.
    for _ in range(TRIES):
        situation = await _situation(resources, subject, brought)
        await currency.catch_up(resources, situation.policy_version)
        # Before consent is asked for: a repeat gets its answer though consent was withdrawn; nothing is looked at.
        if situation.first_answer is not None:
            return _first_answer(resources, situation, brought.asked.digest)
        _require_seal(seal, situation)
        _require_consent(brought, situation)
        trainee_id = situation.trainee.trainee_id
        await resources.sealer.ready(Realm.EVIDENCE, trainee_id, make=True)
        situation = with_sightings(resources.sealer, situation)
        photo = brought.photo
        if photo is not None and faces.is_worth_a_look(resources, situation, photo, now):
            # Once, however often the facts are read: the photo stays the same, and it is the dear part.
            seen = seen or await faces.compute_photo(resources, photo)
        if photo is not None:
            await resources.sealer.ready(Realm.FACE, trainee_id)
        measured = measuring.measured(resources, subject, brought, situation, seen)
        result = await judged(resources, measured)
        # A photo takes its time: what is sealed now may have to be fetched again.
        await resources.sealer.ready(Realm.EVIDENCE, trainee_id, make=True)
        if measured.trail is not None:
            await resources.sealer.ready(Realm.FACE, trainee_id, make=True)
        with suppress(Stale):
            await keep_attempt(resources, subject, result)
            ATTEMPTS.labels(result.verdict.decision.value, measured.evidence.proof_kind.value).inc()
            return result.answer
    raise too_busy()


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


async def situation_of(resources: Resources, *, trainee_id: UUID, session_id: UUID, attempt_id: UUID) -> Situation:
    """What is known now of the session and the trainee of a stored attempt, for whoever decides about it later."""
    found = await store.situation(
        resources.database,
        Question(session_id=session_id, attempt_id=attempt_id, asked_at=resources.clock.now(), trainee_id=trainee_id),
    )
    if found is None:
        raise not_found()
    return found


async def placed_attempt(resources: Resources, *, trainee_id: UUID | None, attempt_id: UUID) -> PlacedAttempt | None:
    """A stored attempt with the fence that was in force when it was received."""
    return await store.placed_attempt(resources.database, trainee_id=trainee_id, attempt_id=attempt_id)


async def _situation(resources: Resources, subject: Subject, brought: Brought) -> Situation:
    is_terminal = subject.kind is SubjectKind.TERMINAL
    reading = store.situation(
        resources.database,
        Question(
            session_id=brought.asked.session_id,
            attempt_id=brought.asked.attempt_id,
            asked_at=brought.asked.received_at,
            trainee_id=None if is_terminal else subject.subject_id,
            document_hash=brought.document_hash,
            device_id=subject.device_id,
            terminal_id=subject.subject_id if is_terminal else None,
            face=brought.photo.question() if brought.photo else None,
            proof=brought.proof_kind,
            claim_id=brought.claim.claim_id if brought.claim else None,
            beacon_at=brought.beacon.begins_at if brought.beacon else None,
            has_fix=brought.asked.fix is not None,
            recent=RECENT_FIXES,
        ),
    )
    # A card names its owner within the read, who may be at a lesson elsewhere at this very moment.
    found = await (in_the_name_of(Work.CARD_CHECK_IN, reading) if is_terminal else reading)
    # A terminal speaks for the institution it stands at, and reads nobody's attendance elsewhere.
    is_elsewhere = is_terminal and found is not None and found.session.institution_id != subject.institution_id
    if found is None or is_elsewhere:
        raise not_found(Words("没有找到您报名的这一课次。", "No such session in a class that you are registered in."))
    return found


def _first_answer(resources: Resources, situation: Situation, digest: bytes) -> bytes:
    kept = situation.first_digest
    if situation.first_answer is None or kept is None or not is_same(resources.database, kept, digest):
        raise Problem(ProblemKind.ID_CONFLICT)
    return bytes(situation.first_answer)


def _require_seal(seal: Seal | None, situation: Situation) -> None:
    """What was changed after it was sealed, or sealed by another phone, is nobody's evidence."""
    if seal is None:
        return
    key, message = situation.device_key, f"{_SEALED_AS}{seal.text}".encode()
    if key is None or not is_signed(message, public_key=key, signature=seal.signature):
        raise unfit(_BAD_SEAL, reason="altered")


def _require_consent(brought: Brought, situation: Situation) -> None:
    """Without a separate consent nothing sensitive is even looked at (PIPL art. 29)."""
    if brought.asked.fix is not None and "location" not in situation.consents:
        raise Problem(ProblemKind.CONSENT_REQUIRED, fields={"purpose": "location"})
    if brought.photo is not None and "face" not in situation.consents:
        raise Problem(ProblemKind.CONSENT_REQUIRED, fields={"purpose": "face"})


_BAD_SEAL = Words(
    "离线签到内容与手机签名不符，不能采用。请联系人社部门说明情况。",
    "What was sealed on the phone is not what arrived: it cannot be used. Tell the authority what happened.",
)
