"""Papers about the duties of operators of learning platforms, and what came of a platform's records."""

from alembic import op

from migrations.columns import day, moment, one_of, small, text, uuid

revision = "platform_duties"
down_revision = "reports_of_projects"


def upgrade() -> None:
    op.create_table(
        "platform_duty_paper",
        uuid("platform_id", key=True, of="learning_platform.platform_id"),
        small("ordinal", "Of two at once one finds it taken", key=True),
        text("duty"),
        text("document_number"),
        text("shows", "What the paper shows"),
        day("seen_on"),
        uuid("recorded_by"),
        moment("recorded_at"),
        one_of("duty", "admission real_name usage_check supervision evaluation security"),
        comment="Papers that show how operators keep their duties (FJ-30), as officers have seen them, append-only",
    )
    op.create_index("learning_record_platform_idx", "learning_record", ["platform_id", "received_at"])
