"""The register of courses, and the course that a class names."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import belongs_to, check, integer, json, moment, one_of, small, text, uuid

revision = "courses"
down_revision = "recordings"


def upgrade() -> None:
    op.create_table(
        "training_course",
        uuid("course_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        text("authority_code", "Who examines it"),
        moment("filed_at"),
        comment="Courses of the register (培训课程库), append-only",
    )
    op.create_index("training_course_institution_idx", "training_course", ["institution_id"])
    op.create_index("training_course_authority_idx", "training_course", ["authority_code"])
    _versions()
    op.add_column(
        "training_class",
        sa.Column(
            "course_id",
            sa.Uuid(),
            sa.ForeignKey("training_course.course_id"),
            comment="The course of the register that it teaches",
        ),
    )


def _versions() -> None:
    op.create_table(
        "course_content",
        uuid("course_id", key=True, of="training_course.course_id"),
        small("ordinal", "Of two changes at once one finds it taken", key=True),
        text("title"),
        text("occupation"),
        text("level", optional=True),
        text("taught", "线上 online, 线下 offline or both"),
        integer("class_hours"),
        text("summary"),
        json("units", "教学单元: title and class hours of each"),
        json("resources", "线上资源: kind, title and link of each; never fetched"),
        integer("question_count", "题库题数", optional=True),
        text("reason", "Why it is changed", optional=True),
        uuid("filed_by"),
        moment("filed_at"),
        one_of("taught", "online offline both"),
        check("hours_positive", "class_hours > 0"),
        check("change_has_reason", "(ordinal = 1) = (reason IS NULL)"),
        comment="Versions of courses as institutions filed them, append-only; the public reads the one approved last",
    )
    op.create_table(
        "course_step",
        uuid("course_id", key=True),
        small("ordinal", "Of two at once one finds it taken", key=True),
        text("kind"),
        small("version", "The version that was examined, or stood then"),
        text("reason", optional=True),
        uuid("taken_by"),
        moment("taken_at"),
        one_of("kind", "approved refused suspended resumed closed"),
        check("all_but_approval_has_reason", "reason IS NOT NULL OR kind = 'approved'"),
        belongs_to("training_course", "course_id"),
        comment="Examinations, suspensions and closures of courses, append-only",
    )
