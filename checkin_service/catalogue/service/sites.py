"""Sites: an authority's officer approves them and their changes, institutions read their own, anybody finds them."""

from datetime import date, datetime
from uuid import UUID

from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of, reach_of
from checkin_service.catalogue import rules
from checkin_service.catalogue.model.registers import Place, Site
from checkin_service.catalogue.schemas import (
    FenceBody,
    NearSiteAnswer,
    NearSites,
    NewSite,
    NewSitePlace,
    SiteAnswer,
    SitePage,
    SitePlaceAnswer,
    SitePlaces,
)
from checkin_service.catalogue.service.guards import approval, audit_entry, require_readable, require_supervised
from checkin_service.catalogue.store import sites as store
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import ListPart, PageRequest, Wanted
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.place import PlaceBody
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_at


@once_per("site_id")
async def approve_site(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewSite) -> SiteAnswer:
    await require_supervised(resources, subject, body.institution_id)
    new = Site(
        site_id=body.site_id,
        institution_id=body.institution_id,
        name=body.name,
        address=body.address,
        place=first_place(resources, subject, body),
        **approval(resources, subject),
    )
    store.add_site(unit, new)
    audit_entry(unit, subject, Permission.SITE_CREATE, new.site_id, new)
    return SiteAnswer.of(new)


def first_place(resources: Resources, subject: Subject, body: FenceBody, *, policy: PolicyView | None = None) -> Place:
    """Where a new site lies, from today on; who enters many looks the policy up once."""
    return _place(resources, subject, body, ordinal=1, effective_from=_today(resources), policy=policy)


def policy_of(resources: Resources, subject: Subject) -> PolicyView:
    """The subject's authority's rules for today."""
    return policy_at(authority_of(subject), resources.clock.now())


@once_per("request_id", operation=Permission.SITE_CHANGE)
async def change_site(
    unit: UnitOfWork, resources: Resources, subject: Subject, site_id: UUID, body: NewSitePlace
) -> SitePlaceAnswer:
    """Another place, radius or area from a day to come; sessions before that day are judged as they always were."""
    await _supervised_site(resources, subject, site_id)
    if (refusal := rules.day_refusal(body.effective_from, _today(resources))) is not None:
        raise unfit(refusal)
    before = await store.places_of(resources.database, site_id)
    new = _place(resources, subject, body, ordinal=len(before) + 1, effective_from=body.effective_from)
    store.add_place(unit, site_id, new)
    detail = {"ordinal": new.ordinal, "effective_from": new.effective_from.isoformat(), "reason": body.reason}
    audit_entry(unit, subject, Permission.SITE_CHANGE, site_id, new, detail=detail)
    return SitePlaceAnswer.of(site_id, new)


async def places(resources: Resources, subject: Subject, site_id: UUID) -> SitePlaces:
    """A site's whole history, for its institution and the authority over it."""
    site = existing(await site_of(resources, site_id))
    if subject.institution_id != site.institution_id:
        await require_readable(resources, subject, site.institution_id)
    found = await store.places_of(resources.database, site_id)
    return SitePlaces(places=[SitePlaceAnswer.of(site_id, each) for each in found])


async def sites(resources: Resources, subject: Subject, page: PageRequest) -> SitePage:
    """An authority's officer sees the sites it supervises, an institution its own."""
    found = await store.sites_of(
        resources.database,
        page,
        on=_today(resources),
        reach=reach_of(subject),
        institution_id=subject.institution_id,
    )
    shown, cursor = page.shown(found, lambda each: each.site_id)
    return SitePage(sites=[SiteAnswer.of(each) for each in shown], next_cursor=cursor)


async def listed_sites(resources: Resources, subject: Subject, wanted: Wanted) -> ListPart[Site]:
    """The same, searched and sorted."""
    return await store.listed_sites(
        resources.database,
        wanted,
        on=_today(resources),
        reach=reach_of(subject),
        institution_id=subject.institution_id,
    )


async def near(resources: Resources, here: PlaceBody, *, count: int) -> NearSites:
    """Training places near a point (MP-31), of every institution, in the datum of the question."""
    found = await store.sites_near(resources.database, here.position, on=_today(resources), count=count)
    return NearSites(sites=[NearSiteAnswer.of(each, datum=here.datum) for each in found])


async def site_of(resources: Resources, site_id: UUID, *, at: datetime | None = None) -> Site | None:
    """A site as it is in force on the day of a moment; absent: today."""
    on = _today(resources) if at is None else day_of(at)
    return await store.site_of(resources.database, site_id, on=on)


async def _supervised_site(resources: Resources, subject: Subject, site_id: UUID) -> None:
    site = existing(await site_of(resources, site_id))
    await require_supervised(resources, subject, site.institution_id)


def _place(
    resources: Resources,
    subject: Subject,
    body: FenceBody,
    *,
    ordinal: int,
    effective_from: date,
    policy: PolicyView | None = None,
) -> Place:
    """What the officer entered, within the bounds of policy."""
    policy = policy or policy_of(resources, subject)
    radius_m = body.radius_m or rules.proposed_radius_m(policy)
    areas = tuple(each.area for each in body.areas)
    refusal = rules.radius_refusal(radius_m, policy) or rules.reach_refusal(body.position, areas, policy)
    if refusal is not None:
        words, basis = refusal
        raise by_law(words, basis)
    return Place(
        ordinal=ordinal,
        effective_from=effective_from,
        position=body.position,
        radius_m=radius_m,
        areas=areas,
        **approval(resources, subject),
    )


def _today(resources: Resources) -> date:
    return day_of(resources.clock.now())
