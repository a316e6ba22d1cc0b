"""Words for columns and constraints, each a line long, in which migrations are written."""

from functools import partial
from typing import Any

import sqlalchemy as sa
from geoalchemy2 import Geography
from sqlalchemy.dialects import postgresql


def _column(
    kind: sa.types.TypeEngine[Any],
    name: str,
    comment: str | None = None,
    *,
    key: bool = False,
    optional: bool = False,
    unique: bool = False,
    default: str | None = None,
    of: str | None = None,
) -> sa.Column[Any]:
    """A column that must be filled unless it is `optional`, part of the primary key if `key`.

    `of` names the "table.column" that it refers to, `default` is an SQL expression. What a word means never changes:
    whatever has been migrated was written in it. Constraints get the names of the convention of `kit.database`.
    """
    return sa.Column(
        name,
        kind,
        *([sa.ForeignKey(of)] if of else []),
        primary_key=key,
        nullable=optional,
        unique=unique or None,
        server_default=sa.text(default) if default else None,
        comment=comment,
    )


text = partial(_column, sa.Text())
texts = partial(_column, postgresql.ARRAY(sa.Text()))
uuid = partial(_column, sa.Uuid())
uuids = partial(_column, postgresql.ARRAY(sa.Uuid()))
moment = partial(_column, sa.DateTime(timezone=True))
day = partial(_column, sa.Date())
small = partial(_column, sa.SmallInteger())
integer = partial(_column, sa.Integer())
big = partial(_column, sa.BigInteger())
double = partial(_column, sa.Double())
boolean = partial(_column, sa.Boolean())
binary = partial(_column, sa.LargeBinary())
json = partial(_column, postgresql.JSONB())
point = partial(_column, Geography("POINT", srid=4326, spatial_index=False))


def counted(name: str, *, key: bool = False) -> sa.Column[Any]:
    """A number that the database counts up by itself."""
    return sa.Column(name, sa.BigInteger(), sa.Identity(always=True), primary_key=key, nullable=False)


def check(name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=name)


def one_of(column: str, words: str) -> sa.CheckConstraint:
    """A check that a column holds one of these words, given with spaces between them."""
    return check(f"{column}_known", f"{column} IN ({', '.join(map(repr, words.split()))})")


def unique(*columns: str, name: str | None = None) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=name)


def belongs_to(table: str, *columns: str) -> sa.ForeignKeyConstraint:
    """A reference by columns that have the same names there."""
    return sa.ForeignKeyConstraint(columns, [f"{table}.{column}" for column in columns])
