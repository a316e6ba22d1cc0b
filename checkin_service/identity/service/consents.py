"""Separate consents: given and withdrawn by the person, per purpose and wording."""

import asyncio
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.model import Consent, Purpose
from checkin_service.identity.rules import people
from checkin_service.identity.schemas import ConsentAnswer, ConsentDecision
from checkin_service.identity.store import faces, persons
from checkin_service.identity.words import consents as wordings
from checkin_service.identity.words.consents import ConsentText
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

_OTHER_WORDING = Words(
    "同意书内容已更新，请阅读最新版本后再确认。", "The wording has changed; read the current version and decide again."
)


def current_texts() -> list[ConsentText]:
    return list(wordings.CURRENT.values())


async def consents_of(resources: Resources, trainee_id: UUID) -> list[ConsentAnswer]:
    """The person's latest word on each purpose."""
    consents = await persons.current_consents(resources.database, trainee_id)
    return [_answer(consent) for consent in consents.values()]


@once_per("request_id")
async def decide_consent(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: ConsentDecision
) -> ConsentAnswer:
    """Give or withdraw; withdrawing the consent to the face destroys the key that the reference lies under.

    The key goes before the write: should that fail, the face is unreadable and the person asks again, never the other
    way round.
    """
    known = (await persons.current_consents(resources.database, subject.subject_id)).get(body.purpose)
    if body.purpose is Purpose.FACE and not body.given:
        await asyncio.to_thread(resources.sealer.destroy, subject.subject_id, Realm.FACE)
    return _answer(_decide(resources, unit, subject, body, known))


def _decide(
    resources: Resources, unit: UnitOfWork, subject: Subject, body: ConsentDecision, known: Consent | None
) -> Consent:
    # Withdrawing is possible under any wording: nobody has to read a new text to say no.
    if body.given and body.text_version != wordings.CURRENT[body.purpose].version:
        raise Problem(ProblemKind.STATE_CONFLICT, _OTHER_WORDING)
    if known is not None and known.given == body.given and known.text_version == body.text_version:
        return known
    decided = Consent(
        purpose=body.purpose,
        ordinal=known.ordinal + 1 if known else 1,
        given=body.given,
        text_version=body.text_version,
        at=resources.clock.now(),
    )
    persons.add_consent(unit, subject.subject_id, decided)
    if body.purpose is Purpose.FACE and not body.given:
        faces.empty_references(unit, subject.subject_id)
    audit.record(
        unit,
        subject,
        Permission.CONSENT_GIVE,
        body.request_id,
        at=decided.at,
        detail={"purpose": body.purpose.value, "given": body.given, "text_version": body.text_version},
    )
    return decided


def _answer(consent: Consent) -> ConsentAnswer:
    return ConsentAnswer(
        purpose=consent.purpose, given=people.is_given(consent), text_version=consent.text_version, at=consent.at
    )
