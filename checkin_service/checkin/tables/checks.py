"""Tables of unannounced checks of people."""

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.checkin.model.checks import Together
from checkin_service.kit.database import one_of, refers_to, table

check_plan = table(
    "check_plan",
    Column("class_id", ForeignKey("training_class.class_id"), primary_key=True, comment="One draw for the whole class"),
    Column("draw_id", Uuid, nullable=False),
    Column("authority_code", Text, nullable=False),
    refers_to("draw", "authority_code", "draw_id"),
    comment="Which draw checks a class, append-only; when and whom stands in its sealed seed alone",
)

person_check = table(
    "person_check",
    Column("trainee_id", Uuid, primary_key=True),
    Column("session_id", ForeignKey("class_session.session_id"), primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("draw_id", Uuid, nullable=False),
    Column("offset_s", Integer, nullable=False, comment="After the lesson's beginning, as the seed has it"),
    Column("length_s", Integer, nullable=False, comment="Of the span in which the moment was drawn"),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("together", Text, comment="With whom the person was asked at the same moment; empty when alone"),
    one_of("together", Together),
    refers_to("registration", "trainee_id", "class_id"),
    CheckConstraint("closes_at > opens_at", name="closes_after_it_opens"),
    # An authority lists those of a class.
    Index("person_check_class_idx", "class_id", "opens_at"),
    comment="Unannounced checks (随机在场确认) that have begun, append-only; before its moment there is no row of one",
)

check_explanation = table(
    "check_explanation",
    Column("trainee_id", Uuid, primary_key=True),
    Column("session_id", Uuid, primary_key=True),
    Column("words_sealed", LargeBinary, nullable=False, comment="Under the person's own key"),
    Column("explained_at", DateTime(timezone=True), nullable=False),
    refers_to("person_check", "trainee_id", "session_id"),
    comment="Why somebody did not answer a check, once, append-only",
)

check_time_request = table(
    "check_time_request",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True, comment="Once in a class"),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    refers_to("registration", "trainee_id", "class_id"),
    # The authority lists those of a class.
    Index("check_time_request_class_idx", "class_id"),
    comment="Who asks for longer to answer a check of the room (延长应答时间), append-only; why stands nowhere",
)

check_time_decision = table(
    "check_time_decision",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("granted", Boolean, nullable=False),
    Column("decided_by", Uuid, nullable=False),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    refers_to("check_time_request", "trainee_id", "class_id"),
    comment="What the authority says to who asks for longer, once, append-only",
)

group_check = table(
    "group_check",
    Column("draw_id", Uuid, primary_key=True, comment="Also the id of the proposal that two people agreed on"),
    Column("class_id", ForeignKey("training_class.class_id"), nullable=False),
    Column("authority_code", Text, nullable=False),
    Column("trainee_ids", ARRAY(Uuid), nullable=False, comment="Whom two people of the authority named"),
    Column("planned_at", DateTime(timezone=True), nullable=False),
    refers_to("draw", "authority_code", "draw_id"),
    # What the risk list says of a class, and what a lesson asks.
    Index("group_check_class_idx", "class_id"),
    comment="Suspected groups to be asked at once in a lesson, append-only; when stands in the sealed seed alone",
)
