"""The ground of every capability: answers to repeated requests, and the outbox of events."""

from alembic import op

from migrations.columns import binary, counted, integer, json, moment, text, uuid

revision = "kit"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "answered_request",
        text("caller", "Tenant or subject: ids of others do not collide with ours", key=True),
        uuid("request_id", key=True),
        binary("body_digest"),
        binary("answer", "The first answer, byte for byte"),
        moment("answered_at", default="now()"),
        comment="Answers to requests that create things; distributed by caller",
    )
    op.create_table(
        "outbox",
        uuid("trainee_id", "The person concerned; order is kept per person.", key=True),
        uuid("event_id", key=True),
        counted("sequence"),
        text("type", "Past tense, such as attendance.changed"),
        json("payload", "Ids and numbers only, never personal data"),
        moment("occurred_at"),
        moment("delivered_at", optional=True),
        integer("attempts", default="0"),
        text("last_error", optional=True),
        comment="Events waiting for delivery and those delivered",
    )
    op.create_index("outbox_order_idx", "outbox", ["trainee_id", "sequence"], postgresql_where="delivered_at IS NULL")
    op.create_index("outbox_undelivered_idx", "outbox", ["sequence"], postgresql_where="delivered_at IS NULL")
