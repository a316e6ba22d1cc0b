"""Tables of inspections, their steps, and what draws of them are for."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Text,
    Uuid,
)

from checkin_service.inspections.model import InspectionKind, Origin, Shows, StepKind
from checkin_service.kit.database import one_of, table

inspection_draw = table(
    "inspection_draw",
    Column("draw_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("due_on", Date, nullable=False, comment="Until when those drawn are inspected"),
    Column("reason", Text, nullable=False),
    Column("committed_by", Uuid, nullable=False),
    # An authority lists its own, the unrevealed among them.
    Index("inspection_draw_authority_idx", "authority_code", "draw_id"),
    comment="What draws of classes are for (随机抽取), append-only; hash and seed are those of the draw",
)

inspection = table(
    "inspection",
    Column("inspection_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("class_id", Uuid, comment="Empty: the institution as such"),
    Column("kind", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("draw_id", ForeignKey(inspection_draw.c.draw_id)),
    Column("complaint_id", Uuid, comment="The complaint it follows; the institution is not told"),
    Column("due_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("planned_by", Uuid, nullable=False),
    Column("planned_at", DateTime(timezone=True), nullable=False),
    one_of("kind", InspectionKind),
    one_of("origin", Origin),
    CheckConstraint("(origin = 'drawn') = (draw_id IS NOT NULL)", name="drawn_by_a_draw"),
    CheckConstraint("(origin = 'complaint') = (complaint_id IS NOT NULL)", name="complaint_named"),
    # Authorities and institutions list their own.
    Index("inspection_authority_idx", "authority_code", "inspection_id"),
    Index("inspection_institution_idx", "institution_id", "inspection_id"),
    comment="Inspections (抽查检查), append-only; the latest step is how one stands",
)

inspection_step = table(
    "inspection_step",
    Column("inspection_id", ForeignKey(inspection.c.inspection_id), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="Of two at once one finds it taken"),
    Column("kind", Text, nullable=False),
    Column("session_id", Uuid, comment="The lesson that was going on"),
    Column("present", Integer, comment="How many of the roster had signed in then"),
    Column("doubtful", Integer),
    Column("missing", Integer),
    Column("headcount", Integer, comment="How many the inspector counted"),
    Column("words", Text, nullable=False),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("kind", StepKind),
    CheckConstraint("headcount >= 0", name="headcount_not_negative"),
    comment="Visits, statements and results of inspections, append-only",
)

inspection_photo = table(
    "inspection_photo",
    Column("photo_id", Uuid, primary_key=True),
    Column("inspection_id", Uuid, nullable=False),
    Column("ordinal", Integer, nullable=False, comment="The visit at which it was taken"),
    Column("shows", Text, nullable=False),
    Column(
        "sealed", LargeBinary, nullable=False, comment="Under the inspection's own key; empty once its time is over"
    ),
    Column("digest", LargeBinary, nullable=False, comment="SHA-256 of the file as the service drew it anew"),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("shows", Shows),
    ForeignKeyConstraint(["inspection_id", "ordinal"], [inspection_step.c.inspection_id, inspection_step.c.ordinal]),
    # Shown with its inspection.
    Index("inspection_photo_inspection_idx", "inspection_id", "ordinal", "photo_id"),
    comment="Photographs of rooms and papers taken at visits, append-only",
)
