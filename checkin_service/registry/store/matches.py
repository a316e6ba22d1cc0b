"""Statements about the lists that came of queries, and what became of the people on them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Integer,
    Text,
    Uuid,
    bindparam,
    case,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.registry.model import Match, MatchRuling, MemberOutcome, Outcomes
from checkin_service.registry.store.queries import Asked, meant
from checkin_service.registry.tables import (
    person_entry,
    person_match,
    person_match_member,
    person_match_ruling,
)
from checkin_service.voucher.model.persons import FactKind

_add_match = fragment_of(Match, insert(person_match))


@fragment(
    insert(person_match_member).from_select(
        ["trainee_id", "match_id"], meant(person_entry.c.trainee_id, bindparam("of_match", type_=Uuid))
    )
)
def _add_members(
    unit: UnitOfWork,
    *,
    of_match: UUID,
    of_authority: str,
    on_day: date,
    holds: list[FactKind],
    lacks: list[FactKind],
    place_prefix: str | None,
    since_from: date | None,
    born_from: date | None,
    born_until: date | None,
    of_source: str | None,
    without_voucher: bool,
) -> None: ...


def add_match(unit: UnitOfWork, new: Match, asked: Asked) -> None:
    """A query with the list that it finds at this moment: what two people see is whom the vouchers go to."""
    _add_match(unit, new)
    _add_members(unit, of_match=new.match_id, **asked._asdict())


@fragment(insert(person_match_ruling))
def _add_ruling(
    unit: UnitOfWork, *, match_id: UUID, approved: bool, reason: str | None, ruled_by: UUID, ruled_at: datetime
) -> None: ...


def add_ruling(unit: UnitOfWork, match_id: UUID, ruling: MatchRuling) -> None:
    """Once for each list: the write fails otherwise."""
    _add_ruling(
        unit,
        match_id=match_id,
        approved=ruling.approved,
        reason=ruling.reason,
        ruled_by=ruling.ruled_by,
        ruled_at=ruling.ruled_at,
    )


_MATCHES = select(
    person_match,
    person_match_ruling.c.approved,
    person_match_ruling.c.reason,
    person_match_ruling.c.ruled_by,
    person_match_ruling.c.ruled_at,
).outerjoin(person_match_ruling, person_match_ruling.c.match_id == person_match.c.match_id)
_ONE = Statement(_MATCHES.where(person_match.c.match_id == bindparam("of_match", type_=Uuid)), Match)
_PAGE = Statement(
    _MATCHES.where(
        person_match.c.authority_code == bindparam("of_authority", type_=Text),
        person_match.c.match_id > bindparam("after", type_=Uuid),
    )
    .order_by(person_match.c.match_id)
    .limit(bindparam("fetch")),
    Match,
)
_NEXT = Statement(
    _MATCHES.where(
        person_match_ruling.c.approved,
        exists().where(
            person_match_member.c.match_id == person_match.c.match_id,
            person_match_member.c.outcome == MemberOutcome.WAITING.value,
        ),
    )
    .order_by(person_match_ruling.c.ruled_at, person_match.c.match_id)
    .limit(1),
    Match,
)


async def match_of(database: Database, match_id: UUID) -> Match | None:
    return await database.read_one(_ONE, of_match=match_id)


async def matches_of(database: Database, authority_code: str, page: PageRequest) -> list[Match]:
    return await database.read(_PAGE, of_authority=authority_code, after=page.after, fetch=page.fetch)


async def next_to_push(database: Database) -> Match | None:
    """The list approved first of those on which somebody still waits."""
    return await database.read_one(_NEXT)


# Members -------------------------------------------------------------------------------------------------------------


class _Tally(NamedTuple):
    match_id: UUID
    outcome: MemberOutcome
    reason: str | None
    people: int


_TALLY = Statement(
    select(
        person_match_member.c.match_id,
        person_match_member.c.outcome,
        person_match_member.c.reason,
        func.count().label("people"),
    )
    .where(person_match_member.c.match_id == func.any(bindparam("matches", type_=ARRAY(Uuid))))
    .group_by(person_match_member.c.match_id, person_match_member.c.outcome, person_match_member.c.reason),
    _Tally,
)
_WAITING = Statement(
    select(person_match_member.c.trainee_id)
    .where(
        person_match_member.c.match_id == bindparam("of_match", type_=Uuid),
        person_match_member.c.outcome == MemberOutcome.WAITING.value,
    )
    .order_by(person_match_member.c.trainee_id)
    .limit(bindparam("most", type_=Integer)),
    UUID,
)


async def outcomes_of(database: Database, match_ids: Sequence[UUID]) -> dict[UUID, Outcomes]:
    """How far each of these lists has come."""
    rows = await database.read(_TALLY, matches=list(match_ids))
    return {match_id: _outcomes([row for row in rows if row.match_id == match_id]) for match_id in match_ids}


def _outcomes(rows: Sequence[_Tally]) -> Outcomes:
    def counted(outcome: MemberOutcome) -> int:
        return sum(row.people for row in rows if row.outcome is outcome)

    return Outcomes(
        waiting=counted(MemberOutcome.WAITING),
        pushed=counted(MemberOutcome.PUSHED),
        refused=counted(MemberOutcome.REFUSED),
        reasons={row.reason: row.people for row in rows if row.reason is not None},
    )


async def waiting_on(database: Database, match_id: UUID, *, most: int) -> list[UUID]:
    """People on a list who have not been dealt with, so many at most."""
    return await database.read(_WAITING, of_match=match_id, most=most)


_done = (
    func.unnest(bindparam("trainees", type_=ARRAY(Uuid)), bindparam("reasons", type_=ARRAY(Text)))
    .table_valued("trainee_id", "reason")
    .render_derived(name="done")
)


@fragment(
    update(person_match_member)
    .values(
        outcome=case((_done.c.reason.is_(None), MemberOutcome.PUSHED.value), else_=MemberOutcome.REFUSED.value),
        reason=_done.c.reason,
        done_at=bindparam("at", type_=DateTime(timezone=True)),
    )
    .where(
        person_match_member.c.trainee_id == _done.c.trainee_id,
        person_match_member.c.match_id == bindparam("of_match", type_=Uuid),
        person_match_member.c.outcome == MemberOutcome.WAITING.value,
    ),
    must_change_each="trainees",
)
def finish(unit: UnitOfWork, *, of_match: UUID, trainees: list[UUID], reasons: list[str | None], at: datetime) -> None:
    """What became of these people; the write fails when another has dealt with one of them meanwhile."""
