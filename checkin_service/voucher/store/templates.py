"""Statements about templates, their quotas, and the subsidy table."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Date, Integer, Text, Uuid, bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork, rows_of
from checkin_service.kit.paging import PageRequest
from checkin_service.voucher.model import (
    Delivery,
    Fund,
    Purpose,
    SubsidyKind,
    SubsidyRate,
    Template,
    VoucherForm,
    VoucherKind,
)
from checkin_service.voucher.tables import subsidy_rate, template_quota, voucher_template

_ADD = Fragment(Statement(voucher_template.insert()))
_OPEN_QUOTA = Fragment(Statement(template_quota.insert()))
_NEW_VERSION = Fragment(
    Statement(
        update(template_quota)
        .values(version=bindparam("to_version", type_=Integer), quantity=bindparam("to_quantity", type_=Integer))
        .where(
            template_quota.c.template_id == bindparam("of_template", type_=Uuid),
            template_quota.c.version == bindparam("to_version", type_=Integer) - 1,
            template_quota.c.issued <= bindparam("to_quantity", type_=Integer),
        )
    ),
    must_change_one=True,
)
_TAKE = Fragment(
    Statement(
        update(template_quota)
        .values(issued=template_quota.c.issued + bindparam("more", type_=Integer))
        .where(
            template_quota.c.template_id == bindparam("of_template", type_=Uuid),
            template_quota.c.version == bindparam("of_version", type_=Integer),
            template_quota.c.issued + bindparam("more", type_=Integer) <= template_quota.c.quantity,
        )
    ),
    must_change_one=True,
)


def add_template(unit: UnitOfWork, new: Template) -> None:
    """A version of a template; it must be the next one, and its quantity not below what was issued."""
    values = {column.name: getattr(new, column.name) for column in voucher_template.columns}
    unit.add(_ADD, **values | {"institutions": list(new.institutions)})
    if new.version == 1:
        unit.add(_OPEN_QUOTA, template_id=new.template_id, version=1, quantity=new.quantity, issued=0)
    else:
        unit.add(_NEW_VERSION, of_template=new.template_id, to_version=new.version, to_quantity=new.quantity)


def take_quota(unit: UnitOfWork, template: Template, *, count: int) -> None:
    """So many more vouchers are issued from it; the write fails beyond its quantity or after a new version."""
    unit.add(_TAKE, of_template=template.template_id, of_version=template.version, more=count)


_LATEST = select(voucher_template, template_quota.c.issued).join(
    template_quota,
    (template_quota.c.template_id == voucher_template.c.template_id)
    & (template_quota.c.version == voucher_template.c.version),
)
_OF_ID = Statement(_LATEST.where(voucher_template.c.template_id == bindparam("template", type_=Uuid)))
_OF_AUTHORITY = Statement(
    _LATEST.where(
        voucher_template.c.authority_code == bindparam("authority", type_=Text),
        voucher_template.c.template_id > bindparam("after", type_=Uuid),
    )
    .order_by(voucher_template.c.template_id)
    .limit(bindparam("count", type_=Integer))
)
_OF_VERSION = Statement(
    select(voucher_template).where(
        voucher_template.c.template_id == bindparam("template", type_=Uuid),
        voucher_template.c.version == bindparam("of_version", type_=Integer),
    )
)


async def latest(database: Database, template_id: UUID) -> tuple[Template, int] | None:
    """The latest version and how many vouchers have been issued from the template."""
    row = await database.read_one(_OF_ID, template=template_id)
    return None if row is None else (_template(row), row.issued)


async def version_of(database: Database, template_id: UUID, version: int) -> Template | None:
    row = await database.read_one(_OF_VERSION, template=template_id, of_version=version)
    return None if row is None else _template(row)


async def templates_of(database: Database, authority_code: str, page: PageRequest) -> list[tuple[Template, int]]:
    rows = await database.read(_OF_AUTHORITY, authority=authority_code, after=page.after, count=page.fetch)
    return [(_template(row), row.issued) for row in rows]


_RATE_COLUMNS = tuple(column.name for column in subsidy_rate.columns)
_ADD_RATES = rows_of(subsidy_rate)


def add_rates(unit: UnitOfWork, new: Sequence[SubsidyRate]) -> None:
    """Rows of the published table; a row that was published with the same date before makes the write stale."""
    unit.add(_ADD_RATES, **{name: [getattr(each, name) for each in new] for name in _RATE_COLUMNS})


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
_RATES = Statement(
    select(subsidy_rate)
    .ext(distinct_on(*_ROW))
    .where(
        subsidy_rate.c.authority_code == bindparam("authority", type_=Text),
        _IN_FORCE,
        subsidy_rate.c.published_on <= bindparam("known_on", type_=Date),
        or_(
            bindparam("of_occupation", type_=Text).is_(None),
            subsidy_rate.c.occupation == bindparam("of_occupation", type_=Text),
        ),
    )
    .order_by(*_ROW, subsidy_rate.c.published_on.desc(), subsidy_rate.c.effective_from.desc())
)


async def rates_on(
    database: Database, authority_code: str, *, on: date, known_on: date, occupation: str | None = None
) -> list[SubsidyRate]:
    """The table as in force on a day and known on another: of several publications of a row, the latest."""
    rows = await database.read(_RATES, authority=authority_code, on=on, known_on=known_on, of_occupation=occupation)
    return [SubsidyRate(**row._asdict() | {"kind": SubsidyKind(row.kind)}) for row in rows]


def _template(row: Row) -> Template:
    values = row._asdict()
    values.pop("issued", None)
    return Template(
        **values
        | {
            "kind": VoucherKind(row.kind),
            "form": VoucherForm(row.form),
            "delivery": Delivery(row.delivery),
            "purpose": Purpose(row.purpose),
            "fund": Fund(row.fund),
            "institutions": tuple(row.institutions),
        }
    )
