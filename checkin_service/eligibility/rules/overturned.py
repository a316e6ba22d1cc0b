"""The doubt that a third person leaves who does not share the first reviewer's word for a check-in."""

from collections.abc import Iterator

from checkin_service.eligibility.model.facts import Criterion, Facts
from checkin_service.kit.verdict import Finding, Outcome


def overturned_reviews(facts: Facts) -> Iterator[Finding]:
    """Hours are facts and stay; that the evidence behind some does not convince is decided about at the desk."""
    if facts.overturned_reviews:
        yield Finding(
            check=Criterion.OVERTURNED_REVIEWS,
            outcome=Outcome.DOUBT,
            reason="reviews_overturned",
            measured=str(facts.overturned_reviews),
            unit="check-ins",
        )
