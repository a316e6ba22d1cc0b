"""Uses of tables: what a filled table of a kind is taken in for, by whom, and by which use case."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel

from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.intake.columns import Column
from checkin_service.kit.intake.table import Fault, Table, TableSpec
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words


class Job(NamedTuple):
    """A table that somebody sends, with what its use asks for beside it."""

    resources: Resources
    subject: Subject
    request_id: UUID
    target: UUID | None
    details: Mapping[str, Any]
    table: Table

    @property
    def aim(self) -> UUID:
        """The thing that the table is about; a use that needs one asks for it."""
        if self.target is None:
            raise not_found()
        return self.target


Act = Callable[[UnitOfWork, Job], Awaitable[BaseModel]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A kind of table: its columns, who may send it, what it is about, and the use case that takes it in."""

    spec: TableSpec
    permission: Permission
    act: Act
    target: Words | None = None
    """What the table is about, if one thing: a class, a payment table."""
    is_listed: bool = True
    """Whether it is offered among the tables; one that belongs to a step of something else is not."""
    asks: Sequence[Column] = ()
    """What is stated once for all rows."""
    warnings: Callable[[Table, BaseModel], list[Fault]] = lambda _table, _answer: []
    """What deserves a second look before the table is confirmed."""
