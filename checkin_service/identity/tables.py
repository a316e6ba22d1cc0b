"""Persons: every payload that names somebody is sealed under that person's own key."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from checkin_service.kit.database import metadata

trainee = Table(
    "trainee",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("document_kind", Text, nullable=False),
    Column("document_sealed", LargeBinary, nullable=False),
    Column("born_on", Date, comment="From the document where it tells; guards minors"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "document_kind IN "
        "('resident_id', 'residence_permit', 'mainland_travel_permit', 'passport', 'foreign_permanent')",
        name="document_kind_known",
    ),
    comment="Trainees (参训人员)",
)

document_index = Table(
    "document_index",
    metadata,
    Column("document_hash", LargeBinary, primary_key=True, comment="HMAC of kind and number under a server secret"),
    Column("trainee_id", Uuid, nullable=False),
    comment="One person per identity document; distributed by the hash",
)

consent = Table(
    "consent",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("purpose", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest counts; giving and withdrawing alternate"),
    Column("given", Boolean, nullable=False, comment="False withdraws"),
    Column("text_version", Text, nullable=False, comment="Which wording the person read"),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("purpose IN ('location', 'face')", name="purpose_known"),
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    comment="Separate consents (单独同意), append-only",
)

invitation = Table(
    "invitation",
    metadata,
    Column("invitation_hash", LargeBinary, primary_key=True),
    Column("trainee_id", Uuid, nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    comment="One-time codes that travel with the voucher and let a person bind a device; distributed by the hash",
)

device = Table(
    "device",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("device_id", Uuid, primary_key=True),
    Column("public_key", LargeBinary, nullable=False, comment="P-256, uncompressed point"),
    Column("pin_hash", LargeBinary, nullable=False, comment="HMAC under a server secret, salted by the device id"),
    Column("invitation_hash", LargeBinary, nullable=False),
    Column("bound_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    UniqueConstraint("trainee_id", "invitation_hash", name="device_invitation_used_once"),
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    # At most one active device per person.
    Index("device_active_key", "trainee_id", unique=True, postgresql_where=text("revoked_at IS NULL")),
    comment="Phones bound to a person by a key pair",
)

device_index = Table(
    "device_index",
    metadata,
    Column("device_id", Uuid, primary_key=True),
    Column("trainee_id", Uuid, nullable=False),
    comment="Whose device this is, for signing in; distributed by device",
)

device_key_index = Table(
    "device_key_index",
    metadata,
    Column("key_hash", LargeBinary, primary_key=True, comment="SHA-256 of the public key"),
    Column("trainee_id", Uuid, nullable=False),
    comment="One key serves one person: a phone does not sign for others; distributed by the hash",
)

face_reference = Table(
    "face_reference",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest counts"),
    Column("sealed", LargeBinary, nullable=False, comment="The reference vector, no image; empty once withdrawn"),
    Column("engine", Text, nullable=False),
    Column("model_hash", Text, nullable=False),
    Column("path_version", Text, nullable=False),
    Column("photos", Integer, nullable=False),
    Column("enrolled_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    comment="Face references (参考特征)",
)
