"""Headcounts by photograph: the number that was counted, and what was said to it; no picture."""

from alembic import op

from migrations.columns import belongs_to, integer, moment, one_of, text, uuid

revision = "headcounts"
down_revision = "group_checks"


def upgrade() -> None:
    op.create_table(
        "headcount",
        uuid("headcount_id", key=True),
        uuid("class_id"),
        uuid("session_id"),
        integer("counted", "Faces in a photograph that was dropped at once"),
        integer("present", "Accepted arrivals of the lesson at that moment"),
        text("code_source", "On whose screen the code stood that came with it"),
        uuid("taken_by"),
        moment("taken_at"),
        one_of("code_source", "display remote_display beacon"),
        comment="How many faces a photograph of a room showed (拍照清点人数), append-only; no picture is kept",
    )
    op.create_index("headcount_class_idx", "headcount", ["class_id"])
    op.create_table(
        "headcount_explanation",
        uuid("headcount_id", key=True),
        text("words", "Of who counted; no names, the form says so"),
        uuid("explained_by"),
        moment("explained_at"),
        belongs_to("headcount", "headcount_id"),
        comment="How the difference of a headcount comes about, once, append-only",
    )
