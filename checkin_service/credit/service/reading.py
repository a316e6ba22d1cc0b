"""Scores as they are read: by the institution, by those who supervise it, by the queue, and by everybody."""

from collections.abc import Iterable
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.access.service import authority_of, reads
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.contacts import Contact
from checkin_service.credit import store
from checkin_service.credit.model import Item, KeptScore, Listed, ToLookAt
from checkin_service.credit.rules import appeals
from checkin_service.credit.schemas import (
    CreditHistory,
    InstitutionDirectory,
    ListedInstitution,
    PublicCredit,
    PublicCredits,
    percent,
    points,
)
from checkin_service.credit.service.computing import policy_of, shown
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.policy.model import prefix_of

_DIGITS = 6
_ASKED = Limit("public credit", most=60)


async def history(resources: Resources, subject: Subject, institution_id: UUID) -> CreditHistory:
    """For the institution itself and for those who supervise it, from above too."""
    held = existing(await catalogue.institution_of(resources, institution_id))
    if subject.institution_id != institution_id and not reads(subject, held.authority_code):
        raise not_found()
    found = await store.scores_of(resources.database, institution_id)
    return CreditHistory(
        institution_id=institution_id, institution=held.name, scores=[shown(resources, each) for each in found]
    )


async def low(resources: Resources, subject: Subject) -> list[ToLookAt]:
    """Scores below the line of the policy: signals for an inspection."""
    found = [each for each in await _of_authority(resources, authority_of(subject)) if each.is_low]
    return await _to_look_at(resources, found, appealed=False)


async def appealed(resources: Resources, subject: Subject) -> list[ToLookAt]:
    """Appeals that nobody has decided."""
    found = [
        each
        for each in await _of_authority(resources, authority_of(subject))
        if each.appeal_at is not None and each.upheld is None and each.computed_by != subject.subject_id
    ]
    return await _to_look_at(resources, found, appealed=True)


async def has_low_score(resources: Resources, institution_id: UUID) -> bool:
    """Whether the score of an institution that holds is a signal for an inspection."""
    found = await store.scores_of(resources.database, institution_id)
    return bool(found) and found[-1].is_low


async def public_credits(resources: Resources, division: str, *, address: str) -> PublicCredits:
    """For everybody, without signing in: the grade of each institution of a place that the directory names."""
    await resources.limits.require_of(_ASKED, address)
    first_code, last_code = _codes(division)
    found = await store.public_latest(
        resources.database, first_code=first_code, last_code=last_code, on_day=day_of(resources.clock.now())
    )
    names = await catalogue.institution_names(resources, [each.institution_id for each in found])
    ordered = sorted(found, key=lambda each: (each.grade or "Z", names[each.institution_id]))
    return PublicCredits(
        division=division,
        is_operators_formula=_is_operators(found),
        institutions=[_public(each, names[each.institution_id]) for each in ordered],
    )


async def directory(
    resources: Resources, division: str, occupation: str, page: PageRequest, *, address: str
) -> InstitutionDirectory:
    """For everybody, without signing in (FJ-18, FJ-27): found by place and by a part of an occupation's name."""
    await resources.limits.require_of(_ASKED, address)
    first_code, last_code = _codes(division)
    with acting_as(Work.PUBLIC):
        found = await store.listed(
            resources.database,
            first_code=first_code,
            last_code=last_code,
            occupation=occupation,
            on_day=day_of(resources.clock.now()),
            after=page.after,
            fetch=page.fetch,
        )
    shown, cursor = page.shown(found, lambda each: each.institution_id)
    scores = {each.institution_id: each for each in await store.latest_of(resources.database, _ids(shown))}
    reached = await catalogue.contacts_of(resources, [f"institution:{each}" for each in _ids(shown)])
    return InstitutionDirectory(
        division=division,
        is_operators_formula=_is_operators(scores.values()),
        institutions=[
            _listed(each, scores.get(each.institution_id), reached.get(f"institution:{each.institution_id}"))
            for each in shown
        ],
        next_cursor=cursor,
    )


def _ids(found: Iterable[Listed]) -> list[UUID]:
    return [each.institution_id for each in found]


def _listed(found: Listed, score: KeptScore | None, contact: Contact | None) -> ListedInstitution:
    return ListedInstitution(
        institution=found.name,
        division=found.authority_code,
        occupations=list(found.occupations),
        telephone=contact.telephone if contact else None,
        place=contact.place if contact else None,
        credit=_public(score, found.name) if score else None,
    )


def _is_operators(found: Iterable[KeptScore]) -> bool:
    return any(value["basis"] == "operator_default" for each in found for value in each.document["policy"].values())


def _codes(division: str) -> tuple[str, str]:
    """The first and the last code of a place and all below it."""
    prefix = prefix_of(division)
    return prefix.ljust(_DIGITS, "0"), prefix.ljust(_DIGITS, "9")


async def _of_authority(resources: Resources, authority_code: str) -> list[KeptScore]:
    return await store.latest(resources.database, authority_code)


async def _to_look_at(resources: Resources, found: list[KeptScore], *, appealed: bool) -> list[ToLookAt]:
    names = await catalogue.institution_names(resources, [each.institution_id for each in found])
    return [
        ToLookAt(
            institution_id=each.institution_id,
            institution=names[each.institution_id],
            since=each.appeal_at if appealed and each.appeal_at else each.computed_at,
            due_on=appeals.decision_due(each.appeal_at, policy_of(resources, each.authority_code))
            if appealed and each.appeal_at
            else None,
        )
        for each in found
    ]


def _public(found: KeptScore, name: str) -> PublicCredit:
    """Of who is not rated only what is missing is told: few people would be found in the rest."""
    is_rated = found.grade is not None
    parts = {each["item"]: each for each in found.document["parts"]} if is_rated else {}
    share = {item: percent(parts[item]["share"]) if item in parts else None for item in Item}
    count = {item: parts[item]["count"] if item in parts else 0 for item in Item}
    return PublicCredit(
        institution=name,
        grade=found.grade,
        score=points(found.document["score"]),
        satisfaction_percent=share[Item.SATISFACTION],
        completion_percent=share[Item.COMPLETION],
        passing_percent=share[Item.PASSING],
        uncorrected_percent=share[Item.UNCORRECTED],
        lapses=count[Item.LAPSES],
        open_orders=count[Item.OPEN_ORDERS],
        claw_backs=count[Item.CLAW_BACKS],
        sanctions=count[Item.SANCTIONS],
        missing=found.document["missing"],
        computed_on=day_of(found.computed_at),
    )
