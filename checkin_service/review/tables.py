"""Tables of second looks at reviewers' decisions."""

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, Text, Uuid

from checkin_service.kit.database import refers_to, table

review_opening = table(
    "review_opening",
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("opened_by", Uuid, primary_key=True, comment="The first time counts"),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    refers_to("attempt", "trainee_id", "attempt_id"),
    comment="When a reviewer opened the evidence of an attempt, append-only",
)

second_look = table(
    "second_look",
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("draw_id", Uuid, comment="Which draw chose it; empty for a decision made too fast"),
    Column("first_by", Uuid, nullable=False),
    Column("assigned_at", DateTime(timezone=True), nullable=False),
    refers_to("review", "trainee_id", "attempt_id"),
    # Figures and disputes of an authority.
    Index("second_look_authority_idx", "authority_code", "assigned_at"),
    comment="Decisions of reviewers that another person makes again (复核抽查), append-only",
)

second_review = table(
    "second_review",
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("first_by", Uuid, nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_s", Integer, nullable=False, comment="Whole seconds from opening the evidence to the decision"),
    Column("reviewed_by", Uuid, nullable=False, comment="Another person than who decided first"),
    Column("reviewed_at", DateTime(timezone=True), nullable=False),
    refers_to("second_look", "trainee_id", "attempt_id"),
    CheckConstraint("reviewed_by <> first_by", name="looked_at_by_another"),
    comment="What the second person decided, blind, one each, append-only; it moves nothing by itself",
)

dispute_ruling = table(
    "dispute_ruling",
    Column("trainee_id", Uuid, primary_key=True),
    Column("attempt_id", Uuid, primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("first_by", Uuid, nullable=False),
    Column("second_by", Uuid, nullable=False),
    Column("ruled_by", Uuid, nullable=False, comment="A third person"),
    Column("ruled_at", DateTime(timezone=True), nullable=False),
    refers_to("second_review", "trainee_id", "attempt_id"),
    CheckConstraint("ruled_by <> first_by AND ruled_by <> second_by", name="ruled_by_a_third"),
    comment="How a third person ended what two reviewers decided differently, append-only",
)
