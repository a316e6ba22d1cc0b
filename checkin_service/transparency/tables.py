"""The log: signed checkpoints with the entries that came with each, the tree over them, and the facts that wait."""

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
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import table

log_checkpoint = table(
    "log_checkpoint",
    Column("chain", Text, primary_key=True, comment="institution:<id> or authority:<code>"),
    Column(
        "position",
        BigInteger,
        primary_key=True,
        comment="Of the first entry that came with it, from 0; two sealers at once collide here",
    ),
    Column("size", BigInteger, nullable=False, comment="How many entries it covers"),
    Column(
        "facts",
        ARRAY(Text),
        nullable=False,
        comment="What came with it: kind, owner, object and ordinal of each fact, with blanks between",
    ),
    Column("salts", LargeBinary, nullable=False, comment="16 bytes each; without them the leaves tell nothing"),
    Column("leaves", LargeBinary, nullable=False, comment="32 bytes each: level 0 of the tree"),
    Column("root", LargeBinary, nullable=False),
    Column("issued_at", DateTime(timezone=True), nullable=False),
    Column("complete_until", DateTime(timezone=True), comment="No fact of an earlier moment may enter later"),
    Column("signature", LargeBinary, nullable=False, comment="Ed25519"),
    CheckConstraint("octet_length(root) = 32 AND octet_length(signature) = 64", name="whole"),
    CheckConstraint(
        "size - position = cardinality(facts) AND octet_length(salts) = 16 * cardinality(facts)"
        " AND octet_length(leaves) = 32 * cardinality(facts)",
        name="entries_whole",
    ),
    # A receipt finds the entry of a fact from the moment on at which the fact was made.
    Index("log_checkpoint_issued_idx", "chain", "issued_at"),
    comment="What the service vouches for, and the entries that came with it, append-only; distributed by chain",
)

log_node = table(
    "log_node",
    Column("chain", Text, primary_key=True),
    Column("level", SmallInteger, primary_key=True, comment="8 or more: below, the leaves of a block are hashed again"),
    Column("position", BigInteger, primary_key=True, comment="From the left, among the full subtrees of this level"),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("octet_length(hash) = 32", name="hash_whole"),
    comment="Roots of the large full subtrees of a chain (RFC 6962), append-only; distributed by chain",
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
