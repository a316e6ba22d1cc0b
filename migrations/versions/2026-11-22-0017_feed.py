"""Subscribers and what they have not taken yet."""

from alembic import op

from migrations.columns import belongs_to, check, counted, integer, moment, text, texts, uuid

revision = "feed"
down_revision = "settlement"


def upgrade() -> None:
    op.create_table(
        "subscriber",
        uuid("subscriber_id", key=True),
        text(
            "authority_code",
            "It hears of the classes this authority supervises, pays or counts; empty for the operator's bus",
            optional=True,
            of="authority.authority_code",
        ),
        text("url"),
        texts("types", "Types of events it asked for"),
        uuid("created_by"),
        moment("created_at"),
        moment("ended_at", optional=True),
        check("hears_something", "cardinality(types) > 0"),
        check(
            "only_the_bus_hears_all",
            "(authority_code IS NULL) = (subscriber_id = '00000000-0000-7000-8000-000000000b05')",
        ),
        comment="Subscribers of the feed; reference data",
    )
    op.create_table(
        "feed_delivery",
        uuid("trainee_id", key=True),
        uuid("event_id", key=True),
        uuid("subscriber_id", key=True, of="subscriber.subscriber_id"),
        counted("sequence"),
        integer("attempts", default="0"),
        moment("next_attempt_at"),
        text("last_error", optional=True),
        belongs_to("outbox", "trainee_id", "event_id"),
        comment="Events a subscriber has not taken yet; a row goes when it has",
    )
    op.create_index("feed_delivery_next_idx", "feed_delivery", ["subscriber_id", "sequence"])
    op.create_index("feed_delivery_order_idx", "feed_delivery", ["trainee_id", "subscriber_id", "sequence"])
