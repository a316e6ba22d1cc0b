"""The fingerprint of the keys that this database was written with."""

from sqlalchemy import Boolean, CheckConstraint, Column, DateTime, LargeBinary, text

from checkin_service.kit.database import table

key_fingerprint = table(
    "key_fingerprint",
    Column("is_the_one", Boolean, primary_key=True, server_default=text("true")),
    Column("fingerprint", LargeBinary, nullable=False, comment="HMAC under the look-up secret; it tells nothing else"),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("is_the_one", name="only_one"),
    comment="Which key folder belongs to this database, append-only: another one is refused at the start",
)
