"""Words that people wrote beside their marks, for the supervising authority; each look is written down."""

import asyncio
from hashlib import sha256
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.evaluations import store
from checkin_service.evaluations.model import SealedWords
from checkin_service.evaluations.schemas import EvaluationWords
from checkin_service.evaluations.service.giving import WORDS
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from checkin_service.timetable import service as timetable


async def written(resources: Resources, subject: Subject, class_id: UUID) -> EvaluationWords:
    """Without who wrote it, in an order that follows from the words alone."""
    held = await timetable.class_for(resources, subject, class_id)
    if held.supervising_authority != subject.authority_code:
        raise not_found()
    sealed = await store.words_of(resources.database, class_id)
    opened = [words for each in sealed if (words := await asyncio.to_thread(_opened, resources, each)) is not None]
    async with resources.database.write() as unit:
        audit.record(
            unit,
            subject,
            Permission.EVALUATION_WORDS_READ,
            class_id,
            at=resources.clock.now(),
            detail={"read": len(opened)},
        )
    opened.sort(key=lambda words: sha256(words.encode()).digest())
    return EvaluationWords(class_id=class_id, class_name=held.name, words=opened)


def _opened(resources: Resources, found: SealedWords) -> str | None:
    """Nothing where nothing was written, or the person's key was destroyed."""
    if found.words_sealed is None:
        return None
    try:
        return resources.sealer.open(found.trainee_id, WORDS, found.words_sealed).decode()
    except SealBroken:
        return None
