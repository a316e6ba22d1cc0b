"""Tallies of tries: accepted in an evidence class, doubtful, refused, or turned away before anything was judged."""

from collections import Counter
from dataclasses import dataclass, field

from checkin_service.client.wire import Json
from checkin_service.redteam.figures import Share

FULL = frozenset({"A", "B"})
BARRED = "barred"
_UNGRADED = "accepted"


def outcome_of(verdict: Json) -> str:
    """`A` to `F` when accepted, else the outcome."""
    if verdict["outcome"] != "accepted":
        return str(verdict["outcome"])
    return str((verdict.get("evidence") or {}).get("evidence_class") or _UNGRADED)


@dataclass(slots=True)
class Tally:
    outcomes: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: str) -> None:
        self.outcomes[outcome] += 1

    @property
    def tries(self) -> int:
        return self.outcomes.total()

    def share(self, *names: str) -> Share:
        return Share(sum(self.outcomes[name] for name in names), self.tries)

    @property
    def in_full(self) -> Share:
        """Accepted as if nothing were missing: class A or B, or accepted where no class is given."""
        return self.share(*FULL, _UNGRADED)

    @property
    def in_part(self) -> Share:
        """Accepted in a lower class, which a share limit and checks watch."""
        return self.share("C", "D", "E", "F", "G")

    def as_document(self) -> dict[str, int]:
        return dict(sorted(self.outcomes.items()))
