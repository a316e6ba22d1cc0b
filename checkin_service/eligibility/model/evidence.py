"""Evidence of the credited hours of a session: their classes, and what besides confirmed them."""

from collections.abc import Collection
from dataclasses import dataclass

from checkin_service.attendance.model.evidence import EvidenceClass


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionEvidence:
    """The class hours of one session by class; hours credited before classes were kept are in none."""

    classes: tuple[tuple[EvidenceClass, int], ...] = ()
    """In alphabetical order, each class once."""
    confirmed_by: tuple[str, ...] = ()
    """Kinds of confirmation, in order; empty when nothing besides the check-in speaks for the hours."""

    def hours_of(self, classes: Collection[str]) -> int:
        return sum(hours for name, hours in self.classes if name in classes)


NO_EVIDENCE = SessionEvidence()
