"""Looks at classes, what authorities did about them, and inspections that come of it."""

from alembic import op

from migrations.columns import check, double, integer, json, moment, one_of, text, uuid

revision = "risk"
down_revision = "questions"


def upgrade() -> None:
    op.create_table(
        "class_look",
        uuid("class_id", key=True, of="training_class.class_id"),
        integer("number", "Of two nodes that look at once one finds it taken", key=True),
        text("authority_code", of="authority.authority_code"),
        integer("people", "How many signed in in these lessons"),
        integer("lessons", "How many lessons have been looked at, this time included"),
        text("calibration", "Which table of honest classes it was held against"),
        json("notes", "Per signal version, p-value and figures of the class; no person"),
        double("e", "Evidence of all looks so far; 1 is none"),
        double("p", "How often an honest class ever comes to so much"),
        moment("looked_at"),
        check("number_positive", "number > 0"),
        check("p_is_probability", "p > 0 AND p <= 1"),
        comment="What signals said of classes (风险提示), append-only; a note that decides nothing and names nobody",
    )
    op.create_index("class_look_authority_idx", "class_look", ["authority_code", "looked_at"])
    op.create_table(
        "risk_step",
        uuid("class_id", key=True, of="training_class.class_id"),
        integer("ordinal", "Of two at once one finds it taken", key=True),
        text("kind"),
        integer("look_number", "What was known then; a later look brings it back"),
        uuid("inspection_id", "The inspection that was planned on it", optional=True),
        text("reason"),
        uuid("taken_by"),
        moment("taken_at"),
        one_of("kind", "inspection closed"),
        check("inspection_named", "(kind = 'inspection') = (inspection_id IS NOT NULL)"),
        comment="What authorities did about classes on their risk list, append-only",
    )
    op.drop_constraint(op.f("inspection_origin_known_check"), "inspection")
    op.create_check_constraint(
        op.f("inspection_origin_known_check"),
        "inspection",
        "origin IN ('planned', 'drawn', 'empty_class', 'complaint', 'credit', 'risk')",
    )
