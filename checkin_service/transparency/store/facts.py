"""The canonical text of every fact that moves hours or money, with its key and the chain it belongs to.

The text is PostgreSQL's own form of `jsonb`: keys sorted, moments in UTC, bytes as hexadecimal. What is sealed under
a person's key stays out: it may be erased, and the commitment to it, which stays, is part of the fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    String,
    Table,
    Text,
    Uuid,
    and_,
    case,
    cast,
    func,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.access.tables import audit_entry
from checkin_service.attendance.tables import (
    appeal,
    correction_confirmation,
    correction_decision,
    credit,
    credit_confirmation,
    learning_record,
    leave_decision,
    leave_request,
    registration_transfer,
)
from checkin_service.checkin.tables import attempt, person_check, platform_sign_in, review, scan
from checkin_service.draws.tables import draw, draw_reveal
from checkin_service.eligibility.tables import (
    appeal_decision,
    determination,
    determination_appeal,
    doubt_confirmation,
    doubt_decision,
)
from checkin_service.policy_decisions.tables import policy_decision, policy_ruling
from checkin_service.proposals.tables import proposal, proposal_ruling
from checkin_service.settlement.tables import claw_back_proposal, claw_back_ruling
from checkin_service.timetable.tables import assessment, certificate, training_class
from checkin_service.voucher.tables import budget_entry, transfer, voucher, voucher_event

_LARGE_OR_WORDED = frozenset({"answer", "content", "document", "reason", "score"})
"""Only a digest of these enters the text."""
_SEALED = frozenset({"evidence_sealed", "seed_sealed", "statement_sealed"})
"""What law may want erased, or nobody is to know yet; the commitment to it is a column of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of fact: where it lies, what its key and its moment are, and whose chain it belongs to."""

    name: str
    table: Table
    columns: Sequence[str]
    key: Sequence[str]
    at: str
    chain: ColumnElement[Any]
    within: FromClause
    only: ColumnElement[bool] | None = None


def _of_class(table: Table) -> tuple[ColumnElement[Any], FromClause]:
    chain = func.concat("institution:", training_class.c.institution_id)
    return chain, table.join(training_class, training_class.c.class_id == table.c.class_id)


def _of_voucher(table: Table) -> tuple[ColumnElement[Any], FromClause]:
    chain = case(
        (voucher.c.institution_id.is_not(None), func.concat("institution:", voucher.c.institution_id)),
        else_=func.concat("authority:", voucher.c.authority_code),
    )
    is_its = (voucher.c.trainee_id == table.c.trainee_id) & (voucher.c.voucher_id == table.c.voucher_id)
    return chain, table.join(voucher, is_its)


def _through(table: Table, parent: Table, name: str) -> tuple[ColumnElement[Any], FromClause]:
    """By way of the row it is about, which names the class."""
    is_its = (parent.c.trainee_id == table.c.trainee_id) & (parent.c[name] == table.c[name])
    chain, _ = _of_class(parent)
    within = table.join(parent, is_its).join(training_class, training_class.c.class_id == parent.c.class_id)
    return chain, within


def _kind(
    table: Table,
    *,
    at: str,
    place: tuple[ColumnElement[Any], FromClause],
    only: ColumnElement[bool] | None = None,
) -> Kind:
    chain, within = place
    return Kind(
        name=table.name,
        table=table,
        columns=[column.name for column in table.columns if column.name not in {at, *_SEALED}],
        key=[column.name for column in table.primary_key],
        at=at,
        chain=chain,
        within=within,
        only=only,
    )


KINDS = (
    _kind(appeal_decision, at="decided_at", place=_through(appeal_decision, determination_appeal, "appeal_id")),
    _kind(assessment, at="entered_at", place=_of_class(assessment)),
    _kind(attempt, at="received_at", place=_of_class(attempt)),
    _kind(
        audit_entry,
        at="at",
        place=(audit_entry.c.tenant.expression, audit_entry),
        # An attempt is a fact of its own; what a person does alone moves neither hours nor money.
        only=(audit_entry.c.action != "checkin:attempt:create") & ~audit_entry.c.tenant.startswith("trainee:"),
    ),
    _kind(
        budget_entry, at="entered_at", place=(func.concat("authority:", budget_entry.c.authority_code), budget_entry)
    ),
    _kind(certificate, at="entered_at", place=_of_class(certificate)),
    _kind(correction_confirmation, at="confirmed_at", place=_of_class(correction_confirmation)),
    _kind(correction_decision, at="decided_at", place=_through(correction_decision, appeal, "appeal_id")),
    _kind(credit, at="credited_at", place=_of_class(credit)),
    _kind(credit_confirmation, at="confirmed_at", place=_of_class(credit_confirmation)),
    _kind(determination, at="determined_at", place=_of_class(determination)),
    _kind(doubt_confirmation, at="confirmed_at", place=_through(doubt_confirmation, doubt_decision, "decision_id")),
    _kind(doubt_decision, at="decided_at", place=_of_class(doubt_decision)),
    _kind(learning_record, at="received_at", place=_of_class(learning_record)),
    _kind(leave_decision, at="decided_at", place=_through(leave_decision, leave_request, "leave_id")),
    _kind(
        policy_decision,
        at="proposed_at",
        place=(func.concat("authority:", policy_decision.c.authority_code), policy_decision),
    ),
    _kind(
        policy_ruling, at="ruled_at", place=(func.concat("authority:", policy_ruling.c.authority_code), policy_ruling)
    ),
    *(
        _kind(table, at=at, place=(func.concat("authority:", table.c.authority_code), table))
        for table, at in (
            (claw_back_proposal, "proposed_at"),
            (claw_back_ruling, "ruled_at"),
            (draw, "committed_at"),
            (draw_reveal, "revealed_at"),
            (proposal, "proposed_at"),
            (proposal_ruling, "ruled_at"),
        )
    ),
    _kind(person_check, at="opens_at", place=_of_class(person_check)),
    _kind(registration_transfer, at="approved_at", place=_of_class(registration_transfer)),
    _kind(platform_sign_in, at="received_at", place=_of_class(platform_sign_in)),
    _kind(review, at="reviewed_at", place=_through(review, attempt, "attempt_id")),
    _kind(scan, at="received_at", place=_of_class(scan)),
    _kind(transfer, at="at", place=_of_voucher(transfer)),
    _kind(voucher_event, at="at", place=_of_voucher(voucher_event)),
)


def _key_columns(
    kind: Kind,
) -> tuple[ColumnElement[Any], list[ColumnElement[Any]], ColumnElement[Any] | None]:
    """The primary key of a kind as the log names a fact: owner, object, and ordinal where the key has one.

    attempt   (trainee_id, attempt_id)                  object `attempt_id`, no ordinal
    credit    (trainee_id, session_id, hour)            object `session_id`, ordinal `hour`
    transfer  (trainee_id, voucher_id, leg, ordinal)    object `voucher_id/leg`, ordinal `ordinal`
    """
    columns: list[ColumnElement[Any]] = [kind.table.c[name] for name in kind.key]
    owner, *others = columns
    return (owner, others, None) if len(others) == 1 else (owner, others[:-1], others[-1])


def key_parts(kind: Kind) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]:
    """Owner, object and ordinal as columns of the log: text, text with slashes between several columns, integer."""
    owner, objects, ordinal = _key_columns(kind)
    return (
        cast(owner, Text),
        cast(func.concat_ws("/", *objects), Text),
        literal(0, Integer) if ordinal is None else cast(ordinal, Integer),
    )


def name_of(kind: Any, owner: Any, object_: Any, ordinal: Any) -> ColumnElement[str]:
    """A fact in one word of the log; no part of a key has blanks in it."""
    return cast(func.concat_ws(" ", kind, owner, object_, ordinal), Text)


def parts_of(name: ColumnElement[str]) -> list[ColumnElement[Any]]:
    """Kind, owner, object and ordinal of a fact, from its name."""
    kind, owner, object_, ordinal = (func.split_part(name, " ", place) for place in range(1, 5))
    return [
        kind.label("kind"),
        owner.label("owner"),
        object_.label("object"),
        cast(ordinal, Integer).label("ordinal"),
    ]


def part_of(parts: ColumnElement[bytes], place: ColumnElement[Any], length: int) -> ColumnElement[bytes]:
    """One of several byte strings of one length that stand end to end; places count from 1."""
    return func.substring(parts, cast((place - 1) * length + 1, Integer), length, type_=LargeBinary)


def text_of(kind: Kind) -> ColumnElement[str]:
    """The fact as canonical text. What is empty is left out, so that a column added later changes no older fact."""
    fields = [("at", kind.table.c[kind.at]), *(_field(kind.table.c[name]) for name in kind.columns)]
    pairs = [part for name, value in fields for part in (literal(name, String), value)]
    return cast(func.jsonb_strip_nulls(cast(func.jsonb_build_object(*pairs), JSONB)), Text)


def _field(column: ColumnElement[Any]) -> tuple[str, ColumnElement[Any]]:
    """A column under its own name, or its digest under another."""
    name = str(column.key)
    if name not in _LARGE_OR_WORDED:
        return name, column
    data = column if isinstance(column.type, LargeBinary) else func.convert_to(cast(column, Text), "UTF8")
    return f"{name}_sha256_of", func.sha256(data)


def facts_of(kind: Kind) -> Select[Any]:
    """All facts of a kind."""
    owner, object_, ordinal = key_parts(kind)
    statement = select(
        literal(kind.name, Text).label("kind"),
        owner.label("owner"),
        object_.label("object"),
        ordinal.label("ordinal"),
        kind.chain.label("chain"),
        text_of(kind).label("fact"),
    ).select_from(kind.within)
    return statement if kind.only is None else statement.where(kind.only)


def named_in(kind: Kind, names: FromClause, *also: ColumnElement[Any]) -> Select[Any]:
    """The facts of a kind whose keys stand in `names`, found by their primary keys; `also` comes along."""
    facts = facts_of(kind)
    return (
        facts.with_only_columns(*also, *facts.selected_columns)
        .select_from(kind.within.join(names, _is_named(kind, names)))
        .where(names.c.kind == kind.name)
    )


def _is_named(kind: Kind, names: FromClause) -> ColumnElement[bool]:
    """Each column of the primary key equals its part of the name, so that the row is found by its index."""
    owner, objects, ordinal = _key_columns(kind)
    # A name with one object is that object; only one with several has slashes to be split at.
    several = len(objects) > 1
    parts = [func.split_part(names.c.object, "/", place) if several else names.c.object for place in _places(objects)]
    named = [(owner, names.c.owner), *zip(objects, parts, strict=True)]
    if ordinal is not None:
        named.append((ordinal, names.c.ordinal))
    is_of_kind = names.c.kind == kind.name
    # PostgreSQL may look at the conditions in any order. The names of other kinds are no ids, and casting one of them
    # would end the whole statement: CASE is what keeps the cast behind the kind.
    return and_(is_of_kind, *(column == case((is_of_kind, _as_kept(part, column))) for column, part in named))


def _places(objects: Sequence[object]) -> range:
    """Places of the parts between slashes, from one on, as `split_part` counts."""
    return range(1, len(objects) + 1)


def _as_kept(part: ColumnElement[Any], column: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(part, column.type) if isinstance(column.type, Uuid) else part
