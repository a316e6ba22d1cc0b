"""Conformal p-values: how odd a score is among honest classes, in the family of a table of them that looks oddest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from checkin_service.signals.model import SignalKind

Ladder = Sequence[tuple[int, float]]
"""Ranks from the oddest class downwards with their scores: every rank at the top, fewer below."""

_EVERY_RANK_UP_TO = 100
_THEN_BY = 1.4


@dataclass(frozen=True, slots=True)
class Stratum:
    """Honest classes of like sizes: per signal and family a ladder of scores."""

    people_from: int
    ladders: Mapping[SignalKind, Mapping[str, Ladder]]


@dataclass(frozen=True, slots=True)
class Table:
    """Scores of honest classes that a command simulated: which version, from how many of each family."""

    version: str
    classes: int
    strata: Sequence[Stratum]

    def p_value(self, kind: SignalKind, score: float, *, people: int) -> float:
        """Which share of honest classes looks at least as odd, in the family that looks oddest.

        It errs upwards only: a score between two rungs counts as the lower one.

        >>> table = Table("1", 9, [Stratum(8, {SignalKind.ORDER: {"bus": [(1, 0.9), (2, 0.4), (9, -0.2)]}})])
        >>> [table.p_value(SignalKind.ORDER, score, people=20) for score in (0.95, 0.9, 0.5, 0.1, -1.0)]
        [0.1, 0.2, 0.2, 0.9, 1.0]
        """
        fitting = [each for each in self.strata if each.people_from <= people]
        if not fitting:
            return 1.0
        families = fitting[-1].ladders.get(kind, {})
        return max((self._rank(ladder, score) / (self.classes + 1) for ladder in families.values()), default=1.0)

    def _rank(self, ladder: Ladder, score: float) -> int:
        """One more than how many of a family are at least as odd, or a little more than that."""
        lowest = ladder[-1][0] if ladder else 0
        return next((rank for rank, held in ladder if held < score), lowest + 1)


def ladder_of(scores: Iterable[float], classes: int) -> list[tuple[int, float]]:
    """The rungs of a family's scores, the lowest among them; of classes of which a signal says nothing there is none.

    >>> ladder_of([0.5, 0.1, 0.3], 4)
    [(1, 0.5), (2, 0.3), (3, 0.1)]
    """
    ordered = sorted(scores, reverse=True)
    if len(ordered) > classes:
        raise ValueError(f"{len(ordered)} scores of {classes} classes")
    ranks, rank = [], 1
    while rank <= len(ordered):
        ranks.append(rank)
        rank = rank + 1 if rank < _EVERY_RANK_UP_TO else int(rank * _THEN_BY)
    if ordered and ranks[-1] < len(ordered):
        ranks.append(len(ordered))
    return [(rank, round(ordered[rank - 1], 4)) for rank in ranks]


def as_document(table: Table) -> dict[str, Any]:
    """The table as JSON holds it."""
    return asdict(table)


def table_of(document: Mapping[str, Any]) -> Table:
    """The table that a document holds."""
    return Table(
        version=document["version"],
        classes=document["classes"],
        strata=[
            Stratum(
                people_from=each["people_from"],
                ladders={
                    SignalKind(kind): {
                        family: [(rank, score) for rank, score in ladder] for family, ladder in of.items()
                    }
                    for kind, of in each["ladders"].items()
                },
            )
            for each in document["strata"]
        ],
    )
