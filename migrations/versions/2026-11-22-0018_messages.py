"""Messages to people, how far each has read, where they want them too, and those that wait to go out."""

from alembic import op

from migrations.columns import belongs_to, binary, integer, json, moment, one_of, text, texts, uuid

revision = "messages"
down_revision = "feed"

_KINDS = (
    "voucher_arrived voucher_expires voucher_expires_soon rate_at_risk rate_out_of_reach check_in_accepted "
    "check_in_rejected leave_granted leave_refused correction_decided doubt_opened doubt_resolved subsidy_earned "
    "subsidy_denied appeal_upheld appeal_dismissed paid not_paid application_accepted application_refused "
    "application_waits place_offered place_lapsed"
)


def upgrade() -> None:
    op.create_table(
        "message",
        uuid("trainee_id", key=True),
        uuid("cause", "The event, or the voucher near its end: each tells once", key=True),
        text("kind", key=True),
        uuid("class_id", "Of which class, if of any", optional=True),
        json("facts", "Days and numbers that the sentence says"),
        moment("told_at"),
        one_of("kind", _KINDS),
        belongs_to("trainee", "trainee_id"),
        comment="What people were told of their own cases (消息), append-only",
    )
    op.create_table(
        "message_reading",
        uuid("trainee_id", key=True),
        moment("read_until"),
        belongs_to("trainee", "trainee_id"),
        comment="Until when each person has read their messages",
    )
    op.create_table(
        "message_contact",
        uuid("trainee_id", key=True),
        binary("mobile_sealed", "The number that the person gave; empty: in the app only", optional=True),
        texts("silenced", "Kinds that the person does not want by SMS"),
        moment("changed_at"),
        uuid("channel_id", "A channel's app that shows them too, by the person's own choice", optional=True),
        belongs_to("trainee", "trainee_id"),
        comment="Where messages go besides the app; a number taken back is not kept",
    )
    op.create_table(
        "message_dispatch",
        uuid("trainee_id", key=True),
        uuid("cause", key=True),
        text("kind", key=True),
        integer("attempts", default="0"),
        moment("next_attempt_at"),
        belongs_to("message", "trainee_id", "cause", "kind"),
        comment="Messages that have not gone out yet; a row goes when it has",
    )
    op.create_index("message_dispatch_next_idx", "message_dispatch", ["next_attempt_at"])
