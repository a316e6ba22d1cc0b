"""Credits are facts: class hours of a session that one thing earned; the counter beside them can be recomputed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.attendance.model.confirmations import ConfirmationKind
from checkin_service.attendance.model.credits import Outlook
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.kit.database import one_of, refers_to, table

credit = table(
    "credit",
    Column("trainee_id", Uuid, primary_key=True),
    Column("session_id", Uuid, primary_key=True),
    Column("hour", SmallInteger, primary_key=True, comment="The first class hour of the session it gives, from 1"),
    Column("hour_bits", Integer, comment="Bit n for the nth class hour; none in older rows, which give one hour"),
    Column("class_id", Uuid, nullable=False),
    Column("mode", Text, nullable=False),
    Column("attempt_id", Uuid, nullable=False, comment="What it rests on: a check-in, an appeal, a record, a transfer"),
    Column("credited_at", DateTime(timezone=True), nullable=False),
    Column("evidence_class", Text, comment="A to G; none of hours credited before classes were kept"),
    one_of(
        "mode",
        ("located", "scanned", "online", "self_paced", "corrected", "imported", "transferred", "asserted_by_platform"),
    ),
    CheckConstraint("hour > 0", name="hour_positive"),
    CheckConstraint("hour_bits & ((2 << hour) - 1) = 1 << hour", name="hour_is_the_first"),
    one_of("evidence_class", EvidenceClass, name="class_known"),
    comment="Class hours credited, append-only",
)

credit_confirmation = table(
    "credit_confirmation",
    Column("trainee_id", Uuid, primary_key=True),
    Column("confirmation_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False, comment="Whose class hours it confirms, also those credited later"),
    Column("kind", Text, nullable=False),
    Column("reason", Text, comment="What was seen; empty where a machine saw it"),
    Column("confirmed_by", Text, nullable=False, comment="staff:<id>, or the device that was there"),
    Column("confirmed_at", DateTime(timezone=True), nullable=False),
    one_of("kind", ConfirmationKind),
    CheckConstraint("kind NOT IN ('headcount', 'visit', 'decision') OR reason IS NOT NULL", name="word_has_reason"),
    refers_to("registration", "trainee_id", "class_id"),
    # A determination asks for everything about a person in a class.
    Index("credit_confirmation_class_idx", "trainee_id", "class_id"),
    comment="What besides a check-in shows that a person was in a session, append-only",
)

attendance = table(
    "attendance",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("credited_hours", Integer, nullable=False),
    Column("corrected_hours", Integer, nullable=False, server_default=text("0"), comment="Of these, by decision"),
    Column("imported_hours", Integer, nullable=False, server_default=text("0"), comment="Of these, from paper"),
    Column(
        "asserted_hours", Integer, nullable=False, server_default=text("0"), comment="Of these, on the platform's word"
    ),
    Column("outlook", Text, comment="As last told: a change for the worse is news, once"),
    Column("version", Integer, nullable=False, comment="Every change raises it: parallel writers notice each other"),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("credited_hours >= 0", name="hours_not_negative"),
    one_of("outlook", Outlook),
    CheckConstraint("corrected_hours + imported_hours + asserted_hours <= credited_hours", name="parts_within_whole"),
    refers_to("registration", "trainee_id", "class_id"),
    # The dashboard of a class.
    Index("attendance_class_idx", "class_id"),
    comment="Credited class hours per trainee and class, kept in the transaction that credits",
)

opening_balance = table(
    "opening_balance",
    Column("balance_id", Uuid, primary_key=True, comment="What imported credits rest on"),
    Column("class_id", ForeignKey("training_class.class_id"), nullable=False),
    Column("source", Text, nullable=False, comment="Which paper it was read from"),
    Column("lines", JSONB, nullable=False, comment="Trainee, session, class hours: ids and numbers only"),
    Column("public_key", LargeBinary, comment="The officer's; anyone can check the signature by it"),
    Column("signature", LargeBinary, comment="Over the hex SHA-256 of the canonical list"),
    Column("imported_by", Uuid, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    Index("opening_balance_class_idx", "class_id"),
    CheckConstraint("(public_key IS NULL) = (signature IS NULL)", name="signed_with_a_key"),
    comment="Class hours from paper at the cut-over, read by one person of the authority and approved by another",
)
