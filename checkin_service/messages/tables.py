"""Tables of messages: what a person was told, how far they have read, where they want it too, and what waits to go."""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Text, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.messages.model import MessageKind

message = table(
    "message",
    Column("trainee_id", Uuid, primary_key=True),
    Column("cause", Uuid, primary_key=True, comment="The event, or the voucher near its end: each tells once"),
    Column("kind", Text, primary_key=True),
    Column("class_id", Uuid, comment="Of which class, if of any"),
    Column("facts", JSONB, nullable=False, comment="Days and numbers that the sentence says"),
    Column("told_at", DateTime(timezone=True), nullable=False),
    one_of("kind", MessageKind),
    refers_to("trainee", "trainee_id"),
    comment="What people were told of their own cases (消息), append-only",
)

message_reading = table(
    "message_reading",
    Column("trainee_id", Uuid, primary_key=True),
    Column("read_until", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    comment="Until when each person has read their messages",
)

message_contact = table(
    "message_contact",
    Column("trainee_id", Uuid, primary_key=True),
    Column("mobile_sealed", LargeBinary, comment="The number that the person gave; empty: in the app only"),
    Column("channel_id", Uuid, comment="A channel's app that shows them too, by the person's own choice"),
    Column("silenced", ARRAY(Text), nullable=False, comment="Kinds that the person does not want by SMS"),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    comment="Where messages go besides the app; a number taken back is not kept",
)

message_dispatch = table(
    "message_dispatch",
    Column("trainee_id", Uuid, primary_key=True),
    Column("cause", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("next_attempt_at", DateTime(timezone=True), nullable=False),
    refers_to("message", "trainee_id", "cause", "kind"),
    # What is due goes first.
    Index("message_dispatch_next_idx", "next_attempt_at"),
    comment="Messages that have not gone out yet; a row goes when it has",
)
