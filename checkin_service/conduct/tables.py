"""Tables of lapses, orders to rectify and sanctions, with appeals and what became of each."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    exists,
    literal_column,
    or_,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.model.registers import InstitutionKind
from checkin_service.conduct.model import LapseKind, Step
from checkin_service.conduct.model.sanctions import UNLISTING, Party, SanctionKind
from checkin_service.kit.database import one_of, refers_to, table


def _appeal(measure: str, comment: str) -> Table:
    """What the institution says against a measure, once."""
    return table(
        f"{measure}_appeal",
        Column(f"{measure}_id", ForeignKey(f"{measure}.{measure}_id"), primary_key=True),
        Column("words", Text, nullable=False),
        Column("filed_by", Uuid, nullable=False),
        Column("filed_at", DateTime(timezone=True), nullable=False),
        comment=comment,
    )


def _appeal_decision(measure: str, *, by: str, comment: str) -> Table:
    return table(
        f"{measure}_appeal_decision",
        Column(f"{measure}_id", Uuid, primary_key=True),
        Column("upheld", Boolean, nullable=False),
        Column("reason", Text, nullable=False),
        Column("decided_by", Uuid, nullable=False, comment=by),
        Column("decided_at", DateTime(timezone=True), nullable=False),
        refers_to(f"{measure}_appeal", f"{measure}_id"),
        comment=comment,
    )


lapse = table(
    "lapse",
    Column("lapse_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("authority_code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("words", Text, nullable=False, comment="What was found; names nobody"),
    Column("inspection_id", Uuid, comment="The inspection that found it; empty: it came to light otherwise"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("proposed_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    one_of("kind", LapseKind),
    CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
    # The counts of an institution are asked for by it alone.
    Index("lapse_institution_idx", "institution_id"),
    comment="Lapses of institutions (质量问题, 把关不严) as two people recorded them, append-only",
)

lapse_appeal = _appeal("lapse", "What institutions say against lapses, append-only")
lapse_appeal_decision = _appeal_decision(
    "lapse",
    by="Neither who found the lapse nor who confirmed it",
    comment="Decisions on appeals of institutions, append-only; an upheld one strikes the lapse from the count",
)

rectification = table(
    "rectification",
    Column("rectification_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("authority_code", Text, nullable=False),
    Column("counted", Text, nullable=False, comment="How the counts stood when it was ordered"),
    Column("demands", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
    # The orders of an institution are asked for by it alone.
    Index("rectification_institution_idx", "institution_id"),
    comment="Orders to rectify (责令整改), append-only",
)

rectification_step = table(
    "rectification_step",
    Column("rectification_id", ForeignKey(rectification.c.rectification_id), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="Of two at once one finds it taken"),
    Column("step", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("step", Step),
    comment="Reports, decisions and new applications under orders to rectify, append-only; the latest one holds",
)

sanction = table(
    "sanction",
    Column("sanction_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("authority_code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("party", Text, nullable=False, comment="Whose deeds they are"),
    Column("until", Date, comment="The last day on which it holds; empty: it takes nothing away"),
    Column("referred_to", Text, comment="移交: the office that receives the case"),
    Column("law", Text, nullable=False, comment="Which law it rests on"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("platform_id", ForeignKey("learning_platform.platform_id"), comment="The platform that it is about"),
    Column("instructor_id", Uuid, comment="The account of the instructor that it is about"),
    one_of("kind", SanctionKind),
    one_of("party", Party),
    CheckConstraint("platform_id IS NULL OR party = 'platform'", name="platform_of_platforms"),
    CheckConstraint("instructor_id IS NULL OR party = 'trainer'", name="instructor_of_trainers"),
    CheckConstraint(
        "until IS NULL OR party = 'institution' OR platform_id IS NOT NULL OR instructor_id IS NOT NULL",
        name="limits_somebody",
    ),
    CheckConstraint(
        "(kind IN ('vouchers', 'delisting', 'disqualification')) = (until IS NOT NULL)", name="limits_until_a_day"
    ),
    CheckConstraint("(kind = 'referral') = (referred_to IS NOT NULL)", name="referred_to_somebody"),
    CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
    # What holds against an institution is asked for by it alone.
    Index("sanction_institution_idx", "institution_id"),
    # What a platform signs and whom a class is given are asked about each alone.
    Index("sanction_platform_idx", "platform_id", postgresql_where=literal_column("platform_id IS NOT NULL")),
    Index("sanction_instructor_idx", "instructor_id", postgresql_where=literal_column("instructor_id IS NOT NULL")),
    comment="Sanctions of institutions (处理) as two people decided them, append-only",
)

sanction_appeal = _appeal("sanction", "What institutions say against sanctions, append-only")
sanction_appeal_decision = _appeal_decision(
    "sanction",
    by="Neither who proposed the sanction nor who decided it",
    comment="Decisions on such appeals, append-only; an upheld one ends the sanction at once",
)


institution_application = table(
    "institution_application",
    Column("application_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="Who is asked"),
    Column("name", Text, nullable=False),
    Column("credit_code", Text, nullable=False, comment="统一社会信用代码"),
    Column("kind", Text, nullable=False),
    Column("licence_number", Text, nullable=False, comment="办学许可证号"),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, comment="The last day of the licence; empty: open"),
    Column("address", Text, nullable=False),
    Column("telephone", Text, nullable=False, comment="The institution's"),
    Column("longitude", Double, nullable=False),
    Column("latitude", Double, nullable=False),
    Column("datum", Text, nullable=False),
    Column("papers", ARRAY(Text), nullable=False, comment="What the authority can look at, each with its number"),
    Column("receipt_hash", LargeBinary, nullable=False, unique=True, comment="Keyed hash of the receipt number"),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    one_of("kind", InstitutionKind),
    # An authority lists its own; whoever files is asked for by credit code.
    Index("institution_application_authority_idx", "authority_code", "application_id"),
    Index("institution_application_credit_code_idx", "credit_code"),
    comment="Applications of institutions from outside to be entered in the register (准入), append-only",
)

institution_application_decision = table(
    "institution_application_decision",
    Column("application_id", ForeignKey(institution_application.c.application_id), primary_key=True),
    Column("admitted", Boolean, nullable=False),
    Column("institution_id", ForeignKey("institution.institution_id"), comment="As which it stands in the register"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("admitted = (institution_id IS NOT NULL)", name="admitted_as_somebody"),
    CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
    comment="What two people decided about such applications, append-only",
)


def is_listed(institution_id: ColumnElement[Any], day: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether no sanction that holds on a day takes the institution of a row off the public lists."""
    upheld = exists().where(
        sanction_appeal_decision.c.sanction_id == sanction.c.sanction_id, sanction_appeal_decision.c.upheld
    )
    return ~exists().where(
        sanction.c.institution_id == institution_id,
        sanction.c.party == literal_column("'institution'"),
        or_(*(sanction.c.kind == literal_column(f"'{each}'") for each in sorted(UNLISTING))),
        sanction.c.until >= day,
        ~upheld,
    )
