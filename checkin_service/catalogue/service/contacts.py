"""Use cases of telephone and counter: an office states its own, and whoever is sent there reads them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue.model.contacts import Contact
from checkin_service.catalogue.schemas.contacts import ContactAnswer, NewContact, OwnContact
from checkin_service.catalogue.store import contacts as store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.resources import Resources


@once_per("contact_id")
async def state_contact(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewContact) -> ContactAnswer:
    """It holds at once; what was stated before stays on record."""
    before = (await contacts_of(resources, [subject.tenant])).get(subject.tenant)
    stated = Contact(
        tenant=subject.tenant,
        ordinal=before.ordinal + 1 if before else 1,
        telephone=body.telephone,
        place=body.place,
        hours=body.hours,
        stated_by=subject.subject_id,
        stated_at=resources.clock.now(),
    )
    store.add_contact(unit, stated)
    audit.record(unit, subject, Permission.CONTACT_STATE, body.contact_id, at=stated.stated_at)
    return ContactAnswer.showing(stated)


def add_first_contacts(
    resources: Resources, unit: UnitOfWork, subject: Subject, reached: Iterable[tuple[UUID, str, str]]
) -> None:
    """Telephones and places that come with institutions that are entered; each states the next one itself (AH-06)."""
    for institution_id, telephone, place in reached:
        store.add_contact(
            unit,
            Contact(
                tenant=f"institution:{institution_id}",
                ordinal=1,
                telephone=telephone,
                place=place,
                hours=None,
                stated_by=subject.subject_id,
                stated_at=resources.clock.now(),
            ),
        )


async def own_contact(resources: Resources, subject: Subject) -> OwnContact:
    found = (await contacts_of(resources, [subject.tenant])).get(subject.tenant)
    return OwnContact(contact=None if found is None else ContactAnswer.showing(found))


async def contacts_of(resources: Resources, tenants: Collection[str]) -> dict[str, Contact]:
    """Where offices are reached; who has stated nothing is left out."""
    return {each.tenant: each for each in await store.contacts_of(resources.database, tenants)}
