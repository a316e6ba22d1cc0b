"""Tables of proposals that need two people, and of the rulings on them."""

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import refers_to, table

proposal = table(
    "proposal",
    Column("authority_code", Text, ForeignKey("authority.authority_code"), primary_key=True),
    Column("proposal_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("about", Uuid, nullable=False, comment="The class, platform or institution that it concerns"),
    Column("content", JSONB, nullable=False, comment="The request as it came: ids, no names of people"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    comment="What one person of an authority proposes and another approves, append-only; distributed by authority",
)

proposal_ruling = table(
    "proposal_ruling",
    Column("authority_code", Text, primary_key=True),
    Column("proposal_id", Uuid, primary_key=True),
    Column("approved", Boolean, nullable=False),
    Column("reason", Text),
    Column("proposed_by", Uuid, nullable=False),
    Column("ruled_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("ruled_at", DateTime(timezone=True), nullable=False),
    refers_to("proposal", "authority_code", "proposal_id"),
    CheckConstraint("ruled_by <> proposed_by", name="ruled_by_another"),
    CheckConstraint("approved OR reason IS NOT NULL", name="refusal_has_reason"),
    comment="What a second person said to each proposal, append-only; distributed by authority",
)
