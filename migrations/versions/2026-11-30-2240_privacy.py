"""People's requests for a copy or for erasure, and when somebody was erased."""

from alembic import op

from migrations.columns import belongs_to, check, day, moment, one_of, text, uuid

revision = "privacy"
down_revision = "listed_person"


def upgrade() -> None:
    op.add_column("trainee", moment("erased_at", "Since when nothing names this person any more", optional=True))
    op.create_table(
        "person_request",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("person_request_id", key=True),
        text("kind"),
        text("asker", "Through whom it came"),
        text("authority_code", "Who answers it", of="authority.authority_code"),
        text("document_number", "文号, or the number of the form that the person signed", optional=True),
        text("reason", "Of staff; a person needs none", optional=True),
        uuid("asked_by"),
        moment("asked_at"),
        day("due_on", "The last day for an answer"),
        one_of("kind", "copy erasure"),
        one_of("asker", "person authority operator"),
        check("staff_name_a_document", "asker = 'person' OR document_number IS NOT NULL"),
        comment="Requests of people for a copy or for erasure of what is held about them, append-only",
    )
    op.create_index("person_request_authority_idx", "person_request", ["authority_code", "person_request_id"])
    op.create_table(
        "person_request_answer",
        uuid("trainee_id", key=True),
        uuid("person_request_id", key=True),
        text("outcome"),
        text("document_number", "文号 of the answer", optional=True),
        text("reason", "A refusal says why", optional=True),
        uuid("asked_by"),
        uuid("decided_by", "Of an erasure another person than who asked"),
        moment("decided_at"),
        one_of("outcome", "handed_out erased refused"),
        check("erased_by_another", "outcome = 'handed_out' OR decided_by <> asked_by"),
        check("refusal_has_reason", "outcome <> 'refused' OR reason IS NOT NULL"),
        belongs_to("person_request", "trainee_id", "person_request_id"),
        comment="What was done about each request of a person, one each, append-only",
    )
