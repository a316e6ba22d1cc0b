"""The determinations made, and who may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Text, Uuid, bindparam, column, exists, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on

from checkin_service.catalogue.tables import authority
from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.tables import determination
from checkin_service.kit.database import Database, Statement, fragment_of_many
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.questions import alike, matches, question
from checkin_service.policy.model import prefix_of
from checkin_service.timetable.tables import registration, training_class


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whose determinations somebody may read: exactly one of the three is set, and it comes from the token."""

    authority_code: str | None = None
    institution_id: UUID | None = None
    trainee_id: UUID | None = None


_asked = (
    func.unnest(bindparam("trainees", type_=ARRAY(Uuid)), bindparam("classes", type_=ARRAY(Uuid)))
    .table_valued(column("trainee_id", Uuid), column("class_id", Uuid))
    .render_derived("asked")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The determination that counts so far."""

    trainee_id: UUID
    class_id: UUID
    ordinal: int
    determination_id: UUID
    outcome: DeterminationOutcome
    known_on: date


_LATEST = Statement(
    select(
        determination.c.trainee_id,
        determination.c.class_id,
        determination.c.ordinal,
        determination.c.determination_id,
        determination.c.outcome,
        determination.c.known_on,
    )
    .ext(distinct_on(_asked.c.trainee_id, _asked.c.class_id))
    .select_from(_asked)
    .join(determination, alike(determination, _asked, "trainee_id", "class_id"))
    .order_by(_asked.c.trainee_id, _asked.c.class_id, determination.c.ordinal.desc()),
    Latest,
)


async def latest(database: Database, places: Sequence[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], Latest]:
    """Of trainees in classes the determinations that count so far; who has none is absent."""
    rows = await database.read(
        _LATEST, trainees=[trainee_id for trainee_id, _ in places], classes=[class_id for _, class_id in places]
    )
    return {(row.trainee_id, row.class_id): row for row in rows}


@question(
    select(determination)
    .where(matches(determination, "trainee_id", "class_id"))
    .order_by(determination.c.ordinal.desc())
    .limit(1)
)
async def that_counts(database: Database, trainee_id: UUID, class_id: UUID) -> StoredDetermination | None: ...


add_determinations = fragment_of_many(StoredDetermination, determination)
"""A second one for the same cause, or of the same ordinal, makes the write stale."""


_institution = bindparam("institution", type_=Uuid)
_own_trainee = bindparam("own_trainee", type_=Uuid)
# An authority, and those below it: a province reads what its cities determine. Nobody's prefix finds nobody.
authorities_in_scope = select(authority.c.authority_code).where(
    authority.c.authority_code.startswith(bindparam("below", type_=Text))
)
_class_in_scope = or_(
    training_class.c.supervising_authority.in_(authorities_in_scope),
    training_class.c.paying_authority.in_(authorities_in_scope),
    training_class.c.counting_authority.in_(authorities_in_scope),
    training_class.c.institution_id == _institution,
)
_key = bindparam("key", type_=Uuid)

_BY_ID = Statement(
    select(determination)
    .join(training_class, training_class.c.class_id == determination.c.class_id)
    .where(
        determination.c.determination_id == _key,
        or_(_class_in_scope, determination.c.trainee_id == _own_trainee),
    ),
    StoredDetermination,
)


async def by_id(database: Database, determination_id: UUID, scope: Scope) -> StoredDetermination | None:
    """Any determination as far as the scope reaches, whether it still counts or not."""
    return await database.read_one(_BY_ID, key=determination_id, **_scope_parameters(scope))


_VISIBLE = (
    select(training_class.c.class_id)
    .select_from(training_class)
    .join(registration, registration.c.class_id == training_class.c.class_id)
    .where(or_(_class_in_scope, registration.c.trainee_id == _own_trainee))
    .limit(1)
)
_later = determination.alias("later")
is_latest = ~exists().where(
    alike(_later, determination, "trainee_id", "class_id"), _later.c.ordinal > determination.c.ordinal
)
_READABLE = (
    select(determination)
    .join(training_class, training_class.c.class_id == determination.c.class_id)
    .where(
        is_latest,
        or_(_class_in_scope, determination.c.trainee_id == _own_trainee),
        determination.c.determination_id > bindparam("after", type_=Uuid),
    )
    .order_by(determination.c.determination_id)
    .limit(bindparam("count", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class Question:
    """By what determinations are looked up: which are readable, and whether the thing asked about is in scope."""

    readable: Statement[StoredDetermination]
    visible: Statement[UUID]


BY_CLASS = Question(
    Statement(_READABLE.where(determination.c.class_id == _key), StoredDetermination),
    Statement(_VISIBLE.where(training_class.c.class_id == _key), UUID),
)
BY_TRAINEE = Question(
    Statement(_READABLE.where(determination.c.trainee_id == _key), StoredDetermination),
    Statement(_VISIBLE.where(registration.c.trainee_id == _key), UUID),
)
BY_VOUCHER = Question(
    Statement(_READABLE.where(determination.c.voucher_id == _key), StoredDetermination),
    Statement(_VISIBLE.where(registration.c.voucher_id == _key), UUID),
)


async def determinations_within(
    database: Database, question: Question, key: UUID, scope: Scope, page: PageRequest
) -> list[StoredDetermination]:
    """The determinations that count, as far as the scope reaches."""
    return await database.read(
        question.readable, key=key, after=page.after, count=page.fetch, **_scope_parameters(scope)
    )


async def is_visible(database: Database, question: Question, key: UUID, scope: Scope) -> bool:
    """Whether a registration stands behind the key that the scope reaches, determined or not."""
    return await database.read_one(question.visible, key=key, **_scope_parameters(scope)) is not None


def below(authority_code: str | None) -> str | None:
    """What the codes of an authority and of those below it begin with."""
    return None if authority_code is None else prefix_of(authority_code)


def _scope_parameters(scope: Scope) -> dict[str, object]:
    return {
        "below": below(scope.authority_code),
        "institution": scope.institution_id,
        "own_trainee": scope.trainee_id,
    }


class _OfVoucher(NamedTuple):
    voucher_id: UUID | None
    document: bytes


_OF_VOUCHERS = Statement(
    select(determination.c.voucher_id, determination.c.document)
    .ext(distinct_on(determination.c.voucher_id))
    .where(determination.c.voucher_id == func.any(bindparam("vouchers", type_=ARRAY(Uuid))))
    .order_by(determination.c.voucher_id, determination.c.ordinal.desc()),
    _OfVoucher,
)


async def documents_of_vouchers(database: Database, vouchers: Sequence[UUID]) -> dict[UUID, bytes]:
    """The document that counts for each voucher; who has none is absent."""
    rows = await database.read(_OF_VOUCHERS, vouchers=list(vouchers))
    return {row.voucher_id: row.document for row in rows if row.voucher_id is not None}


@question(select(exists(select(determination.c.trainee_id).where(matches(determination, "document_sha256")))))
async def is_document(database: Database, document_sha256: bytes) -> bool: ...
