"""The help desk: people found by what a caller says of themselves, and one person's whole story, on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind, Person
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.oversight.model import FoundPlace, Happening, HelpedClass, Say, Standing
from checkin_service.oversight.rules.helping import against, open_ones, wanted, what_to_say
from checkin_service.oversight.schemas.helping import (
    HelpCase,
    HelpedClassBody,
    HelpFound,
    HelpHappening,
    HelpPerson,
    HelpPlace,
)
from checkin_service.oversight.service.searching import SEARCHES
from checkin_service.oversight.store import helping as store
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import VoucherState

MOST = 50
"""More people than that are not told apart by reading on: the caller has more to say."""
_MOST_ALIKE = 1_000
"""People with the same last four whose names are opened to find a part of one: of a million some hundred."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    person: Person
    classes: Sequence[HelpedClass]


@dataclass(frozen=True, slots=True)
class Found:
    people: Sequence[FoundPerson]
    places: Sequence[FoundPlace]


@dataclass(frozen=True, slots=True)
class Case:
    """Somebody's case: the person, the classes, what happened, and what to say."""

    person: Person
    classes: Sequence[HelpedClass]
    happenings: Sequence[Happening]
    say: Sequence[Say]
    voucher: VoucherState | None


async def look_for(resources: Resources, subject: Subject, typed: str, *, purpose: Purpose) -> Found:
    """People and classes by one box: a name, the last four, a whole number, a voucher, a class, a school."""
    authority = existing(subject.authority_code)
    await resources.limits.require(SEARCHES, subject.subject_id)
    people = await _people(resources, authority, typed)
    places = await store.places(resources.database, authority, typed, most=MOST) if len(typed) > 1 else []
    await _audit(resources, subject, new_id(), {"purpose": purpose, "found": len(people)})
    return Found(people, places)


async def case_of(resources: Resources, subject: Subject, trainee_id: UUID, *, purpose: Purpose) -> Case:
    """Everything the authority may know of one person; nobody of another authority is anybody here."""
    authority = existing(subject.authority_code)
    existing(await store.theirs(resources.database, authority, [trainee_id]) or None)
    person = existing((await identity.people(resources, [trainee_id])).get(trainee_id))
    classes = await store.classes_of(resources.database, authority, [trainee_id])
    happenings = await store.happenings(resources.database, authority, trainee_id)
    held = (await vouchers.vouchers_of(resources, [trainee_id]))[trainee_id]
    state = held[-1].state if held else None
    standing = await _standing(resources, person, classes, happenings, state)
    await _audit(resources, subject, trainee_id, {"purpose": purpose, "found": 1})
    return Case(person, classes, happenings, what_to_say(standing), state)


async def _people(resources: Resources, authority: str, typed: str) -> list[FoundPerson]:
    found = await _ids(resources, authority, typed)
    people = await identity.people(resources, found)
    classes = await store.classes_of(resources.database, authority, found)
    return [
        FoundPerson(people[each], [one for one in classes if one.trainee_id == each])
        for each in found
        if each in people
    ]


async def _ids(resources: Resources, authority: str, typed: str) -> list[UUID]:
    asked = wanted(typed)
    keys = identity.search_keys(resources, name=asked.name, tail=asked.tail)
    found = await store.by_keys(resources.database, authority, keys, most=MOST) if keys else []
    if not found and asked.name and asked.tail:
        found = await _by_part(resources, authority, asked.name, asked.tail)
    if found:
        return found
    named = {await identity.person_by_document(resources, kind, typed) for kind in DocumentKind}
    if (voucher := await vouchers.voucher_by_code(resources, typed)) is not None:
        named.add(voucher.trainee_id)
    known = [each for each in named if each is not None]
    return sorted(await store.theirs(resources.database, authority, known)) if known else []


async def _by_part(resources: Resources, authority: str, part: str, tail: str) -> list[UUID]:
    """A part of a name is told apart among those with the same last four: no index holds parts of names."""
    keys = identity.search_keys(resources, name=None, tail=tail)
    alike = await store.by_keys(resources.database, authority, keys, most=_MOST_ALIKE)
    people = await identity.people(resources, alike)
    return [each for each in alike if each in people and identity.is_part_of_name(part, people[each].name)][:MOST]


async def _standing(
    resources: Resources,
    person: Person,
    classes: Sequence[HelpedClass],
    happenings: Sequence[Happening],
    voucher: VoucherState | None,
) -> Standing:
    until = await store.invited_until(resources.database, person.trainee_id)
    outcome = next((each.state for each in happenings if each.kind == "determined"), None)
    active = [each for each in classes if each.withdrawn_at is None]
    return Standing(
        has_phone=person.has_device,
        is_invited=until is not None and until > resources.clock.now(),
        latest_check_in=next((each.state for each in happenings if each.kind in _ATTEMPTS), None),
        open_appeals=open_ones(happenings, "appeal", "appeal_decided")
        + open_ones(happenings, "denial_appeal", "denial_decided"),
        open_leaves=open_ones(happenings, "leave", "leave_decided"),
        outcome=DeterminationOutcome(outcome) if outcome else None,
        voucher=voucher,
        credited_hours=active[0].credited_hours if active else 0,
        total_hours=active[0].total_hours if active else 0,
        has_class=bool(active),
    )


_ATTEMPTS = frozenset({"check_in", "scan", "platform_sign_in"})


async def _audit(resources: Resources, subject: Subject, object_id: UUID, detail: dict[str, object]) -> None:
    """Who looked for whom and why; what was typed is not written down, it may be a number."""
    async with resources.database.write() as unit:
        audit.record(unit, subject, Permission.PERSON_FIND, object_id, at=resources.clock.now(), detail=detail)


# As programs are answered ------------------------------------------------------------------------------------------


def shown_found(found: Found) -> HelpFound:
    return HelpFound(
        people=[_person(each.person, each.classes) for each in found.people],
        places=[HelpPlace.showing(each) for each in found.places],
        most=MOST,
    )


def shown_case(case: Case) -> HelpCase:
    return HelpCase(
        person=_person(case.person, case.classes),
        voucher=case.voucher,
        say=list(case.say),
        happenings=[
            HelpHappening.showing(each, against=list(map(WordsBody.of, said_against(each)))) for each in case.happenings
        ],
    )


def said_against(each: Happening) -> list[Words]:
    """Of an attempt that did not count why, and what helps."""
    return against(each.answer)


def _person(person: Person, classes: Sequence[HelpedClass]) -> HelpPerson:
    return HelpPerson.showing(person, classes=[HelpedClassBody.showing(each) for each in classes])
