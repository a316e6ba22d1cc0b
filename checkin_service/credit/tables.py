"""Tables of credit scores and appeals against them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.credit.model import Grade
from checkin_service.kit.database import one_of, refers_to, table

credit_score = table(
    "credit_score",
    Column("score_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("ordinal", Integer, nullable=False, comment="The highest holds; of two at once one finds it taken"),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("document", JSONB, nullable=False, comment="Every input and policy value, and what came of them"),
    Column("grade", Text, comment="Empty: not rated"),
    Column("is_low", Boolean, nullable=False, comment="A signal for an inspection"),
    Column("computed_by", Uuid, comment="Empty: the night computed it"),
    Column("computed_at", DateTime(timezone=True), nullable=False),
    one_of("grade", Grade),
    UniqueConstraint("institution_id", "ordinal"),
    # An authority's queue and the public list ask for those of a place.
    Index("credit_score_authority_idx", "authority_code"),
    comment="Credit scores of institutions (信用评分) with all they were computed from, append-only",
)

credit_appeal = table(
    "credit_appeal",
    Column("score_id", ForeignKey(credit_score.c.score_id), primary_key=True),
    Column("words", Text, nullable=False),
    Column("filed_by", Uuid, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    comment="What institutions say against their scores, append-only",
)

credit_appeal_decision = table(
    "credit_appeal_decision",
    Column("score_id", Uuid, primary_key=True),
    Column("upheld", Boolean, nullable=False),
    Column("set_aside", ARRAY(Text), nullable=False, comment="Items that count neither way until the day"),
    Column("until", Date),
    Column("reason", Text, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Neither who computed it nor who had a part in its lapses"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("upheld = (cardinality(set_aside) > 0)", name="upheld_sets_aside"),
    CheckConstraint("upheld = (until IS NOT NULL)", name="set_aside_until"),
    refers_to("credit_appeal", "score_id"),
    comment="Decisions on appeals against scores, append-only",
)
