"""Tables of the register of courses: courses, their versions, and what became of them."""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, SmallInteger, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.courses.model import StepKind, Taught
from checkin_service.kit.database import one_of, refers_to, table

training_course = table(
    "training_course",
    Column("course_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("authority_code", Text, nullable=False, comment="Who examines it"),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    # Institutions list their own, authorities those that they examine.
    Index("training_course_institution_idx", "institution_id"),
    Index("training_course_authority_idx", "authority_code"),
    comment="Courses of the register (培训课程库), append-only",
)

course_content = table(
    "course_content",
    Column("course_id", ForeignKey(training_course.c.course_id), primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, comment="Of two changes at once one finds it taken"),
    Column("title", Text, nullable=False),
    Column("occupation", Text, nullable=False),
    Column("level", Text),
    Column("taught", Text, nullable=False, comment="线上 online, 线下 offline or both"),
    Column("class_hours", Integer, nullable=False),
    Column("summary", Text, nullable=False),
    Column("units", JSONB, nullable=False, comment="教学单元: title and class hours of each"),
    Column("resources", JSONB, nullable=False, comment="线上资源: kind, title and link of each; never fetched"),
    Column("question_count", Integer, comment="题库题数"),
    Column("reason", Text, comment="Why it is changed"),
    Column("filed_by", Uuid, nullable=False),
    Column("filed_at", DateTime(timezone=True), nullable=False),
    one_of("taught", Taught),
    CheckConstraint("class_hours > 0", name="hours_positive"),
    CheckConstraint("(ordinal = 1) = (reason IS NULL)", name="change_has_reason"),
    comment="Versions of courses as institutions filed them, append-only; the public reads the one approved last",
)

course_step = table(
    "course_step",
    Column("course_id", Uuid, primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, comment="Of two at once one finds it taken"),
    Column("kind", Text, nullable=False),
    Column("version", SmallInteger, nullable=False, comment="The version that was examined, or stood then"),
    Column("reason", Text),
    Column("taken_by", Uuid, nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("kind", StepKind),
    CheckConstraint("reason IS NOT NULL OR kind = 'approved'", name="all_but_approval_has_reason"),
    refers_to("training_course", "course_id"),
    comment="Examinations, suspensions and closures of courses, append-only",
)
