"""Inspections with their steps, and the draws that some of them come from."""

from alembic import op

from migrations.columns import binary, check, day, integer, moment, one_of, text, uuid, uuids

revision = "inspections"
down_revision = "site_pictures"


def upgrade() -> None:
    op.create_table(
        "inspection_draw",
        uuid("draw_id", key=True),
        text("authority_code", of="authority.authority_code"),
        binary("commitment", "SHA-256 of the seed, published before the draw"),
        binary("seed_sealed", "Sealed: nobody reads it before it is revealed"),
        integer("count", "How many are to be drawn"),
        day("due_on", "Until when those drawn are inspected"),
        text("reason"),
        uuid("committed_by"),
        moment("committed_at"),
        check("count_positive", "count > 0"),
        comment="Draws of inspections (随机抽取), committed to before, append-only",
    )
    op.create_index("inspection_draw_authority_idx", "inspection_draw", ["authority_code", "draw_id"])
    op.create_table(
        "inspection_reveal",
        uuid("draw_id", "Once: of two one is refused", key=True, of="inspection_draw.draw_id"),
        binary("seed"),
        uuids("population", "The classes among which it drew"),
        uuid("revealed_by"),
        moment("revealed_at"),
        comment="Seeds of draws and what they drew from, append-only; anybody computes the draw again",
    )
    _inspections()


def _inspections() -> None:
    op.create_table(
        "inspection",
        uuid("inspection_id", key=True),
        text("authority_code", of="authority.authority_code"),
        uuid("institution_id", of="institution.institution_id"),
        uuid("class_id", "Empty: the institution as such", optional=True),
        text("kind"),
        text("origin"),
        uuid("draw_id", optional=True, of="inspection_draw.draw_id"),
        uuid("complaint_id", "The complaint it follows; the institution is not told", optional=True),
        day("due_on"),
        text("reason"),
        uuid("planned_by"),
        moment("planned_at"),
        one_of("kind", "regular unannounced"),
        one_of("origin", "planned drawn empty_class complaint"),
        check("drawn_by_a_draw", "(origin = 'drawn') = (draw_id IS NOT NULL)"),
        check("complaint_named", "(origin = 'complaint') = (complaint_id IS NOT NULL)"),
        comment="Inspections (抽查检查), append-only; the latest step is how one stands",
    )
    op.create_index("inspection_authority_idx", "inspection", ["authority_code", "inspection_id"])
    op.create_index("inspection_institution_idx", "inspection", ["institution_id", "inspection_id"])
    op.create_table(
        "inspection_step",
        uuid("inspection_id", key=True, of="inspection.inspection_id"),
        integer("ordinal", "Of two at once one finds it taken", key=True),
        text("kind"),
        uuid("session_id", "The lesson that was going on", optional=True),
        integer("present", "How many of the roster had signed in then", optional=True),
        integer("doubtful", optional=True),
        integer("missing", optional=True),
        integer("headcount", "How many the inspector counted", optional=True),
        text("words"),
        uuid("taken_by"),
        moment("taken_at"),
        one_of("kind", "visit statement passed wanting"),
        check("headcount_not_negative", "headcount >= 0"),
        comment="Visits, statements and results of inspections, append-only",
    )
