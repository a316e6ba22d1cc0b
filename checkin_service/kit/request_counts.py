"""The common counts of limits: one row for each sender who asks much, in a table that no crash has to bring back."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, bindparam, case, column, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, table
from checkin_service.kit.limits import Count, Exchange, Sender
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import KeyedHash

_BUCKET_BYTES = 16
_MINUTES_KEPT = 2 * 24 * 60

request_count = table(
    "request_count",
    Column(
        "bucket",
        LargeBinary,
        primary_key=True,
        comment="Keyed hash of a limit and of whom it counts: no address and no person can be read from it",
    ),
    Column("began", BigInteger, nullable=False, comment="The minute since 1970 in which the time of the limit began"),
    Column("requests", Integer, nullable=False, comment="Of all processes since then"),
    comment="How much those who ask much have asked of late; not logged, empty after a crash",
)


class _Counted(NamedTuple):
    bucket: bytes
    requests: int


_told = (
    func.unnest(
        bindparam("buckets", type_=ARRAY(LargeBinary)),
        bindparam("beginnings", type_=ARRAY(BigInteger)),
        bindparam("counts", type_=ARRAY(Integer)),
    )
    .table_valued(column("bucket", LargeBinary), column("began", BigInteger), column("requests", Integer))
    .render_derived("told")
)
_added = insert(request_count).from_select(
    ["bucket", "began", "requests"], select(_told.c.bucket, _told.c.began, _told.c.requests)
)
# Of two nodes whose clocks differ the later beginning counts, for both.
_counted = (
    _added.on_conflict_do_update(
        index_elements=["bucket"],
        set_={
            "began": func.greatest(request_count.c.began, _added.excluded.began),
            "requests": case(
                (request_count.c.began >= _added.excluded.began, request_count.c.requests),
                else_=0,
            )
            + _added.excluded.requests,
        },
    )
    .returning(request_count.c.bucket, request_count.c.requests)
    .cte("counted")
)
_COUNT = Statement(select(_counted.c.bucket, _counted.c.requests), _Counted)


def counts_of(database: Database, buckets: KeyedHash) -> Exchange:
    """The common counts as one process adds to them and reads them, in one statement."""

    async def exchange(counts: Mapping[Sender, Count]) -> Mapping[Sender, int]:
        of = {buckets.of(f"{each.limit.name} {each.name}")[:_BUCKET_BYTES]: each for each in counts}
        # In one order everywhere: two processes that add for the same senders wait for each other and never cross.
        ordered = sorted(of)
        told = [counts[of[each]] for each in ordered]
        found = await database.read(
            _COUNT,
            buckets=ordered,
            beginnings=[each.began for each in told],
            counts=[each.requests for each in told],
        )
        return {of[bytes(each.bucket)]: each.requests for each in found}

    return exchange


@fragment(delete(request_count).where(request_count.c.began < bindparam("before", type_=BigInteger)))
def _drop(unit: UnitOfWork, *, before: int) -> None: ...


async def drop_old(resources: Resources) -> None:
    """At night: the counts of earlier minutes, which nobody asks about any more."""
    async with resources.database.write() as unit:
        _drop(unit, before=int(resources.clock.now().timestamp()) // 60 - _MINUTES_KEPT)
