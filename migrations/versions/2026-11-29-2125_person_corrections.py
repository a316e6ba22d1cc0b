"""Corrections of people's names and documents, with the documents they name."""

from alembic import op

from migrations.columns import belongs_to, binary, boolean, check, integer, moment, text, unique, uuid

revision = "person_corrections"
down_revision = "doubts"


def upgrade() -> None:
    op.create_table(
        "person_correction",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("correction_id", key=True),
        integer("ordinal", "From 1 for each person: one waits at a time"),
        uuid("class_id", "Whose supervising authority decides"),
        binary("sealed", "Name and document before and after, sealed"),
        text("evidence", "The document that shows what is right, as the asker names it"),
        text("reason"),
        uuid("asked_by"),
        moment("asked_at"),
        unique("trainee_id", "ordinal", name="person_correction_one_by_one"),
        comment="Corrections of a person's name or document as they are asked for (信息更正), append-only",
    )
    op.create_index("person_correction_class_idx", "person_correction", ["class_id", "correction_id"])
    op.create_table(
        "person_correction_decision",
        uuid("trainee_id", key=True),
        uuid("correction_id", key=True),
        boolean("approved"),
        text("document_number", "文号 of the decision", optional=True),
        text("reason"),
        uuid("asked_by"),
        uuid("decided_by", "Another person than who asked"),
        moment("decided_at"),
        belongs_to("person_correction", "trainee_id", "correction_id"),
        check("decided_by_another", "decided_by <> asked_by"),
        check("approval_has_document", "NOT approved OR document_number IS NOT NULL"),
        comment="What a second person said to each correction, append-only",
    )
    op.create_table(
        "corrected_document",
        binary("document_hash", "HMAC of kind and number under a server secret", key=True),
        uuid("correction_id", key=True),
        uuid("trainee_id"),
        comment="Documents that a correction names, before and after, append-only; distributed by the hash",
    )
