"""Tables of complaints, and of what became of each."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Text, Uuid

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.oversight.model import ComplaintState

complaint = table(
    "complaint",
    Column("complaint_id", Uuid, primary_key=True),
    Column("authority_code", Text, ForeignKey("authority.authority_code"), nullable=False),
    Column("about", Text, nullable=False, comment="The institution or class as the complainant names it"),
    Column("text_sealed", LargeBinary, nullable=False, comment="What is complained of; it may tell who complains"),
    Column("contact_sealed", LargeBinary, comment="How to reach the complainant; empty: they wish to be unknown"),
    Column("receipt_hash", LargeBinary, nullable=False, unique=True, comment="Keyed hash of the receipt number"),
    Column("filed_at", DateTime(timezone=True), nullable=False),
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
    refers_to("complaint", "complaint_id"),
    one_of("state", ComplaintState),
    CheckConstraint("state = 'accepted' OR words IS NOT NULL", name="answer_has_words"),
    comment="What an authority did about each complaint, append-only; the latest step is its state",
)
