"""The table of evaluations."""

from sqlalchemy import CheckConstraint, Column, Date, DateTime, ForeignKey, Index, LargeBinary, SmallInteger, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import refers_to, table

evaluation = table(
    "evaluation",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, comment="2 replaces 1; of two at once one finds it taken"),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("project_id", ForeignKey("project.project_id"), nullable=False),
    Column(
        "authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="Who supervises the class"
    ),
    Column("marks", JSONB, nullable=False, comment="1 to 5 by question; none: taken back"),
    Column("words_sealed", LargeBinary, comment="Sealed under the person's own key; the authority alone reads it"),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("closes_on", Date, nullable=False, comment="The last day on which the class could be evaluated"),
    CheckConstraint("ordinal IN (1, 2)", name="replaced_once"),
    CheckConstraint("marks <> '{}'::jsonb OR (ordinal = 2 AND words_sealed IS NULL)", name="taken_back_whole"),
    refers_to("registration", "trainee_id", "class_id"),
    # Figures of an institution, and of the places of an authority.
    Index("evaluation_institution_idx", "institution_id", "given_at"),
    Index("evaluation_authority_idx", "authority_code", "given_at"),
    # What was written about a class.
    Index("evaluation_class_idx", "class_id"),
    comment="Evaluations of classes by those who took them (评价), append-only; the latest of each person holds",
)
