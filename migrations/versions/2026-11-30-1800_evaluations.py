"""Evaluations of classes by those who took them."""

from alembic import op

from migrations.columns import belongs_to, binary, check, day, json, moment, small, text, uuid

revision = "evaluations"
down_revision = "second_factors"


def upgrade() -> None:
    op.create_table(
        "evaluation",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        small("ordinal", "2 replaces 1; of two at once one finds it taken", key=True),
        uuid("institution_id", of="institution.institution_id"),
        uuid("project_id", of="project.project_id"),
        text("authority_code", "Who supervises the class", of="authority.authority_code"),
        json("marks", "1 to 5 by question; none: taken back"),
        binary("words_sealed", "Sealed under the person's own key; the authority alone reads it", optional=True),
        moment("given_at"),
        day("closes_on", "The last day on which the class could be evaluated"),
        check("replaced_once", "ordinal IN (1, 2)"),
        check("taken_back_whole", "marks <> '{}'::jsonb OR (ordinal = 2 AND words_sealed IS NULL)"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Evaluations of classes by those who took them (评价), append-only; the latest of each person holds",
    )
    op.create_index("evaluation_institution_idx", "evaluation", ["institution_id", "given_at"])
    op.create_index("evaluation_authority_idx", "evaluation", ["authority_code", "given_at"])
    op.create_index("evaluation_class_idx", "evaluation", ["class_id"])
