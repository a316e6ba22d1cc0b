"""Every kind of fact that moves hours or money, read as canonical text with its key and its chain.

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
    learning_record,
    leave_decision,
    leave_request,
    registration_transfer,
)
from checkin_service.checkin.tables import attempt, review, scan
from checkin_service.eligibility.tables import determination
from checkin_service.timetable.tables import assessment, certificate, training_class
from checkin_service.voucher.tables import budget_entry, transfer, voucher, voucher_event

_LARGE_OR_WORDED = frozenset({"answer", "document", "reason", "score"})
"""Only a digest of these enters the text."""


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
    columns: str,
    *,
    key: str,
    at: str,
    place: tuple[ColumnElement[Any], FromClause],
    only: ColumnElement[bool] | None = None,
) -> Kind:
    chain, within = place
    return Kind(
        name=table.name,
        table=table,
        columns=columns.split(),
        key=key.split(),
        at=at,
        chain=chain,
        within=within,
        only=only,
    )


KINDS = (
    _kind(
        assessment,
        "trainee_id class_id ordinal passed score assessed_on entered_by",
        key="trainee_id class_id ordinal",
        at="entered_at",
        place=_of_class(assessment),
    ),
    _kind(
        attempt,
        "trainee_id attempt_id class_id session_id phase proof decision captured_at person_failed sender body_digest "
        "answer evidence_commitment",
        key="trainee_id attempt_id",
        at="received_at",
        place=_of_class(attempt),
    ),
    _kind(
        audit_entry,
        "tenant entry_id subject action object_id detail",
        key="tenant entry_id",
        at="at",
        place=(audit_entry.c.tenant.expression, audit_entry),
        # An attempt is a fact of its own; what a person does alone moves neither hours nor money.
        only=(audit_entry.c.action != "checkin:attempt:create") & ~audit_entry.c.tenant.startswith("trainee:"),
    ),
    _kind(
        budget_entry,
        "authority_code entry_id fund fiscal_year kind amount_fen document entered_by",
        key="authority_code entry_id",
        at="entered_at",
        place=(func.concat("authority:", budget_entry.c.authority_code), budget_entry),
    ),
    _kind(
        certificate,
        "trainee_id certificate_number class_id kind issued_on entered_by",
        key="trainee_id certificate_number",
        at="entered_at",
        place=_of_class(certificate),
    ),
    _kind(
        correction_confirmation,
        "trainee_id class_id ordinal corrected_hours reason confirmed_by",
        key="trainee_id class_id ordinal",
        at="confirmed_at",
        place=_of_class(correction_confirmation),
    ),
    _kind(
        correction_decision,
        "trainee_id appeal_id accepted reason decided_by",
        key="trainee_id appeal_id",
        at="decided_at",
        place=_through(correction_decision, appeal, "appeal_id"),
    ),
    _kind(
        credit,
        "trainee_id session_id hour class_id mode attempt_id",
        key="trainee_id session_id hour",
        at="credited_at",
        place=_of_class(credit),
    ),
    _kind(
        determination,
        "trainee_id class_id ordinal determination_id voucher_id outcome eligible document document_sha256 cause",
        key="trainee_id class_id ordinal",
        at="determined_at",
        place=_of_class(determination),
    ),
    _kind(
        learning_record,
        "trainee_id record_id ordinal class_id session_id platform_id course started_at ended_at minutes questions "
        "right_answers identified_by statement_sha256 signature device_id accepted reasons counted_minutes "
        "class_hour_min credited_hours",
        key="trainee_id record_id",
        at="received_at",
        place=_of_class(learning_record),
    ),
    _kind(
        leave_decision,
        "trainee_id leave_id granted reason decided_by",
        key="trainee_id leave_id",
        at="decided_at",
        place=_through(leave_decision, leave_request, "leave_id"),
    ),
    _kind(
        registration_transfer,
        "trainee_id transfer_id class_id to_class_id voucher_id hours reason approved_by",
        key="trainee_id transfer_id",
        at="approved_at",
        place=_of_class(registration_transfer),
    ),
    _kind(
        review,
        "trainee_id attempt_id accepted reason reviewed_by",
        key="trainee_id attempt_id",
        at="reviewed_at",
        place=_through(review, attempt, "attempt_id"),
    ),
    _kind(
        scan,
        "trainee_id scan_id class_id session_id decision scanned_by qr_id body_digest answer evidence_commitment",
        key="trainee_id scan_id",
        at="received_at",
        place=_of_class(scan),
    ),
    _kind(
        transfer,
        "trainee_id voucher_id leg ordinal kind authority_code fund fiscal_year payee debit_account credit_account "
        "amount_fen cause",
        key="trainee_id voucher_id leg ordinal",
        at="at",
        place=_of_voucher(transfer),
    ),
    _kind(
        voucher_event,
        "trainee_id voucher_id ordinal event state actor reason",
        key="trainee_id voucher_id ordinal",
        at="at",
        place=_of_voucher(voucher_event),
    ),
)


def key_parts(kind: Kind) -> tuple[ColumnElement[Any], ColumnElement[Any], ColumnElement[Any]]:
    """Owner, object and ordinal as the log names them; an object of several columns stands with slashes between."""
    owner, *middle, last = (kind.table.c[name] for name in kind.key)
    if not middle:
        return cast(owner, Text), cast(last, Text), literal(0, Integer)
    return cast(owner, Text), cast(func.concat_ws("/", *middle), Text), cast(last, Integer)


def text_of(kind: Kind) -> ColumnElement[str]:
    """The fact as canonical text."""
    pairs: list[Any] = [literal("at", String), kind.table.c[kind.at]]
    for name in kind.columns:
        column: ColumnElement[Any] = kind.table.c[name]
        if name in _LARGE_OR_WORDED:
            data = column if isinstance(column.type, LargeBinary) else func.convert_to(column, "UTF8")
            column, name = func.sha256(data), f"{name}_sha256_of"  # noqa: PLW2901 - the same field under its other name
        pairs += [literal(name, String), column]
    return cast(cast(func.jsonb_build_object(*pairs), JSONB), Text)


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
    owner, *middle, last = (kind.table.c[name] for name in kind.key)
    named: list[tuple[ColumnElement[Any], ColumnElement[Any]]] = [(owner, names.c.owner)]
    if len(middle) > 1:
        named += [(each, func.split_part(names.c.object, "/", place)) for place, each in enumerate(middle, start=1)]
    else:
        named += [(each, names.c.object) for each in middle or [last]]
    if middle:
        named.append((last, names.c.ordinal))
    is_the = names.c.kind == kind.name
    for column, part in named:
        # Texts of other kinds are no ids: they are never cast.
        value = cast(part, column.type) if isinstance(column.type, Uuid) else part
        is_the &= column == case((names.c.kind == kind.name, value))
    return is_the
