"""Questions about classes, and the message that one is answered."""

from alembic import op

from migrations.columns import belongs_to, binary, boolean, moment, small, uuid

revision = "questions"
down_revision = "courses"

_KINDS = (
    "voucher_arrived voucher_expires voucher_expires_soon rate_at_risk rate_out_of_reach check_in_accepted "
    "check_in_rejected leave_granted leave_refused correction_decided doubt_opened doubt_resolved subsidy_earned "
    "subsidy_denied appeal_upheld appeal_dismissed paid not_paid application_accepted application_refused "
    "application_waits place_offered place_lapsed question_answered"
)


def upgrade() -> None:
    op.create_table(
        "class_question",
        uuid("trainee_id", key=True),
        uuid("question_id", key=True),
        uuid("class_id"),
        moment("asked_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Questions that trainees asked about their class (线上答疑), append-only",
    )
    op.create_index("class_question_class_idx", "class_question", ["class_id", "question_id"])
    op.create_table(
        "question_entry",
        uuid("trainee_id", key=True),
        uuid("question_id", key=True),
        small("ordinal", "Of two at once one finds it taken", key=True),
        boolean("is_answer", "By those who teach, or by the trainee"),
        binary("text_sealed", "Under the trainee's own key"),
        uuid("written_by"),
        moment("written_at"),
        belongs_to("class_question", "trainee_id", "question_id"),
        comment="What both sides wrote under a question, in its order, append-only",
    )
    op.drop_constraint(op.f("message_kind_known_check"), "message")
    known = ", ".join(f"'{each}'" for each in _KINDS.split())
    op.create_check_constraint(op.f("message_kind_known_check"), "message", f"kind IN ({known})")
