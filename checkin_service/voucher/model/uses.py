"""Uses of vouchers that a person has made: where, for which occupation, and in which year they count."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A voucher put to use in a class, whatever became of its money since."""

    trainee_id: UUID
    voucher_id: UUID
    class_id: UUID
    authority_code: str
    """The issuer."""
    occupation: str
    """职业（工种）, the one of the class's project."""
    registered_on: date
    activated_in: int | None
    """Calendar year of its activation, where activations are counted."""
