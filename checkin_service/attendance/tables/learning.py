"""Self-paced learning: the platforms an authority has entered, and what people learnt on them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.attendance.model.learning import OperatorDuty
from checkin_service.kit.database import one_of, refers_to, table

learning_platform = table(
    "learning_platform",
    Column("platform_id", Uuid, primary_key=True),
    Column(
        "authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="Whose officer entered it"
    ),
    Column("name", Text, nullable=False),
    Column("operator_id", ForeignKey("institution.institution_id"), comment="An institution that runs it itself"),
    Column("public_key", LargeBinary, nullable=False, comment="What its statements are signed with"),
    Column("registered_by", Uuid, nullable=False),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True), comment="From then on nothing it signs is believed"),
    Index("learning_platform_authority_idx", "authority_code", "platform_id"),
    comment="Platforms on which people learn when they like, as an authority has entered them",
)

platform_duty_paper = table(
    "platform_duty_paper",
    Column("platform_id", ForeignKey(learning_platform.c.platform_id), primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, comment="Of two at once one finds it taken"),
    Column("duty", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("shows", Text, nullable=False, comment="What the paper shows"),
    Column("seen_on", Date, nullable=False),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    one_of("duty", OperatorDuty),
    comment="Papers that show how operators keep their duties (FJ-30), as officers have seen them, append-only",
)

learning_record = table(
    "learning_record",
    Column("trainee_id", Uuid, primary_key=True),
    Column("record_id", Uuid, primary_key=True),
    Column("ordinal", Integer, nullable=False, comment="Which record of the person: two at once collide"),
    Column("class_id", Uuid, nullable=False),
    Column("session_id", Uuid, nullable=False),
    Column("platform_id", Uuid, nullable=False),
    Column("course", Text, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True), nullable=False),
    Column("minutes", Integer, nullable=False, comment="As the platform measured them"),
    Column("questions", Integer, nullable=False),
    Column("right_answers", Integer, nullable=False),
    Column("identified_by", Text, nullable=False, comment="How the platform knew the person"),
    Column("statement_sha256", LargeBinary, comment="Of what the platform signed; since 0.2 in the sealed statement"),
    Column("signature", LargeBinary, comment="The platform's; since 0.2 in the sealed statement"),
    Column("statement_sealed", LargeBinary, comment="Salt, hash and signature: they tell the document to a guesser"),
    Column("statement_commitment", LargeBinary, comment="SHA-256 of the same, which says nothing without the salt"),
    Column("device_id", Uuid, nullable=False, comment="The trainee's own, which sent it"),
    Column("accepted", Boolean, nullable=False),
    Column("reasons", ARRAY(Text), nullable=False, comment="Of the findings"),
    Column("counted_minutes", Integer, nullable=False, comment="Of the minutes, those that nothing else counts"),
    Column("class_hour_min", Integer, nullable=False, comment="Minutes that made a class hour"),
    Column("credited_hours", SmallInteger, nullable=False, comment="Class hours completed by it"),
    Column("received_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("counted_minutes BETWEEN 0 AND minutes", name="counted_within_measured"),
    CheckConstraint(
        "(statement_sealed IS NULL) = (statement_sha256 IS NOT NULL) "
        "AND (statement_sealed IS NULL) = (statement_commitment IS NULL)",
        name="stated_sealed_or_open",
    ),
    CheckConstraint("accepted OR counted_minutes + credited_hours = 0", name="refused_counts_nothing"),
    refers_to("registration", "trainee_id", "class_id"),
    UniqueConstraint("trainee_id", "ordinal"),
    Index("learning_record_class_idx", "class_id", "record_id"),
    # What came of a platform's records, for its authority.
    Index("learning_record_platform_idx", "platform_id", "received_at"),
    comment="What people learnt when they liked (自主学习), signed by a platform, append-only",
)
