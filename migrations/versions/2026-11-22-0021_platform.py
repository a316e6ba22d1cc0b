"""Admission of the national platform's clients, and their keys."""

from alembic import op

from migrations.columns import binary, boolean, check, day, json, moment, text, texts, uuid

revision = "platform"
down_revision = "oversight"


def upgrade() -> None:
    op.create_table(
        "onboarding_application",
        uuid("application_id", key=True),
        text("authority_code", "Whose things it opens", of="authority.authority_code"),
        day("filled_on", "填表日期"),
        text("applicant", "申请单位名称"),
        text("credit_code", "统一社会信用代码, GB 32100-2015"),
        text("channel_name", "渠道名称"),
        text("channel_code", "渠道编号"),
        texts("voucher_kinds", "券发放模式"),
        texts("voucher_forms", "券功能模式"),
        texts("operations", "API接口 as ticked; its keys open just these"),
        json("sealed_on", "The four seals: office and day"),
        binary("people_sealed", "Contacts and back-office accounts, under its own key"),
        uuid("filed_by"),
        moment("filed_at"),
        check("asks_for_something", "cardinality(operations) > 0"),
        comment="职业培训券正式入网申请表, append-only; reference data",
    )
    op.create_index(
        "onboarding_application_authority_idx", "onboarding_application", ["authority_code", "application_id"]
    )
    op.create_table(
        "onboarding_decision",
        uuid("application_id", key=True, of="onboarding_application.application_id"),
        boolean("admitted"),
        text("reason", optional=True),
        uuid("decided_by", "Another person than who filed it"),
        moment("decided_at"),
        check("refusal_has_reason", "admitted OR reason IS NOT NULL"),
        comment="Decisions on applications for admission, one each, append-only; reference data",
    )
    op.create_table(
        "access_key",
        uuid("key_id", key=True),
        uuid("application_id", of="onboarding_application.application_id"),
        binary("secret_hash", "SHA-256 of 256 random bits; the secret is never stored"),
        uuid("issued_by"),
        moment("issued_at"),
        moment("expires_at"),
        moment("revoked_at", optional=True),
        check("lives_a_while", "expires_at > issued_at"),
        comment="Access keys of the platform's clients; reference data",
    )
    op.create_index("access_key_application_idx", "access_key", ["application_id"])
