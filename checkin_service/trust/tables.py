"""Tables of looks at classes and of what was done about them."""

from sqlalchemy import CheckConstraint, Column, DateTime, Double, ForeignKey, Index, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import one_of, table
from checkin_service.trust.model import RiskStepKind

class_look = table(
    "class_look",
    Column("class_id", ForeignKey("training_class.class_id"), primary_key=True),
    Column("number", Integer, primary_key=True, comment="Of two nodes that look at once one finds it taken"),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("people", Integer, nullable=False, comment="Whom it is of: who signed in, or who was checked"),
    Column("lessons", Integer, nullable=False, comment="How many lessons have been looked at, this time included"),
    Column("calibration", Text, nullable=False, comment="Which table of honest classes it was held against"),
    Column("notes", JSONB, nullable=False, comment="Per signal version, p-value and figures of the class; no person"),
    Column("e", Double, nullable=False, comment="Evidence of all looks so far; 1 is none"),
    Column("p", Double, nullable=False, comment="How often an honest class ever comes to so much"),
    Column("looked_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("number > 0", name="number_positive"),
    CheckConstraint("p > 0 AND p <= 1", name="p_is_probability"),
    # An authority's list takes the latest of each of its classes.
    Index("class_look_authority_idx", "authority_code", "looked_at"),
    comment="What signals said of classes (风险提示), append-only; a note that decides nothing and names nobody",
)

risk_step = table(
    "risk_step",
    Column("class_id", ForeignKey("training_class.class_id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="Of two at once one finds it taken"),
    Column("kind", Text, nullable=False),
    Column("look_number", Integer, nullable=False, comment="What was known then; a later look brings it back"),
    Column("inspection_id", Uuid, comment="The inspection that was planned on it, or concluded"),
    Column("reason", Text, nullable=False),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("kind", RiskStepKind),
    CheckConstraint(
        "(kind IN ('inspection', 'in_order', 'wanting')) = (inspection_id IS NOT NULL)", name="inspection_named"
    ),
    comment="What authorities did about classes on their risk list, append-only",
)
