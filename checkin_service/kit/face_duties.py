"""Legal duties of an operator that stores faces, and the limits that hold until they are met."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceDuties:
    """Numbers under which the operator's duties were met, and the limits that hold without them."""

    alarm_at_people: int = 80_000
    most_people: int = 100_000
    """Beyond this many a filing number is needed (order 19 of 2025, art. 15)."""
    filing_number: str | None = None
    impact_assessment: str | None = None
    """Number of the impact assessment (PIPL art. 55)."""
    needs_impact_assessment: bool = False
