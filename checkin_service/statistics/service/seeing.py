"""The facts of some people, put together person by person."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from checkin_service.kit.database import Database
from checkin_service.statistics.model import (
    ClassSeen,
    FactSeen,
    LessonSeen,
    MoneySeen,
    PersonSeen,
    PlaceSeen,
    VoucherSeen,
)
from checkin_service.statistics.store import facts as store

Row = TypeVar("Row")


async def people_seen(database: Database, trainees: Sequence[UUID]) -> dict[UUID, PersonSeen]:
    """What is counted of each of these people; who does not exist is left out."""
    wanted = list(trainees)
    births, facts, steps, money = await asyncio.gather(
        store.births(database, trainees=wanted),
        store.facts(database, trainees=wanted),
        store.steps(database, trainees=wanted),
        store.money(database, trainees=wanted),
    )
    places, lessons, certificates, judged = await asyncio.gather(
        store.places(database, trainees=wanted),
        store.lessons(database, trainees=wanted),
        store.certificates(database, trainees=wanted),
        store.judged(database, trainees=wanted),
    )
    classes = await _classes(
        database,
        {
            *(each.class_id for each in places),
            *(each.class_id for each in steps if each.class_id is not None),
        },
    )
    of_class = _Attended(_by(lessons, _place), _by(certificates, _place), _by(judged, _place))
    facts_of, steps_of = _by(facts, _person), _by(steps, _person)
    money_of, places_of = _by(money, _person), _by(places, _person)
    return {
        each.trainee_id: PersonSeen(
            born_on=each.born_on,
            facts=[
                FactSeen(kind=fact.kind, holds=fact.holds, since=fact.since, until=fact.until)
                for fact in facts_of[each.trainee_id]
            ],
            vouchers=_vouchers(steps_of[each.trainee_id]),
            money=[_money(row) for row in money_of[each.trainee_id]],
            places=[of_class.place(row) for row in places_of[each.trainee_id]],
            classes=classes,
        )
        for each in births
    }


class _Attended:
    """What people did in their classes, by person and class."""

    def __init__(self, lessons: Any, certificates: Any, judged: Any) -> None:
        self._lessons, self._certificates, self._judged = lessons, certificates, judged

    def place(self, row: store.PlaceRow) -> PlaceSeen:
        key = _place(row)
        return PlaceSeen(
            class_id=row.class_id,
            kind=row.voucher_kind,
            voucher_id=row.voucher_id,
            is_withdrawn=row.is_withdrawn,
            lessons=[
                LessonSeen(starts_at=each.starts_at, hours=each.hours, is_transferred=each.is_transferred)
                for each in self._lessons[key]
            ],
            certificates=[each.issued_on for each in self._certificates[key]],
            judged=[(each.decision, each.received_at) for each in self._judged[key]],
        )


def _vouchers(steps: Iterable[store.StepRow]) -> list[VoucherSeen]:
    found = _by(steps, lambda each: each.voucher_id)
    return [
        VoucherSeen(
            voucher_id=voucher_id,
            kind=rows[0].kind,
            authority_code=rows[0].authority_code,
            graph=rows[0].graph,
            class_id=rows[0].class_id,
            channel=rows[0].channel,
            steps={row.event: row.first_at for row in rows},
        )
        for voucher_id, rows in found.items()
    ]


def _money(row: store.MoneyRow) -> MoneySeen:
    return MoneySeen(
        voucher_id=row.voucher_id,
        kind=row.kind,
        authority_code=row.authority_code,
        fund=row.fund,
        amount_fen=row.amount_fen,
        at=row.at,
    )


async def _classes(database: Database, class_ids: set[UUID]) -> dict[UUID, ClassSeen]:
    return {
        each.class_id: ClassSeen(
            supervising=each.supervising_authority,
            paying=each.paying_authority,
            counting=each.counting_authority,
            institution_id=each.institution_id,
            project_id=each.project_id,
            is_of_enterprise=each.is_of_enterprise,
        )
        for each in await store.classes(database, classes=sorted(class_ids))
    }


def _person(row: Any) -> UUID:
    found: UUID = row.trainee_id
    return found


def _place(row: Any) -> tuple[UUID, UUID]:
    return row.trainee_id, row.class_id


def _by(rows: Iterable[Row], key: Callable[[Row], Any]) -> defaultdict[Any, list[Row]]:
    found: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found
