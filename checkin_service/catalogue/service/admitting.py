"""Register entries of an institution that was admitted from outside: itself, its licence, telephone and place."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue.model.registers import Institution, InstitutionKind, Qualification, Site
from checkin_service.catalogue.schemas import FenceBody
from checkin_service.catalogue.service.contacts import add_first_contacts
from checkin_service.catalogue.service.guards import approval, audit_entry
from checkin_service.catalogue.service.sites import first_place
from checkin_service.catalogue.store import registers as store
from checkin_service.catalogue.store import sites as site_store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources
from geo import Datum


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """An institution as two people of an authority admitted it."""

    institution_id: UUID
    authority_code: str
    name: str
    credit_code: str
    kind: InstitutionKind
    licence_number: str
    valid_from: date
    valid_until: date | None
    address: str
    telephone: str
    longitude: float
    latitude: float
    datum: str


def admit(unit: UnitOfWork, resources: Resources, subject: Subject, new: Admitted) -> None:
    """One entry each, approved by the second person; the place reaches as far as policy proposes."""
    approved = approval(resources, subject)
    institution = Institution(
        institution_id=new.institution_id,
        authority_code=new.authority_code,
        name=new.name,
        credit_code=new.credit_code,
        address=new.address,
        **approved,
    )
    qualification = Qualification(
        qualification_id=new_id(),
        institution_id=new.institution_id,
        kind=new.kind,
        licence_number=new.licence_number,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        **approved,
    )
    here = FenceBody(longitude=new.longitude, latitude=new.latitude, datum=Datum(new.datum))
    site = Site(
        site_id=new_id(),
        institution_id=new.institution_id,
        name=new.name,
        address=new.address,
        place=first_place(resources, subject, here),
        **approved,
    )
    store.add_institution(unit, institution)
    store.add_qualification(unit, qualification)
    site_store.add_site(unit, site)
    add_first_contacts(resources, unit, subject, [(new.institution_id, new.telephone, new.address)])
    audit_entry(unit, subject, Permission.INSTITUTION_CREATE, institution.institution_id, institution)
    audit_entry(unit, subject, Permission.SITE_CREATE, site.site_id, site)


async def is_registered(resources: Resources, credit_code: str) -> bool:
    return await store.is_credit_code_taken(resources.database, credit_code)
