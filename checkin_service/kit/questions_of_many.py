"""One statement that asks for many at once what another asks for one, each within the scope of whoever asks.

The planner may not join those who ask with what they ask for in any other way than one after the other: their scope is
set as each one's turn comes. Were it otherwise somebody would find nothing, which `Database` then asks again alone;
nobody would find what is another's.
"""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from checkin_service.kit.scope import SETTINGS, Scope
from checkin_service.kit.statement import Statement

_PLACEHOLDER = re.compile(r"\$(\d+)")


class OneOfMany(NamedTuple):
    """The parameters of one who asks, in the order of the placeholders, and their scope."""

    values: Sequence[Any]
    scope: Scope


def for_many(statement: Statement[Any]) -> str:
    """Its parameters are lists: of each value, then of each setting of scopes. A row begins with its asker's number."""
    kinds = [*statement.kinds(), *["text"] * len(SETTINGS)]
    lists = ", ".join(f"${place}::{kind}[]" for place, kind in enumerate(kinds, start=1))
    names = ", ".join(f"p{place}" for place in range(1, len(kinds) + 1))
    first = statement.parameter_count + 1
    scopes = ", ".join(f"set_config('{name}', p{place}, true)" for place, name in enumerate(SETTINGS, start=first))
    found = _PLACEHOLDER.sub(r"asker.p\1", statement.sql)
    # OFFSET 0 keeps both parts apart: what is joined into one could be read in another order.
    return (
        # Compiled statements and our own words; values travel as parameters.
        f"SELECT asker.number, found.* FROM (SELECT *, {scopes} FROM unnest({lists}) WITH ORDINALITY AS "  # noqa: S608
        f"one({names}, number) OFFSET 0) AS asker CROSS JOIN LATERAL "
        f"({found} OFFSET 0) AS found"
    )


def lists_of(asked: Sequence[OneOfMany]) -> list[list[Any]]:
    columns = zip(*(each.values for each in asked), strict=True)
    scopes = zip(*(each.scope.values for each in asked), strict=True)
    return [*map(list, columns), *([value.decode() for value in column] for column in scopes)]


def rows_of_each(found: Sequence[Sequence[Any]], count: int) -> list[list[Sequence[Any]]]:
    """Of every asker those that begin with the own number, without it."""
    of_each: list[list[Sequence[Any]]] = [[] for _ in range(count)]
    for row in found:
        of_each[row[0] - 1].append(row[1:])
    return of_each
