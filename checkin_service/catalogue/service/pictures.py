"""Use cases of a site's picture: a plan that its institution or its authority lays under the drawing in metres."""

from base64 import b64encode
from uuid import UUID

from biometrics import ImageReason
from biometrics.worker import redraw
from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import rules
from checkin_service.catalogue.model.pictures import SitePicture
from checkin_service.catalogue.model.registers import Site
from checkin_service.catalogue.schemas.pictures import NewSitePicture, SitePictureAnswer
from checkin_service.catalogue.service.guards import require_readable, require_supervised
from checkin_service.catalogue.service.sites import site_of
from checkin_service.catalogue.store import pictures as store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.pictures import LIMITS, LONGEST_PX, UNUSABLE
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from geo import Pinned, Underlay


@once_per("request_id", operation=Permission.SITE_PICTURE)
async def state_picture(
    unit: UnitOfWork, resources: Resources, subject: Subject, site_id: UUID, body: NewSitePicture
) -> SitePictureAnswer:
    """It is shown from now on, and judges nothing: a plan helps people to see where a fix lies."""
    site = existing(await site_of(resources, site_id))
    if subject.institution_id != site.institution_id:
        await require_supervised(resources, subject, site.institution_id)
    points = tuple(Pinned(right=each.right, down=each.down, position=each.position) for each in body.points)
    jpeg, width_px, height_px = await _redrawn(resources, body.picture) if body.picture else (None, 0, 0)
    before = await store.picture_of(resources.database, site_id)
    new = SitePicture(
        site_id=site_id,
        ordinal=before.ordinal + 1 if before else 1,
        jpeg=jpeg,
        width_px=width_px,
        height_px=height_px,
        points=points,
        stated_by=subject.subject_id,
        stated_at=resources.clock.now(),
    )
    if (underlay := underlay_of(new, "")) is not None:
        refusal = rules.picture_refusal(underlay, site.place.position, site.place.radius_m)
        if refusal is not None:
            raise unfit(refusal, reason="picture_misplaced")
    store.add_picture(unit, new)
    detail = {"ordinal": new.ordinal, "has_picture": new.jpeg is not None}
    audit.record(unit, subject, Permission.SITE_PICTURE, site_id, at=new.stated_at, detail=detail)
    return _answer(new, site)


async def picture(resources: Resources, subject: Subject, site_id: UUID) -> SitePicture | None:
    """What was stated last, for the site's institution and the authorities over it."""
    site = existing(await site_of(resources, site_id))
    if subject.institution_id != site.institution_id:
        await require_readable(resources, subject, site.institution_id)
    return await store.picture_of(resources.database, site_id)


async def picture_file(resources: Resources, subject: Subject, site_id: UUID) -> bytes:
    found = await picture(resources, subject, site_id)
    if found is None or found.jpeg is None:
        raise not_found()
    return found.jpeg


async def underlay_within(resources: Resources, site_id: UUID) -> Underlay | None:
    """The picture as part of another drawing, which can fetch nothing."""
    found = await store.picture_of(resources.database, site_id)
    if found is None or found.jpeg is None:
        return None
    return underlay_of(found, f"data:image/jpeg;base64,{b64encode(found.jpeg).decode()}")


def underlay_of(found: SitePicture, href: str) -> Underlay | None:
    if found.jpeg is None:
        return None
    first, second = found.points
    return Underlay(href=href, width_px=found.width_px, height_px=found.height_px, first=first, second=second)


async def _redrawn(resources: Resources, content: bytes) -> tuple[bytes, int, int]:
    """A stranger's file is decoded in a process with bounds of its own."""
    found = await resources.faces.run(redraw, content, LONGEST_PX, LIMITS)
    if isinstance(found, ImageReason):
        raise unfit(UNUSABLE[found], reason=found.value)
    return found.jpeg, found.width_px, found.height_px


def _answer(found: SitePicture, site: Site) -> SitePictureAnswer:
    underlay = underlay_of(found, "")
    drawn = rules.metres_around(site.place.position)
    return SitePictureAnswer(
        ordinal=found.ordinal,
        has_picture=found.jpeg is not None,
        width_px=found.width_px,
        height_px=found.height_px,
        metres_per_pixel=underlay.scale(drawn) if underlay else None,
        turned_degrees=underlay.turned_degrees(drawn) if underlay else None,
        stated_at=found.stated_at,
    )
