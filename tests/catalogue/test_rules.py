"""What a register accepts, and when an institution has to put its house in order."""

from datetime import date

import pytest

from checkin_service.catalogue import rules
from checkin_service.kit.verdict import BasisKind, Outcome
from checkin_service.policy.book import book

MAY = date(2022, 5, 1)


@pytest.mark.parametrize(
    ("failures", "problems", "reason", "measured"),
    [
        (0, 0, "in_order", 0),
        (2, 2, "in_order", 2),
        (3, 0, "review_failures", 3),
        (0, 3, "quality_problems", 3),
        (4, 5, "review_failures", 4),
    ],
)
def test_the_third_time_leads_to_rectification(failures: int, problems: int, reason: str, measured: int) -> None:
    view = book().at("330600", on=MAY)
    finding = rules.rectification_finding(view, review_failures=failures, quality_problems=problems)
    assert (finding.reason, finding.measured) == (reason, measured)
    assert (finding.outcome is Outcome.PASS) is (reason == "in_order")
    assert finding.outcome is Outcome.PASS or (finding.limit, finding.basis.clause) == (3, "SX-32")


def test_where_no_number_is_set_nothing_follows_from_one() -> None:
    finding = rules.rectification_finding(book().at("350100", on=MAY), review_failures=9, quality_problems=9)
    assert finding.outcome is Outcome.PASS


def test_a_radius_beyond_the_bounds_is_refused_with_its_basis() -> None:
    view = book().at("330600", on=MAY)
    assert rules.radius_refusal(rules.proposed_radius_m(view), view) is None
    refusal = rules.radius_refusal(1001, view)
    assert refusal is not None
    words, basis = refusal
    assert "1001" in words.en
    assert (basis.kind, basis.clause) == (BasisKind.OPERATOR_DEFAULT, "MP-24")
