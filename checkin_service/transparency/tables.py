"""The log: entries, the tree over them, signed checkpoints, and the facts that wait to be entered."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Text,
)

from checkin_service.kit.database import table

log_entry = table(
    "log_entry",
    Column("chain", Text, primary_key=True, comment="institution:<id> or authority:<code>"),
    Column("position", BigInteger, primary_key=True, comment="From 0 without gaps; two sealers at once collide here"),
    Column("kind", Text, nullable=False, comment="Which table the fact lies in"),
    Column("owner", Text, nullable=False, comment="First part of the fact's key: the trainee or the tenant"),
    Column("object", Text, nullable=False, comment="Second part of the fact's key"),
    Column("ordinal", Integer, nullable=False, comment="Third part of the fact's key, or 0"),
    Column("salt", LargeBinary, nullable=False, comment="Without it the commitment tells nothing"),
    # A fact is entered once; receipts look their entry up by it.
    Index("log_entry_fact_key", "chain", "kind", "owner", "object", "ordinal", unique=True),
    CheckConstraint("octet_length(salt) = 16", name="salt_whole"),
    comment="Which fact stands where in which chain, append-only; distributed by chain",
)

log_node = table(
    "log_node",
    Column("chain", Text, primary_key=True),
    Column("level", SmallInteger, primary_key=True, comment="0: the leaves"),
    Column("position", BigInteger, primary_key=True, comment="From the left, among the full subtrees of this level"),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("octet_length(hash) = 32", name="hash_whole"),
    comment="Roots of the full subtrees of a chain (RFC 6962), append-only; distributed by chain",
)

log_checkpoint = table(
    "log_checkpoint",
    Column("chain", Text, primary_key=True),
    Column("size", BigInteger, primary_key=True, comment="How many entries it covers"),
    Column("root", LargeBinary, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("complete_until", DateTime(timezone=True), comment="No fact of an earlier moment may enter later"),
    Column("signature", LargeBinary, nullable=False, comment="Ed25519"),
    CheckConstraint("octet_length(root) = 32 AND octet_length(signature) = 64", name="whole"),
    comment="What the service vouches for, append-only; distributed by chain",
)

log_pending = table(
    "log_pending",
    Column("sequence", BigInteger, Identity(always=True), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("object", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    comment="Facts just made, put here by triggers until the sealer enters them; distributed by sequence",
)
