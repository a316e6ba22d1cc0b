"""Entering many institutions with their sites at once, each judged like one entered alone."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue.model.registers import Institution, Place, Site
from checkin_service.catalogue.schemas import NewInstitution, NewSite
from checkin_service.catalogue.service.guards import approval
from checkin_service.catalogue.service.sites import first_place, policy_of
from checkin_service.catalogue.store import many as store
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.problem import Problem
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words

Entries = Mapping[int, tuple[NewInstitution, NewSite]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Where the sites lie, and why the other entries cannot be taken, by their number."""

    places: Mapping[int, Place]
    refusals: Mapping[int, Words]


async def judge_institutions(resources: Resources, subject: Subject, entries: Entries) -> Judged:
    """Every entry is looked at, so that one answer names all that have to be corrected."""
    codes, ids = await store.taken(
        resources.database,
        credit_codes=[institution.credit_code for institution, _ in entries.values()],
        ids=[institution.institution_id for institution, _ in entries.values()],
        site_ids=[site.site_id for _, site in entries.values()],
    )
    places, refusals = await asyncio.to_thread(_places, resources, subject, entries)
    for number, (institution, site) in entries.items():
        if institution.credit_code in codes:
            refusals[number] = _CODE_TAKEN
        elif {institution.institution_id, site.site_id} & ids:
            refusals[number] = _ID_TAKEN
        codes.add(institution.credit_code)
        ids |= {institution.institution_id, site.site_id}
    return Judged(places=places, refusals=refusals)


def add_institutions(
    resources: Resources, unit: UnitOfWork, subject: Subject, entries: Entries, judged: Judged
) -> dict[int, UUID]:
    """The entries that were found sound; the subject's authority supervises them from now on."""
    approved, authority_code = approval(resources, subject), authority_of(subject)
    institutions = [
        Institution(**each.model_dump(), authority_code=authority_code, **approved) for each, _ in entries.values()
    ]
    sites = [
        Site(
            **site.model_dump(include={"site_id", "institution_id", "name", "address"}),
            place=judged.places[number],
            **approved,
        )
        for number, (_, site) in entries.items()
    ]
    store.add_all(unit, institutions, sites)
    return {number: each.institution_id for number, (each, _) in entries.items()}


def _places(resources: Resources, subject: Subject, entries: Entries) -> tuple[dict[int, Place], dict[int, Words]]:
    places: dict[int, Place] = {}
    refusals: dict[int, Words] = {}
    policy = policy_of(resources, subject)
    for number, (_, site) in entries.items():
        try:
            places[number] = first_place(resources, subject, site, policy=policy)
        except Problem as problem:
            refusals[number] = problem.detail or problem.kind.value.title
    return places, refusals


_CODE_TAKEN = Words("该统一社会信用代码已登记。", "This unified social credit code is registered already.")
_ID_TAKEN = Words("该编号已被使用，请使用新的编号。", "This id is taken; make a new one.")
