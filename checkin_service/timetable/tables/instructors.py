"""The table of who teaches which class."""

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Uuid

from checkin_service.kit.database import table

class_instructor = table(
    "class_instructor",
    Column("class_id", ForeignKey("training_class.class_id"), primary_key=True),
    Column("staff_id", Uuid, primary_key=True),
    Column("teaches", Boolean, nullable=False, comment="False once somebody else took over"),
    Column("changed_by", Uuid, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    # An instructor asks for the own classes.
    Index("class_instructor_staff_idx", "staff_id"),
    comment="Instructors and the classes that they see and work in, as the institution says; by class",
)
