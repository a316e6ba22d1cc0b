"""Tables of complaints with what became of each, and of saved queries."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.oversight.model import ComplaintKind, ComplaintState

complaint = table(
    "complaint",
    Column("complaint_id", Uuid, primary_key=True),
    Column("authority_code", Text, ForeignKey("authority.authority_code"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("about", Text, nullable=False, comment="The institution or class as the complainant names it"),
    Column("text_sealed", LargeBinary, nullable=False, comment="What is complained of; it may tell who complains"),
    Column("contact_sealed", LargeBinary, comment="How to reach the complainant; empty: they wish to be unknown"),
    Column("receipt_hash", LargeBinary, nullable=False, unique=True, comment="Keyed hash of the receipt number"),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    one_of("kind", ComplaintKind),
    # An authority's desk lists its own.
    Index("complaint_authority_idx", "authority_code", "complaint_id"),
    comment="Complaints (投诉举报) of anybody to an authority, append-only",
)

complaint_step = table(
    "complaint_step",
    Column("complaint_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("words", Text, comment="What the complainant is told"),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Column("to_authority", ForeignKey("authority.authority_code"), comment="Who has it from then on"),
    refers_to("complaint", "complaint_id"),
    one_of("state", ComplaintState),
    CheckConstraint("(state = 'transferred') = (to_authority IS NOT NULL)", name="transferred_to_somebody"),
    # The desk of whoever it was transferred to lists it.
    Index("complaint_step_to_authority_idx", "to_authority"),
    CheckConstraint("state = 'accepted' OR words IS NOT NULL", name="answer_has_words"),
    comment="What an authority did about each complaint, append-only; the latest step is its state",
)

complaint_assignment = table(
    "complaint_assignment",
    Column("complaint_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="Of two at once one finds it taken"),
    Column("assigned_to", Uuid, nullable=False),
    Column("assigned_by", Uuid, nullable=False),
    Column("assigned_at", DateTime(timezone=True), nullable=False),
    refers_to("complaint", "complaint_id"),
    comment="Whom of an authority each complaint is given to, append-only; the latest holds",
)

saved_query = table(
    "saved_query",
    Column("staff_id", Uuid, primary_key=True),
    Column("query_id", Uuid, primary_key=True),
    Column("name", Text, nullable=False, comment="Its owner's word for it"),
    Column("filters", JSONB, nullable=False, comment="As the search takes them; never a purpose nor a document number"),
    Column("saved_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("staff_id", "name"),
    comment="Searches that somebody of the staff asks again and again; distributed by account",
)
