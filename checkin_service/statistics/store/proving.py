"""Statements that hold counters against the shares they are made of, and totals against counters, in one look each."""

from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Select,
    Subquery,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.kit.database import Database
from checkin_service.kit.outbox import outbox
from checkin_service.kit.questions import question
from checkin_service.statistics.model import Cell, Role
from checkin_service.statistics.store.counting import TotalKey
from checkin_service.statistics.tables import (
    statistics_counter,
    statistics_pending,
    statistics_share,
    statistics_total,
)


class Difference(NamedTuple):
    """A figure, and by how much it is too high."""

    figure: str
    off_by: int


_VALUE_AT = len(Cell._fields)
_part = func.jsonb_array_elements(statistics_share.c.cells).table_valued(column("cell", JSONB)).render_derived("part")
_added = (
    select(
        cast(func.jsonb_build_array(*(_part.c.cell[at] for at in range(_VALUE_AT))), Text).label("figure"),
        func.sum(cast(_part.c.cell[_VALUE_AT].astext, BigInteger)).label("value"),
    )
    .select_from(statistics_share.join(_part, true()))
    .group_by("figure")
    .subquery("added")
)
_counted = select(
    cast(func.jsonb_build_array(*(cast(statistics_counter.c[name], Text) for name in Cell._fields)), Text).label(
        "figure"
    ),
    statistics_counter.c.value,
).subquery("counted")
_KEY = [name for name in TotalKey._fields if name not in {"role", "authority_code"}]
_summed = union_all(
    *(
        select(
            cast(
                func.jsonb_build_array(
                    role.value,
                    statistics_counter.c[role.value],
                    *(cast(statistics_counter.c[name], Text) for name in _KEY),
                ),
                Text,
            ).label("figure"),
            func.sum(statistics_counter.c.value).label("value"),
        ).group_by(statistics_counter.c[role.value], *(statistics_counter.c[name] for name in _KEY))
        for role in Role
    )
).subquery("summed")
_totals = select(
    cast(func.jsonb_build_array(*(cast(statistics_total.c[name], Text) for name in TotalKey._fields)), Text).label(
        "figure"
    ),
    statistics_total.c.value,
).subquery("totals")


def _differences(made_of: Subquery, kept: Subquery) -> Select[Any, int]:
    off_by = func.coalesce(kept.c.value, 0) - func.coalesce(made_of.c.value, 0)
    return (
        select(func.coalesce(kept.c.figure, made_of.c.figure).label("figure"), cast(off_by, BigInteger).label("off_by"))
        .select_from(made_of.join(kept, made_of.c.figure == kept.c.figure, full=True))
        .where(off_by != 0)
        .order_by("figure")
    )


@question(_differences(_added, _counted))
async def counters_off(database: Database) -> list[Difference]: ...


@question(_differences(_summed, _totals))
async def totals_off(database: Database) -> list[Difference]: ...


_WANTED = bindparam("trainees", type_=ARRAY(Uuid))


@question(
    union(
        select(statistics_pending.c.trainee_id).where(statistics_pending.c.trainee_id == func.any(_WANTED)),
        select(outbox.c.trainee_id).where(outbox.c.trainee_id == func.any(_WANTED), outbox.c.delivered_at.is_(None)),
    )
)
async def awaited(database: Database, *, trainees: list[UUID]) -> set[UUID]:
    """Those of whom there is news that the counters have not followed yet."""
