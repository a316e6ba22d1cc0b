"""Offices that a person can ask: those of their own classes, vouchers and entries, with telephone and counter."""

from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.resources import Resources
from checkin_service.oversight.schemas import OfficeBody, OwnOffices
from checkin_service.oversight.store import reaching as store


async def own_offices(resources: Resources, subject: Subject) -> OwnOffices:
    """One that has stated no telephone is named all the same."""
    found = await store.offices_of(resources.database, subject.subject_id)
    stated = await catalogue.contacts_of(resources, [each.tenant for each in found])
    return OwnOffices(
        offices=[
            OfficeBody(
                kind=each.kind,
                name=each.name,
                telephone=contact.telephone if (contact := stated.get(each.tenant)) else None,
                place=contact.place if contact else None,
                hours=contact.hours if contact else None,
            )
            for each in found
        ]
    )
