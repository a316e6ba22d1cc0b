"""Tables of the feed: subscribers, and the deliveries each is still owed."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.feed.model import BUS_ID
from checkin_service.kit.database import refers_to, table

subscriber = table(
    "subscriber",
    Column("subscriber_id", Uuid, primary_key=True),
    Column(
        "authority_code",
        ForeignKey("authority.authority_code"),
        comment="It hears of the classes this authority supervises, pays or counts; empty for the operator's bus",
    ),
    Column("url", Text, nullable=False),
    Column("types", ARRAY(Text), nullable=False, comment="Types of events it asked for"),
    Column("created_by", Uuid, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("cardinality(types) > 0", name="hears_something"),
    CheckConstraint(f"(authority_code IS NULL) = (subscriber_id = '{BUS_ID}')", name="only_the_bus_hears_all"),
    comment="Subscribers of the feed; reference data",
)

feed_delivery = table(
    "feed_delivery",
    Column("trainee_id", Uuid, primary_key=True),
    Column("event_id", Uuid, primary_key=True),
    Column("subscriber_id", ForeignKey(subscriber.c.subscriber_id), primary_key=True),
    Column("sequence", BigInteger, Identity(always=True), nullable=False),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_attempt_at", DateTime(timezone=True), nullable=False),
    Column("last_error", Text),
    refers_to("outbox", "trainee_id", "event_id"),
    # A subscriber's oldest first, and one person's in order.
    Index("feed_delivery_next_idx", "subscriber_id", "sequence"),
    Index("feed_delivery_order_idx", "trainee_id", "subscriber_id", "sequence"),
    comment="Events a subscriber has not taken yet; a row goes when it has",
)
