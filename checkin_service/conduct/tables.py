"""Tables of lapses, their appeals, orders to rectify and what became of each."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, DateTime, ForeignKey, Index, Integer, Text, Uuid

from checkin_service.conduct.model import LapseKind, Step
from checkin_service.kit.database import one_of, refers_to, table

lapse = table(
    "lapse",
    Column("lapse_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("authority_code", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("words", Text, nullable=False, comment="What was found; names nobody"),
    Column("inspection_id", Uuid, comment="The inspection that found it; empty: it came to light otherwise"),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("proposed_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    one_of("kind", LapseKind),
    CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
    # The counts of an institution are asked for by it alone.
    Index("lapse_institution_idx", "institution_id"),
    comment="Lapses of institutions (质量问题, 把关不严) as two people recorded them, append-only",
)

lapse_appeal = table(
    "lapse_appeal",
    Column("lapse_id", ForeignKey(lapse.c.lapse_id), primary_key=True),
    Column("words", Text, nullable=False),
    Column("filed_by", Uuid, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    comment="What institutions say against lapses, append-only",
)

lapse_appeal_decision = table(
    "lapse_appeal_decision",
    Column("lapse_id", Uuid, primary_key=True),
    Column("upheld", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Neither who found the lapse nor who confirmed it"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    refers_to("lapse_appeal", "lapse_id"),
    comment="Decisions on appeals of institutions, append-only; an upheld one strikes the lapse from the count",
)

rectification = table(
    "rectification",
    Column("rectification_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("authority_code", Text, nullable=False),
    Column("counted", Text, nullable=False, comment="How the counts stood when it was ordered"),
    Column("demands", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
    # The orders of an institution are asked for by it alone.
    Index("rectification_institution_idx", "institution_id"),
    comment="Orders to rectify (责令整改), append-only",
)

rectification_step = table(
    "rectification_step",
    Column("rectification_id", ForeignKey(rectification.c.rectification_id), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="Of two at once one finds it taken"),
    Column("step", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("step", Step),
    comment="Reports, decisions and new applications under orders to rectify, append-only; the latest one holds",
)
