"""Looks by staff of offices (查阅记录), for the audit role; reading them is a look itself and on record."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.identity import service as identity
from checkin_service.identity.model import Person
from checkin_service.kit.civil import CHINA
from checkin_service.kit.http.paging import ListPart, Wanted
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.oversight.model.trail import OfficeLook
from checkin_service.oversight.schemas.trail import (
    LookedAt,
    OfficeLookBody,
    OfficeLookFilters,
    OfficeLookPage,
    OfficeLookQuery,
)
from checkin_service.oversight.service.looks import office_names
from checkin_service.oversight.service.searching import SEARCHES
from checkin_service.oversight.store import trail as store
from checkin_service.oversight.words.looks import MACHINE, PURPOSES, ROLES, SOMEBODY
from checkin_service.oversight.words.trail import DONE

_LATER_THAN_ALL = UUID(int=2**128 - 1)
_FILTERS = ("kind", "staff_id", "who", "since", "until")


async def looks_of_offices(resources: Resources, subject: Subject, asked: OfficeLookQuery) -> OfficeLookPage:
    """The latest first."""
    given = _given(subject, asked)
    await resources.limits.require(SEARCHES, subject.subject_id)
    found = await store.looks_before(
        resources.database, before=asked.cursor or _LATER_THAN_ALL, count=asked.limit + 1, **given
    )
    shown = found[: asked.limit]
    await _audit(resources, subject, asked, {"found": len(shown)})
    following = str(shown[-1].entry_id) if len(found) > asked.limit else None
    return OfficeLookPage(looks=await told(resources, shown), next_cursor=following)


async def listed_looks_of_offices(
    resources: Resources, subject: Subject, asked: OfficeLookFilters, wanted: Wanted
) -> ListPart[OfficeLook]:
    """The same as a list that is sorted and turned over, or taken along whole."""
    given = _given(subject, asked)
    await resources.limits.require(SEARCHES, subject.subject_id)
    part = await store.listed(resources.database, wanted, **given)
    await _audit(resources, subject, asked, {"found": len(part.rows), "whole": wanted.is_whole})
    return part


async def told(resources: Resources, looks: Sequence[OfficeLook]) -> list[OfficeLookBody]:
    """With the names of offices and of whom or what was looked at."""
    offices = await office_names(resources, {each.tenant for each in looks})
    about = await store.about(resources.database, sorted({_id for each in looks if (_id := _object(each))}))
    people = await identity.people(
        resources, {each.trainee_id for each in about.values() if each.trainee_id is not None}
    )
    return [
        OfficeLookBody(
            look_id=each.entry_id,
            at=each.at,
            office=offices.get(each.tenant, ""),
            subject=each.subject,
            name=each.name,
            role=WordsBody.of(_role(each)),
            kind=each.kind,
            what=WordsBody.of(DONE[each.action]),
            reason=_reason(each.reason),
            about=_about(about.get(found), people) if (found := _object(each)) else None,
            found=each.found,
            stamp=each.stamp,
        )
        for each in looks
    ]


def _role(look: OfficeLook) -> Words:
    if not look.subject.startswith("staff:"):
        return MACHINE
    return ROLES[Role(look.role)] if look.role else SOMEBODY


def _reason(said: str | None) -> WordsBody | None:
    if said is None:
        return None
    words = PURPOSES.get(said)
    return WordsBody.of(words) if words else WordsBody(zh=said, en=said)


def _object(look: OfficeLook) -> UUID | None:
    try:
        return UUID(look.trainee or look.object_id)
    except ValueError:
        return None


def _about(found: store.About | None, people: Mapping[UUID, Person]) -> LookedAt | None:
    if found is None:
        return None
    if found.trainee_id is None:
        return LookedAt(id=found.object_id, name=found.name, document=None)
    person = people.get(found.trainee_id)
    return LookedAt(
        id=found.trainee_id, name=person.name if person else None, document=person.masked_document if person else None
    )


def _given(subject: Subject, asked: OfficeLookFilters) -> dict[str, Any]:
    return {
        "authority_code": existing(subject.authority_code),
        "kind": asked.kind,
        "staff_id": asked.staff_id,
        "who": asked.who,
        "since": _begins(asked.since) if asked.since else None,
        "before_day": _begins(asked.until + timedelta(days=1)) if asked.until else None,
    }


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


async def _audit(
    resources: Resources, subject: Subject, asked: OfficeLookFilters, detail: Mapping[str, object]
) -> None:
    by = [name for name in _FILTERS if getattr(asked, name) is not None]
    async with resources.database.write() as unit:
        audit.record(
            unit,
            subject,
            Permission.TRAIL_READ,
            new_id(),
            at=resources.clock.now(),
            detail={"purpose": asked.purpose, "by": by, **detail},
        )
