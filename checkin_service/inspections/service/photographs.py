"""Photographs at visits: of rooms and papers only, drawn anew, sealed, opened for who may read the inspection."""

import asyncio
from hashlib import sha256
from uuid import UUID

from biometrics import ImageReason
from biometrics.worker import PeopleSeen, redraw_things
from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.inspections import rules, store
from checkin_service.inspections.model import InspectionPhoto, StepKind
from checkin_service.inspections.schemas import InspectionAnswer, NewPhoto
from checkin_service.inspections.service.cases import theirs
from checkin_service.inspections.service.showing import shown
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.pictures import LIMITS, LONGEST_PX, UNUSABLE
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import refuse, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words

PHOTO = Purpose(Realm.EVIDENCE, "inspection-photo")


@once_per("photo_id")
async def add(
    unit: UnitOfWork, resources: Resources, subject: Subject, inspection_id: UUID, body: NewPhoto
) -> InspectionAnswer:
    """To the latest visit of a case without a result; its hash stands in the answer and in the audit trail."""
    found, steps = await theirs(resources, subject, inspection_id)
    before = await store.photos_of(resources.database, [inspection_id])
    refuse(rules.photo_refusal(steps, len(before)), reason="inspection")
    jpeg = await _without_people(resources, body.picture)
    new = InspectionPhoto(
        photo_id=body.photo_id,
        inspection_id=inspection_id,
        ordinal=max(each.ordinal for each in steps if each.kind is StepKind.VISIT),
        shows=body.shows,
        sealed=await asyncio.to_thread(resources.sealer.seal, inspection_id, PHOTO, jpeg),
        digest=sha256(jpeg).digest(),
        taken_by=subject.subject_id,
        taken_at=resources.clock.now(),
    )
    store.add_photo(unit, new)
    detail = {"step": "photo", "shows": new.shows.value, "sha256": new.digest.hex()}
    audit.record(unit, subject, Permission.INSPECTION_RUN, inspection_id, at=new.taken_at, detail=detail)
    return await shown(resources, subject, found, steps, [*before, new.note()])


async def photo_file(resources: Resources, subject: Subject, inspection_id: UUID, photo_id: UUID) -> bytes:
    """As the service drew it; 404 once its time was over."""
    await theirs(resources, subject, inspection_id)
    found = existing(await store.photo_of(resources.database, inspection_id, photo_id))
    try:
        return await asyncio.to_thread(resources.sealer.open, inspection_id, PHOTO, found.sealed)
    except SealBroken:
        raise not_found() from None


async def _without_people(resources: Resources, content: bytes) -> bytes:
    found = await resources.faces.run(redraw_things, content, LONGEST_PX, LIMITS)
    if isinstance(found, ImageReason):
        raise unfit(UNUSABLE[found], reason=found.value)
    if isinstance(found, PeopleSeen):
        raise unfit(_PEOPLE, reason="people_in_the_picture")
    return found.jpeg


_PEOPLE = Words(
    "照片中有人脸，没有保存。检查照片只拍教室和材料：请等人离开画面或换个角度重拍；人数请填在“现场人数”。",
    "There is a face in the picture; it was not kept. Photographs of inspections show rooms and papers only: take it "
    "again without people; how many were there belongs into the heads counted.",
)
