"""The register of tables that can be taken in."""

from types import MappingProxyType

from checkin_service.access.model import Subject
from checkin_service.intake.schemas import ColumnBody, KindBody, Kinds
from checkin_service.intake.service.courses import OF_COURSES
from checkin_service.intake.service.money import MONEY
from checkin_service.intake.service.people import PEOPLE
from checkin_service.intake.service.registers import REGISTERS
from checkin_service.intake.service.reports import REPORTS
from checkin_service.intake.service.use import Use
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.intake.columns import Column

USES = MappingProxyType({use.spec.name: use for use in (*PEOPLE, *REGISTERS, OF_COURSES, *MONEY, *REPORTS)})
"""Every kind by its name."""


def uses_for(subject: Subject) -> list[Use]:
    """What somebody is offered to send."""
    return [use for use in USES.values() if use.is_listed and subject.may(use.permission)]


def kinds(subject: Subject) -> Kinds:
    return Kinds(kinds=list(map(_kind, uses_for(subject))))


def _kind(use: Use) -> KindBody:
    return KindBody(
        kind=use.spec.name,
        title=WordsBody.of(use.spec.title),
        advice=WordsBody.of(use.spec.advice),
        target=WordsBody.of(use.target) if use.target else None,
        details=list(map(_column, use.asks)),
        columns=list(map(_column, use.spec.columns)),
        most_rows=use.spec.most_rows,
    )


def _column(column: Column) -> ColumnBody:
    return ColumnBody.showing(
        column, heading=WordsBody.of(column.heading), kind=WordsBody.of(column.kind.value), words=column.offered
    )
