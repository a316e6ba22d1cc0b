"""Plans of a province: the total as printed beside the one that its rows add up to, and what was reached of them."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from checkin_service.kit.ratio import at_least_percent, rate
from checkin_service.kit.verdict import Basis
from checkin_service.policy.book import Book, PolicyView
from checkin_service.policy.model import prefix_of

_PRINTED = MappingProxyType({"issue": "plan.issue_printed_total", "use": "plan.use_printed_total"})
_PLANNED = MappingProxyType({"issue": "plan.issue_vouchers", "use": "plan.use_vouchers"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTotals:
    """The total of a plan as printed, and as its rows add up; neither is derived from the other."""

    printed: int
    computed: int

    @property
    def difference(self) -> int:
        return self.computed - self.printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a place is to come to: its own target, the printed total of its divisions' plans, and their sum."""

    planned: int | None
    printed: int | None
    computed: int


def totals_of(book: Book, division: str, *, on: date, what: Literal["issue", "use"]) -> Totals:
    """All three side by side (SD-02, SD-19)."""
    view = book.at(division, on=on)
    cities = cities_with_plans(book, division, on=on)
    return Totals(
        planned=_stated(view, _PLANNED[what]),
        printed=_stated(view, _PRINTED[what]),
        computed=sum(_planned(book, city, on, _PLANNED[what]) for city in cities),
    )


def _stated(view: PolicyView, key: str) -> int | None:
    return None if view.unknown([(key, None)]) else view.value(key).integer


def plan_totals(book: Book, province: str, *, on: date, what: Literal["issue", "use"]) -> PlanTotals:
    """The printed total of a province's plan beside the sum of its cities' plans (SD-19)."""
    key = _PRINTED[what]
    printed = book.at(province, on=on).value(key).integer
    cities = [code for code in book.packs if code[:2] == province[:2] and code != province]
    return PlanTotals(printed=printed, computed=sum(_planned(book, city, on, _PLANNED[what]) for city in cities))


def _planned(book: Book, city: str, on: date, key: str) -> int:
    return _stated(book.at(city, on=on), key) or 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A share that is aimed at, beside the exact one that was reached; `None` where nothing can be divided."""

    minimum_percent: int
    reached: Fraction | None
    basis: Basis

    @property
    def is_met(self) -> bool | None:
        return None if self.reached is None else at_least_percent(self.reached, self.minimum_percent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a place has come to in the year so far."""

    issued: int
    claimed: int
    used: int
    channels: int
    """Channels open for claims on the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTargets:
    """A city's plan, and the three shares it is steered by (SD-03, SD-04)."""

    division: str
    issue_planned: int
    use_planned: int
    reached: Reached
    claim_rate: Target | None
    use_rate: Target | None
    channel_share: Target | None


def cities_with_plans(book: Book, province: str, *, on: date) -> list[str]:
    """The divisions below a province that have a plan for the day."""
    below = prefix_of(province)
    return [
        code
        for code in sorted(book.packs)
        if code.startswith(below) and code != province and _planned(book, code, on, _PLANNED["issue"])
    ]


def targets_of(book: Book, division: str, reached: Reached, *, on: date) -> PlaceTargets:
    """Where a city stands: vouchers claimed and used of those issued, and its channels of those that issue e-cards."""
    view = book.at(division, on=on)
    cards = _stated(view, "plan.e_card_channels")
    return PlaceTargets(
        division=division,
        issue_planned=_planned(book, division, on, _PLANNED["issue"]),
        use_planned=_planned(book, division, on, _PLANNED["use"]),
        reached=reached,
        claim_rate=_target(view, "plan.claim_rate_min_percent", rate(reached.claimed, reached.issued)),
        use_rate=_target(view, "plan.use_rate_min_percent", rate(reached.used, reached.issued)),
        channel_share=_target(view, "plan.channel_share_min_percent", rate(reached.channels, cards or 0)),
    )


def _target(view: PolicyView, key: str, reached: Fraction | None) -> Target | None:
    if view.unknown([(key, None)]):
        return None
    stated = view.value(key)
    return Target(minimum_percent=stated.integer, reached=reached, basis=stated.basis)
