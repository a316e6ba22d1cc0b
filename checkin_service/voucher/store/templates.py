"""Statements about templates, their quotas, and the subsidy table."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Date, Integer, Text, Uuid, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import matches, matches_if_given, question
from checkin_service.voucher.model.vouchers import (
    SubsidyRate,
    Template,
    VoucherKind,
)
from checkin_service.voucher.tables import subsidy_rate, template_quota, voucher_template

_add_version = fragment_of(Template, insert(voucher_template))


@fragment(insert(template_quota))
def _open_quota(unit: UnitOfWork, *, template_id: UUID, version: int, quantity: int, issued: int) -> None: ...


@fragment(
    update(template_quota)
    .values(version=bindparam("version", type_=Integer), quantity=bindparam("quantity", type_=Integer))
    .where(
        matches(template_quota, "template_id"),
        template_quota.c.version == bindparam("version", type_=Integer) - 1,
        template_quota.c.issued <= bindparam("quantity", type_=Integer),
    ),
    must_change_one=True,
)
def _next_version(unit: UnitOfWork, *, template_id: UUID, version: int, quantity: int) -> None: ...


@fragment(
    update(template_quota)
    .values(issued=template_quota.c.issued + bindparam("more", type_=Integer))
    .where(
        matches(template_quota, "template_id", "version"),
        template_quota.c.issued + bindparam("more", type_=Integer) <= template_quota.c.quantity,
    ),
    must_change_one=True,
)
def _take(unit: UnitOfWork, *, template_id: UUID, version: int, more: int) -> None: ...


@fragment(
    update(template_quota)
    .values(issued=template_quota.c.issued - 1)
    .where(template_quota.c.template_id == bindparam("of_template", type_=Uuid)),
    must_change_one=True,
)
def _give_back(unit: UnitOfWork, *, of_template: UUID) -> None: ...


def add_template(unit: UnitOfWork, new: Template) -> None:
    """A version of a template; it must be the next one, and its quantity not below what was issued."""
    _add_version(unit, new)
    if new.version == 1:
        _open_quota(unit, template_id=new.template_id, version=1, quantity=new.quantity, issued=0)
    else:
        _next_version(unit, template_id=new.template_id, version=new.version, quantity=new.quantity)


def take_quota(unit: UnitOfWork, template: Template, *, count: int) -> None:
    """So many more vouchers are issued from it; the write fails beyond its quantity or after a new version."""
    _take(unit, template_id=template.template_id, version=template.version, more=count)


def give_quota_back(unit: UnitOfWork, template_id: UUID) -> None:
    """A voucher came back unused: one more may be issued from the template, whichever its version is now."""
    _give_back(unit, of_template=template_id)


_LATEST = select(voucher_template, template_quota.c.issued).join(
    template_quota,
    (template_quota.c.template_id == voucher_template.c.template_id)
    & (template_quota.c.version == voucher_template.c.version),
)


class _Issued(NamedTuple):
    template: Template
    issued: int


_OF_ID = Statement(_LATEST.where(voucher_template.c.template_id == bindparam("template", type_=Uuid)), _Issued)
_OF_AUTHORITY = Statement(
    _LATEST.where(
        voucher_template.c.authority_code == bindparam("authority", type_=Text),
        voucher_template.c.template_id > bindparam("after", type_=Uuid),
    )
    .order_by(voucher_template.c.template_id)
    .limit(bindparam("count", type_=Integer)),
    _Issued,
)


async def latest(database: Database, template_id: UUID) -> tuple[Template, int] | None:
    """The latest version and how many vouchers have been issued from the template."""
    return await database.read_one(_OF_ID, template=template_id)


@question(select(voucher_template).where(matches(voucher_template, "template_id", "version")))
async def version_of(database: Database, template_id: UUID, version: int) -> Template | None: ...


@question(
    _LATEST.with_only_columns(voucher_template.c.kind)
    .where(
        matches(voucher_template, "authority_code"),
        voucher_template.c.valid_months.is_not(None),
        or_(
            func.cardinality(voucher_template.c.institutions) == 0,
            bindparam("institution_id", type_=Uuid) == func.any(voucher_template.c.institutions),
        ),
    )
    .distinct()
)
async def kinds_with_period(database: Database, authority_code: str, institution_id: UUID) -> set[VoucherKind]:
    """The kinds of vouchers for which a template that serves an institution states how long they are valid."""


async def templates_of(database: Database, authority_code: str, page: PageRequest) -> list[tuple[Template, int]]:
    return [*await database.read(_OF_AUTHORITY, authority=authority_code, after=page.after, count=page.fetch)]


add_rates = fragment_of_many(SubsidyRate, subsidy_rate)
"""Rows of the published table; a row that was published with the same date before makes the write stale."""


_on = bindparam("on", type_=Date)
_IN_FORCE = (subsidy_rate.c.effective_from <= _on) & (
    or_(subsidy_rate.c.effective_to.is_(None), subsidy_rate.c.effective_to >= _on)
)
_ROW = (
    subsidy_rate.c.occupation,
    subsidy_rate.c.level,
    subsidy_rate.c.group_name,
    subsidy_rate.c.training_type,
    subsidy_rate.c.kind,
)


@question(
    select(subsidy_rate)
    .ext(distinct_on(*_ROW))
    .where(
        matches(subsidy_rate, "authority_code"),
        _IN_FORCE,
        subsidy_rate.c.published_on <= bindparam("known_on", type_=Date),
        matches_if_given(subsidy_rate, "occupation"),
    )
    .order_by(*_ROW, subsidy_rate.c.published_on.desc(), subsidy_rate.c.effective_from.desc())
)
async def rates_on(
    database: Database, authority_code: str, *, on: date, known_on: date, occupation: str | None = None
) -> list[SubsidyRate]:
    """The table as in force on a day and known on another: of several publications of a row, the latest."""
