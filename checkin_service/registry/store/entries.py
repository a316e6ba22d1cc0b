"""Statements about who is in the register of which authority."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, LargeBinary, Text, Uuid, bindparam, case, exists, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checkin_service.catalogue.tables import authority
from checkin_service.identity.tables import device, person_index
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.http.paging import ListPart, PageRequest, Wanted
from checkin_service.kit.lists import LongList, day, text, word
from checkin_service.kit.questions import alike, matches, question
from checkin_service.registry.model import EntryWay, PersonEntry
from checkin_service.registry.tables import listed_person, person_entry

_given = func.unnest(bindparam("trainees", type_=ARRAY(Uuid))).table_valued("trainee_id").render_derived(name="given")


@fragment(
    insert(person_entry)
    .from_select(
        [column.name for column in person_entry.columns],
        select(
            _given.c.trainee_id,
            bindparam("authority", type_=Text),
            bindparam("by_way", type_=Text),
            bindparam("of_source", type_=Text),
            bindparam("at", type_=DateTime(timezone=True)),
        ).select_from(_given),
    )
    .on_conflict_do_nothing()
)
def _enter(
    unit: UnitOfWork, *, trainees: list[UUID], authority: str, by_way: EntryWay, of_source: str, at: datetime
) -> None: ...


@fragment(
    insert(listed_person)
    .from_select(
        [column.name for column in listed_person.columns],
        select(
            _given.c.trainee_id,
            bindparam("authority", type_=Text),
            bindparam("of_source", type_=Text),
            bindparam("at", type_=DateTime(timezone=True)),
        ).select_from(_given),
    )
    .on_conflict_do_nothing()
)
def _list(unit: UnitOfWork, *, trainees: list[UUID], authority: str, of_source: str, at: datetime) -> None: ...


def enter_list(
    unit: UnitOfWork, trainee_ids: Collection[UUID], *, authority_code: str, source: str, at: datetime
) -> None:
    """People of a list, in the register and on that list: those too who were in the register before."""
    enter(unit, trainee_ids, authority_code=authority_code, way=EntryWay.LIST, source=source, at=at)
    _list(unit, trainees=list(trainee_ids), authority=authority_code, of_source=source, at=at)


def enter(
    unit: UnitOfWork, trainee_ids: Collection[UUID], *, authority_code: str, way: EntryWay, source: str, at: datetime
) -> None:
    """People in the register of an authority; who is in it stays as they came."""
    _enter(unit, trainees=list(trainee_ids), authority=authority_code, by_way=way, of_source=source, at=at)


_OF_AUTHORITY = person_entry.c.authority_code == bindparam("authority", type_=Text)
_PAGE = Statement(
    select(person_entry)
    .where(_OF_AUTHORITY, person_entry.c.trainee_id > bindparam("after", type_=Uuid))
    .order_by(person_entry.c.trainee_id)
    .limit(bindparam("fetch")),
    PersonEntry,
)
_TOTAL = Statement(select(func.count().label("total")).select_from(person_entry).where(_OF_AUTHORITY), int)
_AMONG = Statement(
    select(person_entry.c.trainee_id).where(
        _OF_AUTHORITY, person_entry.c.trainee_id == func.any(bindparam("trainees", type_=ARRAY(Uuid)))
    ),
    UUID,
)

_HAS_PHONE = case(
    (exists().where(alike(device, person_entry, "trainee_id"), device.c.revoked_at.is_(None)), "has_phone"),
    else_="no_phone",
)
_BY_NAME = (
    select(person_index.c.trainee_id)
    .where(person_index.c.key_hash == func.any(bindparam("names", type_=ARRAY(LargeBinary))))
    .group_by(person_index.c.trainee_id)
    .having(func.count() == bindparam("all_of_them", type_=Integer))
)
_LISTED = LongList(
    select(person_entry).where(_OF_AUTHORITY),
    PersonEntry,
    key=person_entry.c.trainee_id,
    # Names and documents are sealed: nobody is sorted by them, and they are found by keyed hashes alone.
    columns={
        "way": word(person_entry.c.way, of="way"),
        "source": text(person_entry.c.source),
        "entered_on": day(person_entry.c.entered_at),
        "phone": word(_HAS_PHONE, of="phone"),
    },
    or_found_by=(
        person_entry.c.trainee_id.in_(_BY_NAME),
        person_entry.c.source == func.any(bindparam("sources", type_=ARRAY(Text))),
    ),
)


class Registered(NamedTuple):
    """An authority in whose register a person is."""

    authority_code: str
    name: str


@question(
    select(person_entry.c.authority_code, authority.c.name)
    .join(authority, authority.c.authority_code == person_entry.c.authority_code)
    .where(matches(person_entry, "trainee_id"))
    .order_by(person_entry.c.authority_code)
)
async def authorities_of(database: Database, trainee_id: UUID) -> list[Registered]: ...


async def entries_of(database: Database, authority_code: str, page: PageRequest) -> list[PersonEntry]:
    return await database.read(_PAGE, authority=authority_code, after=page.after, fetch=page.fetch)


async def listed_entries(
    database: Database, authority_code: str, wanted: Wanted, *, names: Sequence[bytes], sources: Sequence[str]
) -> ListPart[PersonEntry]:
    """Searched and sorted; by words, by all of these keys of names together, or by what they were entered from."""
    return await _LISTED.part(
        database, wanted, authority=authority_code, names=names, all_of_them=len(names), sources=sources
    )


async def total_of(database: Database, authority_code: str) -> int:
    """How many people are in the register of an authority."""
    return await database.read_one(_TOTAL, authority=authority_code) or 0


async def among(database: Database, authority_code: str, trainee_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these are in the register of the authority."""
    return set(await database.read(_AMONG, authority=authority_code, trainees=list(trainee_ids)))
