"""Authorities and institutions: licences, changes and standing of each."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Text,
    Uuid,
    func,
    select,
)

from checkin_service.catalogue.model.platform_rules import RulesKind
from checkin_service.catalogue.model.registers import InstitutionKind
from checkin_service.catalogue.model.standing import Standing
from checkin_service.kit.database import one_of, table

authority = table(
    "authority",
    Column("authority_code", Text, primary_key=True, comment="Administrative division code, GB/T 2260, such as 330600"),
    Column("name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("authority_code ~ '^[0-9]{6}$'", name="division_code"),
    comment="Human resources and social security authorities (人社部门)",
)

institution = table(
    "institution",
    Column("institution_id", Uuid, primary_key=True),
    Column(
        "authority_code", ForeignKey(authority.c.authority_code), nullable=False, comment="The supervising authority"
    ),
    Column("name", Text, nullable=False),
    Column("credit_code", Text, nullable=False, unique=True, comment="统一社会信用代码, GB 32100-2015"),
    Column("address", Text, comment="Where it is registered; empty while it has never said"),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    # An authority's dashboard lists its own institutions.
    Index("institution_authority_idx", "authority_code"),
    comment="Training institutions (培训机构), entered by the authority that approved them",
)

institution_qualification = table(
    "institution_qualification",
    Column("qualification_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey(institution.c.institution_id), nullable=False),
    Column("kind", Text, nullable=False, comment="What it is: 职业培训学校, 技工院校 or another"),
    Column("licence_number", Text, nullable=False, comment="办学许可证号"),
    Column("valid_from", Date, nullable=False),
    Column("valid_until", Date, comment="The last day; empty: open"),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    one_of("kind", InstitutionKind),
    CheckConstraint("valid_until >= valid_from", name="days_in_order"),
    Index("institution_qualification_institution_idx", "institution_id"),
    comment="What institutions are and are licensed for, as their authority examined it, append-only",
)

institution_change = table(
    "institution_change",
    Column("change_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey(institution.c.institution_id), nullable=False),
    Column("authority_code", Text, nullable=False),
    Column("former_name", Text, nullable=False),
    Column("former_address", Text),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("evidence", Text, nullable=False, comment="What the authority can look at"),
    Column("asked_by", Uuid, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    # An institution reads its own, an authority's queue those that wait.
    Index("institution_change_institution_idx", "institution_id"),
    Index("institution_change_authority_idx", "authority_code"),
    comment="What institutions ask to be registered as, append-only",
)

institution_change_decision = table(
    "institution_change_decision",
    Column("change_id", ForeignKey(institution_change.c.change_id), primary_key=True),
    Column("approved", Boolean, nullable=False),
    Column("reason", Text),
    Column("decided_by", Uuid, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("approved OR reason IS NOT NULL", name="refusal_has_reason"),
    comment="What authorities said to changes of institutions, append-only; an approved one is in the register",
)

institution_standing = table(
    "institution_standing",
    Column("institution_id", ForeignKey(institution.c.institution_id), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The latest one holds"),
    Column("standing", Text, nullable=False),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    one_of("standing", Standing),
    CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
    comment="Suspensions, closures and returns of institutions, append-only; without any an institution is active",
)


platform_rules = table(
    "platform_rules",
    Column("rules_id", Uuid, primary_key=True),
    Column(
        "authority_code",
        ForeignKey(authority.c.authority_code),
        nullable=False,
        comment="For its place and those below it",
    ),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("effective_from", Date, nullable=False, comment="Holds until the next one's"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("published_by", Uuid, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    one_of("kind", RulesKind),
    # Asked for by the authorities of a line.
    Index("platform_rules_authority_idx", "authority_code", "effective_from"),
    comment="入驻规则 and 品质控制方案 of online platforms by version (FJ-31), append-only",
)

rules_acceptance = table(
    "rules_acceptance",
    Column("institution_id", ForeignKey(institution.c.institution_id), primary_key=True),
    Column("rules_id", ForeignKey(platform_rules.c.rules_id), primary_key=True),
    Column("accepted_by", Uuid, nullable=False),
    Column("accepted_at", DateTime(timezone=True), nullable=False),
    # An authority reads how many accepted a version.
    Index("rules_acceptance_rules_idx", "rules_id"),
    comment="Institutions' word that they are bound by a version, once each, append-only",
)


def is_active(institution_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the institution of a row is neither suspended nor closed."""
    latest = (
        select(institution_standing.c.standing)
        .where(institution_standing.c.institution_id == institution_id)
        .order_by(institution_standing.c.ordinal.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(latest, Standing.ACTIVE.value) == Standing.ACTIVE.value
