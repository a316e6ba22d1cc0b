"""Facts about the people who ask for vouchers: from data, from their own word, from an officer's examination."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, day, integer, moment, text, uuid

revision = "persons"
down_revision = "voucher"


def upgrade() -> None:
    op.create_table(
        "person_fact",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("fact_id", "Made from what it says: the same statement is kept once", key=True),
        text("kind"),
        boolean("holds", "False: the source was asked and says it is not so"),
        day("since"),
        day("until", "The last day it holds; still so when absent", optional=True),
        text("place", "Division code; a fact without one holds everywhere", optional=True),
        text("source"),
        text("authority_code", "Whose data matching brought it"),
        uuid("batch_id"),
        text("recorded_by"),
        moment("recorded_at"),
        check("period_in_order", "until IS NULL OR since <= until"),
        check("place_is_a_division", "place IS NULL OR place ~ '^[0-9]{6}$'"),
        comment="What authorities' data say of a person, dated and with source, append-only",
    )
    op.create_table(
        "fact_withdrawal",
        uuid("trainee_id", key=True),
        uuid("fact_id", key=True),
        text("withdrawn_by"),
        moment("withdrawn_at"),
        belongs_to("person_fact", "trainee_id", "fact_id"),
        comment="Facts that their source has taken back, append-only",
    )
    op.create_table(
        "person_declaration",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        text("condition", key=True),
        integer("ordinal", "The highest counts", key=True),
        boolean("given", "False takes it back"),
        moment("at"),
        comment="What a person declares to meet where nothing can check it (个人线上承诺), append-only",
    )
    op.create_table(
        "person_examination",
        uuid("trainee_id", key=True),
        uuid("examination_id", "One act of an officer: many people, many conditions", key=True),
        text("condition", key=True),
        boolean("holds", "Of a condition that excludes people, false speaks for them"),
        day("examined_on"),
        text("document", "What was looked at"),
        text("reason"),
        text("authority_code"),
        uuid("examined_by"),
        moment("recorded_at"),
        belongs_to("trainee", "trainee_id"),
        comment="Conditions that an officer examined because no source answers (SX-18, FJ-29), append-only",
    )
