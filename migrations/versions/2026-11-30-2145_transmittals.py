"""Forms of its cities that a province seals and sends up together."""

from alembic import op

from migrations.columns import day, moment, text, uuid

revision = "transmittals"
down_revision = "platform_duties"


def upgrade() -> None:
    op.create_table(
        "onboarding_transmittal",
        uuid("transmittal_id", key=True),
        text("authority_code", "The province", of="authority.authority_code"),
        text("document_number", "文号"),
        day("sealed_on"),
        uuid("sent_by"),
        moment("sent_at"),
        comment="Forms of its cities that a province sealed and sent up together (统一报送), append-only; reference data",
    )
    op.create_index("onboarding_transmittal_authority_idx", "onboarding_transmittal", ["authority_code"])
    op.create_table(
        "transmitted_form",
        uuid("application_id", key=True, of="onboarding_application.application_id"),
        uuid("transmittal_id", of="onboarding_transmittal.transmittal_id"),
        comment="Which forms went up in which transmittal, each once, append-only; reference data",
    )
    op.create_index("transmitted_form_transmittal_idx", "transmitted_form", ["transmittal_id"])
