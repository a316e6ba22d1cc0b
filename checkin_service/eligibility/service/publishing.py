"""The publication list (公示) before payment: who is to be paid, with masked names."""

from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.canonical import canonical
from checkin_service.eligibility.listing import Listed
from checkin_service.eligibility.model import DeterminationOutcome
from checkin_service.eligibility.schemas.appeals import About, NewPublication, Publication, PublishedRow
from checkin_service.eligibility.store import naming
from checkin_service.eligibility.store import search as store
from checkin_service.identity import service as identity
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.voucher.rules import workdays

_WHOLE_CLASS = PageRequest(UUID(int=0), 10_000)
_SHORT_NAME = 2


async def publish(resources: Resources, subject: Subject, class_id: UUID, body: NewPublication) -> bytes:
    """By the paying authority; repeated with the same id it is the same list, whatever has happened since."""

    async def act(unit: UnitOfWork) -> Publication:
        named = await naming.class_names(resources.database, class_id)
        if named is None or not await naming.pays(resources.database, class_id, subject.authority_code):
            raise not_found()
        filters = {"class_id": class_id, "outcome": DeterminationOutcome.ELIGIBLE}
        authority = str(subject.authority_code)
        listed = await store.search(resources.database, authority, frozenset({"paying"}), filters, _WHOLE_CLASS)
        rows = await _rows(resources, listed)
        now = resources.clock.now()
        digest = sha256(canonical([row.model_dump() for row in rows])).hexdigest()
        detail = {"rows": len(rows), "rows_sha256": digest}
        audit.record(
            unit, subject=subject, action=Permission.PUBLICATION_MAKE, object_id=class_id, at=now, detail=detail
        )
        today = now.astimezone(CHINA).date()
        return Publication(
            publication_id=body.publication_id,
            class_id=class_id,
            class_name=named.class_name,
            institution=named.institution,
            authority_code=authority,
            published_on=today,
            objections_until=_objections_until(authority, today),
            rows=rows,
            amount_fen=sum(row.amount_fen for row in rows),
            rows_sha256=digest,
        )

    asked = About(operation="publication", object_id=class_id, body=body)
    return await once(resources.database, caller=subject.tenant, request_id=body.publication_id, body=asked, act=act)


def _objections_until(authority_code: str, today: date) -> date:
    view = book().at(authority_code, on=today)
    last = today + timedelta(days=view.value("publication.objection_days").integer)
    return workdays(view).next_working(last)


def masked_name(name: str) -> str:
    """The first character, and the last one of longer names.

    >>> masked_name("王芳"), masked_name("欧阳娜娜"), masked_name("王")
    ('王*', '欧**娜', '*')
    """
    if len(name) <= _SHORT_NAME:
        return name[: len(name) - 1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


async def _rows(resources: Resources, listed: list[Listed]) -> list[PublishedRow]:
    people = await identity.people(resources, {each.trainee_id for each in listed})
    return [
        PublishedRow(
            number=number,
            name=masked_name(people[each.trainee_id].name),
            document=people[each.trainee_id].masked_document,
            amount_fen=each.amount_fen,
        )
        for number, each in enumerate(listed, start=1)
    ]
