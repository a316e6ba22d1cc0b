"""The formula of a credit score, exact: weighted shares of what is good, less points for what went wrong (MP-18).

The ministry's plan asks for a score and names no formula; the weights are policy, and until an authority decides they
are the operator's and said to be so.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction

from checkin_service.credit.model import COSTS, SHARES, Grade, Inputs, Item, Part, Result, Terms
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import PolicyValue

KEYS = (
    *("credit.weight_satisfaction", "credit.weight_completion", "credit.weight_passing", "credit.weight_uncorrected"),
    *("credit.points_lapse", "credit.points_open_order", "credit.points_claw_back"),
    "credit.points_sanction",
    *("credit.grade_a_from", "credit.grade_b_from", "credit.grade_c_from"),
    *("credit.minimum_evaluations", "credit.minimum_people", "credit.inspect_below"),
)
"""The values a score is computed by, in the order in which they are shown."""


def values_of(policy: PolicyView) -> list[PolicyValue]:
    """The formula that a policy states."""
    return [policy.value(key) for key in KEYS]


def terms_of(values: Mapping[str, int]) -> Terms:
    """The same as numbers by their keys."""
    return Terms(
        weights={
            Item.SATISFACTION: values["credit.weight_satisfaction"],
            Item.COMPLETION: values["credit.weight_completion"],
            Item.PASSING: values["credit.weight_passing"],
            Item.UNCORRECTED: values["credit.weight_uncorrected"],
        },
        points={
            Item.LAPSES: values["credit.points_lapse"],
            Item.OPEN_ORDERS: values["credit.points_open_order"],
            Item.CLAW_BACKS: values["credit.points_claw_back"],
            # Documents from before sanctions counted do not state it.
            Item.SANCTIONS: values.get("credit.points_sanction", 0),
        },
        grades_from={
            Grade.A: values["credit.grade_a_from"],
            Grade.B: values["credit.grade_b_from"],
            Grade.C: values["credit.grade_c_from"],
        },
        minimum_evaluations=values["credit.minimum_evaluations"],
        minimum_people=values["credit.minimum_people"],
    )


def scored(inputs: Inputs, terms: Terms, set_aside: Collection[str] = ()) -> Result:
    """The score, or what is missing to one: too few people make no score.

    What is set aside by an upheld appeal counts neither way; the other weights take its place.
    """
    shares = [_share(item, inputs, terms) for item in SHARES if item not in set_aside]
    costs = [_cost(item, inputs, terms) for item in COSTS if item not in set_aside]
    missing = _missing(inputs, terms, set_aside)
    if missing:
        return Result(parts=(*shares, *costs), score=None, grade=None, missing=missing)
    weight = sum(part.weight for part in shares)
    good = sum((part.share * part.weight for part in shares if part.share is not None), Fraction(0)) / weight
    score = max(Fraction(0), 100 * good - sum(part.points for part in costs))
    return Result(parts=(*shares, *costs), score=score, grade=grade_of(score, terms), missing=())


def grade_of(score: Fraction, terms: Terms) -> Grade:
    """The best grade whose line the exact score reaches, the line itself included."""
    return next((grade for grade, line in terms.grades_from.items() if score >= line), Grade.D)


def is_low(score: Fraction | None, policy: PolicyView) -> bool:
    """Whether a score asks for an inspection; no score is no signal."""
    return score is not None and score < policy.value("credit.inspect_below").integer


def _share(item: Item, inputs: Inputs, terms: Terms) -> Part:
    share = {
        Item.SATISFACTION: inputs.satisfaction,
        Item.COMPLETION: _ratio(inputs.stayed, inputs.registered),
        Item.PASSING: _ratio(inputs.passed, inputs.assessed),
        Item.UNCORRECTED: _ratio(inputs.credited_hours - inputs.corrected_hours, inputs.credited_hours),
    }[item]
    return Part(item=item, share=share, weight=terms.weights[item])


def _cost(item: Item, inputs: Inputs, terms: Terms) -> Part:
    count = {
        Item.LAPSES: inputs.lapses,
        Item.OPEN_ORDERS: inputs.open_orders,
        Item.CLAW_BACKS: inputs.clawed_back,
        Item.SANCTIONS: inputs.sanctions,
    }[item]
    return Part(item=item, count=count, points=count * terms.points[item])


def _missing(inputs: Inputs, terms: Terms, set_aside: Collection[str]) -> tuple[str, ...]:
    lacking = {
        Item.SATISFACTION: inputs.satisfaction is None or inputs.evaluations < terms.minimum_evaluations,
        Item.COMPLETION: inputs.registered < terms.minimum_people,
        Item.PASSING: inputs.assessed == 0,
        Item.UNCORRECTED: inputs.credited_hours == 0,
    }
    counted = [item for item in SHARES if item not in set_aside and terms.weights[item]]
    if not counted:
        return ("weights",)
    return tuple(item.value for item in counted if lacking[item])


def _ratio(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
