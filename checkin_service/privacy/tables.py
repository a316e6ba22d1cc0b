"""Tables of people's requests about their own data, and of what was done about each."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Text, Uuid

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.privacy.model import Asker, Outcome, RequestKind

person_request = table(
    "person_request",
    Column("trainee_id", Uuid, primary_key=True),
    Column("person_request_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("asker", Text, nullable=False, comment="Through whom it came"),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="Who answers it"),
    Column("document_number", Text, comment="文号, or the number of the form that the person signed"),
    Column("reason", Text, comment="Of staff; a person needs none"),
    Column("asked_by", Uuid, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("due_on", Date, nullable=False, comment="The last day for an answer"),
    one_of("kind", RequestKind),
    one_of("asker", Asker),
    CheckConstraint("asker = 'person' OR document_number IS NOT NULL", name="staff_name_a_document"),
    refers_to("trainee", "trainee_id"),
    # An authority lists its own.
    Index("person_request_authority_idx", "authority_code", "person_request_id"),
    comment="Requests of people for a copy or for erasure of what is held about them, append-only",
)

person_request_answer = table(
    "person_request_answer",
    Column("trainee_id", Uuid, primary_key=True),
    Column("person_request_id", Uuid, primary_key=True),
    Column("outcome", Text, nullable=False),
    Column("document_number", Text, comment="文号 of the answer"),
    Column("reason", Text, comment="A refusal says why"),
    Column("asked_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Of an erasure another person than who asked"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    one_of("outcome", Outcome),
    CheckConstraint("outcome = 'handed_out' OR decided_by <> asked_by", name="erased_by_another"),
    CheckConstraint("outcome <> 'refused' OR reason IS NOT NULL", name="refusal_has_reason"),
    refers_to("person_request", "trainee_id", "person_request_id"),
    comment="What was done about each request of a person, one each, append-only",
)
