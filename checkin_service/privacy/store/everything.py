"""The one question for everything that is held of a person: every table whose rows belong to people, whole.

It goes by the tables themselves and not by a list of them: a table that is added tomorrow is in the copy.
"""

from functools import cache
from uuid import UUID

from sqlalchemy import Select, Text, Uuid, bindparam, cast, func, literal, select, union_all

from checkin_service.kit.database import Database, Statement, metadata
from checkin_service.privacy.model import HeldRow

OF_A_PERSON = "trainee_id"
DELIVERY_ONLY = frozenset({"feed_delivery", "outbox", "report_noted", "statistics_pending"})
"""How news of what is shown elsewhere travels: the same facts again, and whether they have arrived."""


def tables_of_people() -> list[str]:
    """The names of all tables whose rows belong to a person."""
    return sorted(name for name, each in metadata.tables.items() if OF_A_PERSON in each.c)


async def everything_of(database: Database, trainee_id: UUID) -> list[HeldRow]:
    """Sealed columns are still sealed, and written as PostgreSQL writes bytes: hexadecimal."""
    return await database.read(_everything(), trainee_id=trainee_id, payee=f"trainee:{trainee_id}")


@cache
def _everything() -> Statement[HeldRow]:
    """Made when it is first asked for, once every capability has declared its tables."""
    parts = [_rows(name, OF_A_PERSON) for name in tables_of_people() if name not in DELIVERY_ONLY]
    return Statement(union_all(*parts, _rows("payee_account", "payee")), HeldRow)


def _rows(name: str, column: str) -> Select[str, str]:
    # Under a name that no column has: a table may have a column of its own name.
    source = metadata.tables[name].alias("held_row")
    asked = bindparam(column, type_=Uuid if column == OF_A_PERSON else Text)
    row = cast(func.to_jsonb(source.table_valued()), Text).label("row")
    return select(literal(name, Text).label("held_in"), row).select_from(source).where(source.c[column] == asked)
