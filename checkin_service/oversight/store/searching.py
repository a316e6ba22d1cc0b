"""Lists of determinations for regulators: each filter that is asked for is a condition, and only those."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import DateTime, Integer, Text, Uuid, bindparam, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql.elements import ColumnElement

from checkin_service.catalogue.tables import institution
from checkin_service.eligibility.store.determinations import Scope, authorities_in_scope, below, is_latest
from checkin_service.eligibility.tables import determination
from checkin_service.kit.database import Database, Statement
from checkin_service.kit.http.paging import PageRequest
from checkin_service.oversight.model import Listed, ListedVoucher
from checkin_service.timetable.tables import registration, training_class
from checkin_service.voucher.tables import voucher, voucher_code

_IN_SCOPE: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {
        "supervising": training_class.c.supervising_authority.in_(authorities_in_scope),
        "paying": training_class.c.paying_authority.in_(authorities_in_scope),
        "counting": training_class.c.counting_authority.in_(authorities_in_scope),
    }
)
_CONDITIONS: Mapping[str, ColumnElement[bool]] = MappingProxyType(
    {
        "class_id": determination.c.class_id == bindparam("class_id", type_=Uuid),
        "trainee_id": determination.c.trainee_id == bindparam("trainee_id", type_=Uuid),
        "voucher_id": determination.c.voucher_id == bindparam("voucher_id", type_=Uuid),
        "institution_id": training_class.c.institution_id == bindparam("institution_id", type_=Uuid),
        "region": training_class.c.supervising_authority.startswith(bindparam("region", type_=Text)),
        "determined_from": determination.c.determined_at >= bindparam("determined_from", type_=DateTime(timezone=True)),
        "determined_before": determination.c.determined_at
        < bindparam("determined_before", type_=DateTime(timezone=True)),
        "outcome": determination.c.outcome == bindparam("outcome", type_=Text),
    }
)
_LISTED = (
    determination.c.determination_id,
    determination.c.trainee_id,
    determination.c.class_id,
    determination.c.ordinal,
    determination.c.outcome,
    determination.c.eligible,
    determination.c.amount_fen,
    determination.c.credited_hours,
    determination.c.total_hours,
    determination.c.determined_at,
    determination.c.document_sha256,
    training_class.c.name.label("class_name"),
    training_class.c.institution_id,
    institution.c.name.label("institution"),
    training_class.c.supervising_authority,
    training_class.c.paying_authority,
    training_class.c.counting_authority,
    registration.c.voucher_kind,
    voucher.c.voucher_code,
)


@cache
def _search(roles: frozenset[str], filters: frozenset[str]) -> Statement[Listed]:
    """One statement per combination of filters, so that the planner sees no condition that is not meant."""
    return Statement(
        select(*_LISTED)
        .join(training_class, training_class.c.class_id == determination.c.class_id)
        .join(institution, institution.c.institution_id == training_class.c.institution_id)
        .join(
            registration,
            (registration.c.trainee_id == determination.c.trainee_id)
            & (registration.c.class_id == determination.c.class_id),
        )
        .outerjoin(
            voucher,
            (voucher.c.trainee_id == determination.c.trainee_id) & (voucher.c.voucher_id == determination.c.voucher_id),
        )
        .where(
            is_latest,
            or_(*(_IN_SCOPE[role] for role in sorted(roles))),
            determination.c.determination_id > bindparam("after", type_=Uuid),
            *(_CONDITIONS[name] for name in sorted(filters)),
        )
        .order_by(determination.c.determination_id)
        .limit(bindparam("count", type_=Integer)),
        Listed,
    )


async def search(
    database: Database, authority_code: str, roles: frozenset[str], filters: Mapping[str, Any], page: PageRequest
) -> list[Listed]:
    """The determinations that count in the classes for which the authority, or one below it, has one of the roles."""
    statement = _search(roles, frozenset(filters))
    return await database.read(statement, below=below(authority_code), after=page.after, count=page.fetch, **filters)


_VOUCHERS = Statement(
    select(
        voucher_code.c.voucher_code,
        voucher.c.state,
        determination.c.determination_id,
        determination.c.outcome,
        determination.c.amount_fen,
        determination.c.document_sha256,
    )
    .join(
        voucher,
        (voucher.c.trainee_id == voucher_code.c.trainee_id) & (voucher.c.voucher_id == voucher_code.c.voucher_id),
    )
    .outerjoin(training_class, training_class.c.class_id == voucher.c.class_id)
    .outerjoin(
        determination,
        (determination.c.trainee_id == voucher.c.trainee_id)
        & (determination.c.voucher_id == voucher.c.voucher_id)
        & is_latest,
    )
    .where(
        voucher_code.c.voucher_code == bindparam("codes", type_=ARRAY(Text)).any_(),
        or_(
            *_IN_SCOPE.values(),
            voucher.c.authority_code.in_(authorities_in_scope),
            voucher.c.institution_id == bindparam("institution", type_=Uuid),
        ),
    ),
    ListedVoucher,
)


async def vouchers(database: Database, codes: list[str], scope: Scope) -> dict[str, ListedVoucher]:
    """What is known of each code, as far as the scope reaches; others are left out."""
    rows = await database.read(
        _VOUCHERS, codes=codes, below=below(scope.authority_code), institution=scope.institution_id
    )
    return {row.voucher_code: row for row in rows}
