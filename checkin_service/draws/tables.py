"""Tables of draws and of their seeds; both are facts of the public log."""

from sqlalchemy import Column, DateTime, ForeignKey, Index, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.draws.model import DrawPurpose
from checkin_service.kit.database import one_of, refers_to, table

draw = table(
    "draw",
    Column("authority_code", ForeignKey("authority.authority_code"), primary_key=True),
    Column("draw_id", Uuid, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("terms", JSONB, nullable=False, comment="How many are drawn: so many, or so many per cent"),
    Column("commitment", LargeBinary, nullable=False, comment="SHA-256 of the seed, in the log before the draw"),
    Column("seed_sealed", LargeBinary, nullable=False, comment="Sealed: nobody reads it before it is revealed"),
    Column("committed_at", DateTime(timezone=True), nullable=False),
    one_of("purpose", DrawPurpose),
    # The latest of an authority for one purpose is asked for by night.
    Index("draw_purpose_idx", "authority_code", "purpose", "committed_at"),
    comment="Draws (随机抽取), committed to before, append-only; distributed by authority",
)

draw_reveal = table(
    "draw_reveal",
    Column("authority_code", Text, primary_key=True),
    Column("draw_id", Uuid, primary_key=True, comment="Once: of two one is refused"),
    Column("seed", LargeBinary, nullable=False),
    Column("population", ARRAY(Uuid), nullable=False, comment="What it drew from, in the order of the ids"),
    Column("drawn", ARRAY(Uuid), nullable=False, comment="What it drew; anybody computes it again"),
    Column("revealed_at", DateTime(timezone=True), nullable=False),
    refers_to("draw", "authority_code", "draw_id"),
    comment="Seeds of draws and what they drew from, append-only; distributed by authority",
)
