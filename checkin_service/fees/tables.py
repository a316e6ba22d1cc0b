"""The table of fees paid and given back."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, DateTime, Index, Text, UniqueConstraint, Uuid

from checkin_service.fees.model import FeeMove
from checkin_service.kit.database import one_of, refers_to, table

fee_entry = table(
    "fee_entry",
    Column("trainee_id", Uuid, primary_key=True),
    Column("entry_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("move", Text, nullable=False, comment="Paid by the person, or given back"),
    Column("amount_fen", BigInteger, nullable=False, comment="Nothing only where it corrects another entry"),
    Column("receipt_number", Text, nullable=False, comment="票据号"),
    Column("moved_on", Date, nullable=False),
    Column("corrects", Uuid, comment="The entry whose place it takes"),
    Column("reason", Text, comment="Why it corrects another"),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    one_of("move", FeeMove),
    CheckConstraint("amount_fen > 0 OR (amount_fen = 0 AND corrects IS NOT NULL)", name="amount_of_something"),
    CheckConstraint("(corrects IS NULL) = (reason IS NULL)", name="correction_has_reason"),
    # Of two corrections of one entry at once the second finds the write refused.
    UniqueConstraint("trainee_id", "corrects"),
    refers_to("registration", "trainee_id", "class_id"),
    # A determination sums one person's entries of a class; the institution lists those of its class.
    Index("fee_entry_class_idx", "class_id", "trainee_id"),
    comment="What people paid of the fee of a class and what was given back (MP-26), append-only",
)
