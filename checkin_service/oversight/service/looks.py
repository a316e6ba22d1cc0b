"""Looks at what is mine: by which office and role, when, at what and why; never by name."""

from uuid import UUID

from checkin_service.access.model import Role, Subject
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.resources import Resources
from checkin_service.oversight.schemas import LookAnswer, LookPage
from checkin_service.oversight.store import looks as store
from checkin_service.oversight.store import naming
from checkin_service.oversight.words.looks import MACHINE, PURPOSES, ROLES, SOMEBODY, WHAT

_LATER_THAN_ALL = UUID(int=2**128 - 1)
_SHOWN = 50


async def own_looks(resources: Resources, subject: Subject, *, before: UUID | None) -> LookPage:
    """The latest first; one's own looks are left out."""
    found = await store.looks_at(
        resources.database, trainee_id=subject.subject_id, before=before or _LATER_THAN_ALL, count=_SHOWN + 1
    )
    shown = found[:_SHOWN]
    roles = await store.roles_of(resources.database, _staff(shown))
    offices = await office_names(resources, {each.tenant for each in shown})
    return LookPage(
        looks=[_answer(each, roles, offices.get(each.tenant, "")) for each in shown],
        next_cursor=str(shown[-1].look_id) if len(found) > _SHOWN else None,
    )


async def office_names(resources: Resources, tenants: set[str]) -> dict[str, str]:
    """What the authorities and institutions of these tenants are called."""
    codes, schools = (
        {number for kind, _, number in (each.partition(":") for each in tenants) if kind == wanted}
        for wanted in ("authority", "institution")
    )
    named = await naming.authority_names(resources.database, codes)
    of_schools = await store.institution_names(resources.database, {UUID(each) for each in schools})
    return {f"authority:{each}": name for each, name in named.items()} | {
        f"institution:{each}": name for each, name in of_schools.items()
    }


def _staff(found: list[store.Look]) -> set[UUID]:
    parts = [each.subject.partition(":") for each in found]
    return {UUID(number) for name, _, number in parts if name == "staff"}


def _answer(look: store.Look, roles: dict[UUID, str], office: str) -> LookAnswer:
    kind, _, number = look.subject.partition(":")
    role = roles.get(UUID(number)) if kind == "staff" else None
    words = ROLES[Role(role)] if role else SOMEBODY if kind == "staff" else MACHINE
    return LookAnswer(
        at=look.at,
        office=office,
        role=WordsBody.of(words),
        what=WordsBody.of(WHAT[look.action]),
        purpose=_purpose(look.purpose) if look.purpose else None,
    )


def _purpose(stated: str) -> WordsBody:
    """In our words where it is one of the list; else as it was written."""
    words = PURPOSES.get(stated)
    return WordsBody.of(words) if words else WordsBody(zh=stated, en=stated)
