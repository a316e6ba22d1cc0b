"""Applications of institutions from outside, and what two people decided."""

from alembic import op

from migrations.columns import binary, boolean, check, day, double, moment, one_of, text, texts, uuid

revision = "institution_application"
down_revision = "risk_outcomes"


def upgrade() -> None:
    op.create_table(
        "institution_application",
        uuid("application_id", key=True),
        text("authority_code", "Who is asked", of="authority.authority_code"),
        text("name"),
        text("credit_code", "统一社会信用代码"),
        text("kind"),
        text("licence_number", "办学许可证号"),
        day("valid_from"),
        day("valid_until", "The last day of the licence; empty: open", optional=True),
        text("address"),
        text("telephone", "The institution's"),
        double("longitude"),
        double("latitude"),
        text("datum"),
        texts("papers", "What the authority can look at, each with its number"),
        binary("receipt_hash", "Keyed hash of the receipt number", unique=True),
        moment("filed_at"),
        one_of("kind", "vocational_school technical_school enterprise other"),
        comment="Applications of institutions from outside to be entered in the register (准入), append-only",
    )
    op.create_index(
        "institution_application_authority_idx", "institution_application", ["authority_code", "application_id"]
    )
    op.create_index("institution_application_credit_code_idx", "institution_application", ["credit_code"])
    op.create_table(
        "institution_application_decision",
        uuid("application_id", key=True, of="institution_application.application_id"),
        boolean("admitted"),
        uuid("institution_id", "As which it stands in the register", of="institution.institution_id", optional=True),
        text("document_number", "文号"),
        text("reason"),
        uuid("proposed_by"),
        uuid("decided_by", "Another person than who proposed"),
        moment("decided_at"),
        check("admitted_as_somebody", "admitted = (institution_id IS NOT NULL)"),
        check("decided_by_another", "decided_by <> proposed_by"),
        comment="What two people decided about such applications, append-only",
    )
