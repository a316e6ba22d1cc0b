"""Officers' examinations of people's conditions, decisions on doubts of determinations, and their confirmations."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, day, integer, moment, text, unique, uuid

revision = "doubts"
down_revision = "session_displays"


def upgrade() -> None:
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
    op.create_table(
        "doubt_decision",
        uuid("trainee_id", key=True),
        uuid("decision_id", key=True),
        uuid("class_id"),
        uuid("determination_id"),
        text("criterion", "Which finding of the determination"),
        integer("ordinal", "From 1 for each doubt: two decided at once collide"),
        text("doubt", "The reason of that finding: what was doubtful"),
        text("measured", "What was measured then: another doubt needs another decision", optional=True),
        boolean("met"),
        text("reason"),
        text("document", "What it rests on"),
        uuid("decided_by"),
        moment("decided_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        unique("trainee_id", "determination_id", "criterion", "ordinal"),
        comment="Decisions on doubts of determinations, append-only; one in the person's favour waits for another's word",
    )
    op.create_index("doubt_decision_id_idx", "doubt_decision", ["decision_id"])
    op.create_index("doubt_decision_determination_idx", "doubt_decision", ["determination_id"])
    op.create_index(
        "determination_doubtful_idx",
        "determination",
        ["determination_id"],
        postgresql_where="outcome = 'doubtful'",
    )
    op.create_table(
        "doubt_confirmation",
        uuid("trainee_id", key=True),
        uuid("decision_id", key=True),
        boolean("confirmed"),
        text("reason", optional=True),
        uuid("confirmed_by", "Another person than who decided"),
        moment("confirmed_at"),
        belongs_to("doubt_decision", "trainee_id", "decision_id"),
        check("refusal_has_reason", "confirmed OR reason IS NOT NULL"),
        comment="What a second person said to each decision that moves money, append-only",
    )
