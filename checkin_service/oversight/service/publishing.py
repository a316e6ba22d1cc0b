"""The publication list (公示) before payment: who is to be paid, with masked names."""

from datetime import date, timedelta
from hashlib import sha256
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.model.canonical import canonical
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.identity import service as identity
from checkin_service.identity.rules.names import masked_name
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.oversight.model import Listed
from checkin_service.oversight.schemas import NewPublication, Publication, PublishedRow
from checkin_service.oversight.store import naming
from checkin_service.oversight.store import searching as store
from checkin_service.policy.book import book
from checkin_service.voucher.rules import workdays

_WHOLE_CLASS = PageRequest(UUID(int=0), 10_000)


@once_per("publication_id", operation="publication")
async def publish(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewPublication
) -> Publication:
    """By the paying authority; repeated with the same id it is the same list, whatever has happened since."""
    named = await naming.class_names(resources.database, class_id)
    if named is None or not await naming.pays(resources.database, class_id, subject.authority_code):
        raise not_found()
    filters = {"class_id": class_id, "outcome": DeterminationOutcome.ELIGIBLE}
    authority = str(subject.authority_code)
    listed = await store.search(resources.database, authority, frozenset({"paying"}), filters, _WHOLE_CLASS)
    rows = await _rows(resources, listed)
    now = resources.clock.now()
    digest = sha256(canonical([row.model_dump() for row in rows])).hexdigest()
    # Keyed: of a short list the names could be guessed from its hash.
    detail = {"rows": len(rows), "rows_stamp": resources.lookup.of(digest).hex()}
    audit.record(unit, subject, Permission.PUBLICATION_MAKE, class_id, at=now, detail=detail)
    today = day_of(now)
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


def _objections_until(authority_code: str, today: date) -> date:
    view = book().at(authority_code, on=today)
    last = today + timedelta(days=view.value("publication.objection_days").integer)
    return workdays(view).next_working(last)


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
