"""Is a plan fulfilled: claim and use rates, channels, and the totals printed beside those computed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from checkin_service.kit.ratio import at_least_percent, rate
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import Book, PolicyView
from checkin_service.policy.model import PolicyUnknown, PolicyValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a place has reached so far."""

    issued: int
    claimed: int
    used: int
    channels: int
    """E-card channels of the place that offer vouchers."""
    e_card_channels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTotals:
    """The total of a plan as printed, and as its rows add up; neither is derived from the other."""

    printed: int
    computed: int

    @property
    def difference(self) -> int:
        return self.computed - self.printed


def plan_findings(view: PolicyView, progress: Progress) -> tuple[Finding, ...]:
    """Whether the rates and numbers planned are reached (SD-02, SD-03, SD-04); a plan nobody made is not judged."""
    return (*_rates(view, progress), *_numbers(view, progress))


def plan_totals(book: Book, province: str, *, on: date, what: str) -> PlanTotals:
    """The printed total of a province's plan (`issue` or `use`) beside the sum of its cities' plans (SD-19)."""
    printed = book.at(province, on=on).value(f"plan.{what}_printed_total").integer
    cities = [code for code in book.packs if code[:2] == province[:2] and code != province]
    plans = [_known(book.at(city, on=on), f"plan.{what}_vouchers") for city in cities]
    return PlanTotals(printed=printed, computed=sum(plan.integer for plan in plans if plan is not None))


def _rates(view: PolicyView, progress: Progress) -> Iterator[Finding]:
    measured = {
        "claim_rate": (progress.claimed, progress.issued),
        "use_rate": (progress.used, progress.issued),
        "channel_share": (progress.channels, progress.e_card_channels),
    }
    for name, (count, of) in measured.items():
        minimum = _known(view, f"plan.{name}_min_percent")
        if minimum is not None:
            limit = Fraction(minimum.integer, 100)
            yield _finding(name, f"{count}/{of}", limit, minimum, is_reached=_reaches(count, of, minimum))


def _numbers(view: PolicyView, progress: Progress) -> Iterator[Finding]:
    for name, count in (("issue_vouchers", progress.issued), ("use_vouchers", progress.used)):
        planned = _known(view, f"plan.{name}")
        if planned is not None:
            yield _finding(name, count, planned.integer, planned, is_reached=count >= planned.integer)


def _reaches(count: int, of: int, minimum: PolicyValue) -> bool:
    """以上 includes the percentage itself; where there is nothing to measure against nothing is reached."""
    share = rate(count, of)
    return share is not None and at_least_percent(share, minimum.integer)


def _finding(check: str, measured: object, limit: object, value: PolicyValue, *, is_reached: bool) -> Finding:
    return Finding(
        check=f"plan.{check}",
        outcome=Outcome.PASS if is_reached else Outcome.FAIL,
        reason="reached" if is_reached else "not_reached",
        measured=measured,
        limit=str(limit),
        unit=value.unit,
        basis=value.basis,
    )


def _known(view: PolicyView, key: str) -> PolicyValue | None:
    try:
        return view.value(key)
    except PolicyUnknown:
        return None
