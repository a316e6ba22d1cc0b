"""Facts of the log: which enter it, and what of them."""

from sqlalchemy import column, select, text

from checkin_service.kit.resources import Resources
from checkin_service.transparency.store.facts import KINDS, text_of
from tests.tools.reading import reading

_TRIGGERS = reading(
    text(
        "SELECT tgrelid::regclass::text AS name FROM pg_trigger WHERE tgname = 'announce_to_log' AND tgenabled = 'O'"
    ).columns(column("name"))
)


async def test_every_kind_of_fact_is_announced_and_nothing_else(resources: Resources) -> None:
    announced = {row.name for row in await resources.database.read(_TRIGGERS)}
    assert announced == {kind.name for kind in KINDS}


async def test_a_column_added_later_changes_no_older_fact(resources: Resources) -> None:
    """What is empty is not part of a fact's text."""
    kind = next(kind for kind in KINDS if kind.name == "audit_entry")
    empty = kind.table.c.detail.is_(None)
    for row in await resources.database.read(reading(select(text_of(kind).label("fact")).where(empty).limit(10))):
        assert '"detail"' not in row.fact


def test_only_what_law_may_want_erased_stays_outside_a_fact_and_a_seed_until_it_is_revealed() -> None:
    tables = {kind.name for kind in KINDS}
    for kind in KINDS:
        outside = {column.name for column in kind.table.columns} - set(kind.columns) - {kind.at}
        # A seed in the log would tell beforehand what it draws; its hash is in the fact, and itself in the later one.
        secret = {"seed_sealed"} if kind.name == "draw" and "draw_reveal" in tables else set()
        assert outside <= {"evidence_sealed", "statement_sealed"} | secret, kind.name
