"""Unannounced checks of people: which draw checks a class, checks that have begun, and explanations."""

from alembic import op

from migrations.columns import belongs_to, binary, check, integer, moment, text, uuid
from migrations.log import announce

revision = "person_checks"
down_revision = "request_count"


def upgrade() -> None:
    op.create_table(
        "check_plan",
        uuid("class_id", "One draw for the whole class", key=True, of="training_class.class_id"),
        uuid("draw_id"),
        text("authority_code"),
        belongs_to("draw", "authority_code", "draw_id"),
        comment="Which draw checks a class, append-only; when and whom stands in its sealed seed alone",
    )
    op.create_table(
        "person_check",
        uuid("trainee_id", key=True),
        uuid("session_id", key=True, of="class_session.session_id"),
        uuid("class_id"),
        uuid("draw_id"),
        integer("offset_s", "After the lesson's beginning, as the seed has it"),
        integer("length_s", "Of the span in which the moment was drawn"),
        moment("opens_at"),
        moment("closes_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        check("closes_after_it_opens", "closes_at > opens_at"),
        comment="Unannounced checks (随机在场确认) that have begun, append-only; before its moment there is no row of one",
    )
    op.create_index("person_check_class_idx", "person_check", ["class_id", "opens_at"])
    announce("person_check", "trainee_id, session_id, 0")
    op.create_table(
        "check_explanation",
        uuid("trainee_id", key=True),
        uuid("session_id", key=True),
        binary("words_sealed", "Under the person's own key"),
        moment("explained_at"),
        belongs_to("person_check", "trainee_id", "session_id"),
        comment="Why somebody did not answer a check, once, append-only",
    )
    _tell()


def _tell() -> None:
    """A message says that somebody is asked."""
    op.drop_constraint(op.f("message_kind_known_check"), "message")
    op.create_check_constraint(
        op.f("message_kind_known_check"),
        "message",
        "kind IN ('voucher_arrived', 'voucher_expires', 'voucher_expires_soon', 'rate_at_risk', 'rate_out_of_reach', "
        "'check_in_accepted', 'check_in_rejected', 'leave_granted', 'leave_refused', 'correction_decided', "
        "'doubt_opened', 'doubt_resolved', 'subsidy_earned', 'subsidy_denied', 'appeal_upheld', 'appeal_dismissed', "
        "'paid', 'not_paid', 'application_accepted', 'application_refused', 'application_waits', 'place_offered', "
        "'place_lapsed', 'question_answered', 'check_begun')",
    )
