"""Applications for admission, decisions on them, and access keys; and what the platform asserts about trainees."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.kit.database import table

onboarding_application = table(
    "onboarding_application",
    Column("application_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="Whose things it opens"),
    Column("filled_on", Date, nullable=False, comment="填表日期"),
    Column("applicant", Text, nullable=False, comment="申请单位名称"),
    Column("credit_code", Text, nullable=False, comment="统一社会信用代码, GB 32100-2015"),
    Column("channel_name", Text, nullable=False, comment="渠道名称"),
    Column("channel_code", Text, nullable=False, comment="渠道编号"),
    Column("voucher_kinds", ARRAY(Text), nullable=False, comment="券发放模式"),
    Column("voucher_forms", ARRAY(Text), nullable=False, comment="券功能模式"),
    Column("operations", ARRAY(Text), nullable=False, comment="API接口 as ticked; its keys open just these"),
    Column("sealed_on", JSONB, nullable=False, comment="The four seals: office and day"),
    Column(
        "people_sealed", LargeBinary, nullable=False, comment="Contacts and back-office accounts, under its own key"
    ),
    Column("filed_by", Uuid, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("cardinality(operations) > 0", name="asks_for_something"),
    # The list of an authority.
    Index("onboarding_application_authority_idx", "authority_code", "application_id"),
    comment="职业培训券正式入网申请表, append-only; reference data",
)

onboarding_decision = table(
    "onboarding_decision",
    Column("application_id", ForeignKey(onboarding_application.c.application_id), primary_key=True),
    Column("admitted", Boolean, nullable=False),
    Column("reason", Text),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who filed it"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("admitted OR reason IS NOT NULL", name="refusal_has_reason"),
    comment="Decisions on applications for admission, one each, append-only; reference data",
)

onboarding_transmittal = table(
    "onboarding_transmittal",
    Column("transmittal_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="The province"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("sealed_on", Date, nullable=False),
    Column("sent_by", Uuid, nullable=False),
    Column("sent_at", DateTime(timezone=True), nullable=False),
    Index("onboarding_transmittal_authority_idx", "authority_code"),
    comment="Forms of its cities that a province sealed and sent up together (统一报送), append-only; reference data",
)

transmitted_form = table(
    "transmitted_form",
    Column("application_id", ForeignKey(onboarding_application.c.application_id), primary_key=True),
    Column("transmittal_id", ForeignKey(onboarding_transmittal.c.transmittal_id), nullable=False),
    Index("transmitted_form_transmittal_idx", "transmittal_id"),
    comment="Which forms went up in which transmittal, each once, append-only; reference data",
)

access_key = table(
    "access_key",
    Column("key_id", Uuid, primary_key=True),
    Column("application_id", ForeignKey(onboarding_application.c.application_id), nullable=False),
    Column(
        "secret_hash", LargeBinary, nullable=False, comment="SHA-256 of 256 random bits; the secret is never stored"
    ),
    Column("issued_by", Uuid, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    CheckConstraint("expires_at > issued_at", name="lives_a_while"),
    Index("access_key_application_idx", "application_id"),
    comment="Access keys of the platform's clients; reference data",
)
