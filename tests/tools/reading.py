"""Reads of tests, whose rows are named after their columns."""

from collections import namedtuple
from typing import Any

from sqlalchemy import SelectBase

from checkin_service.kit.database import Statement


def reading(element: SelectBase) -> Statement[Any]:
    """A statement without a class for its rows: a test says what it looks at when it looks."""
    names = [column.name for column in element.selected_columns]
    return Statement(element, namedtuple("Row", names))  # noqa: PYI024 - the names come with the statement
