"""Shares with their exact intervals (Clopper and Pearson, Biometrika 26, 1934)."""

from dataclasses import dataclass

from scipy.stats import beta

_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; the interval holds the true share in 95 of 100 repetitions."""

    hits: int
    tries: int

    @property
    def percent(self) -> float:
        return 100 * self.hits / self.tries if self.tries else 0.0

    @property
    def low(self) -> float:
        """The lower end in per cent.

        >>> round(Share(368, 368).low, 1)
        99.0
        """
        return 0.0 if self.hits == 0 else 100 * float(beta.ppf(_TAIL, self.hits, self.tries - self.hits + 1))

    @property
    def high(self) -> float:
        """The upper end in per cent.

        >>> round(Share(0, 368).high, 1)
        1.0
        """
        return (
            100.0
            if self.hits == self.tries
            else 100 * float(beta.ppf(1 - _TAIL, self.hits + 1, self.tries - self.hits))
        )

    def __str__(self) -> str:
        return f"{self.percent:.1f} % ({self.low:.1f}–{self.high:.1f})" if self.tries else "–"
