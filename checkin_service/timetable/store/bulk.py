"""Many rows in one fragment: a roster of hundreds stays one short statement."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Column, Table, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Fragment, Statement, UnitOfWork


def insert_many(table: Table) -> Fragment:
    def values_of(column: Column[Any]) -> Any:
        return func.unnest(bindparam(f"many_{column.name}", type_=ARRAY(column.type)))

    columns = list(table.columns)
    return Fragment(Statement(insert(table).from_select(columns, select(*map(values_of, columns)))))


def add_many(unit: UnitOfWork, fragment: Fragment, table: Table, entries: Sequence[object]) -> None:
    if entries:
        columns = {column.name: [getattr(entry, column.name) for entry in entries] for column in table.columns}
        unit.add(fragment, **{f"many_{name}": values for name, values in columns.items()})
