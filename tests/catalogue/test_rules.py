"""Rules of the registers: what they accept."""

from datetime import date

from checkin_service.catalogue import rules
from checkin_service.kit.verdict import BasisKind
from checkin_service.policy.book import book

MAY = date(2022, 5, 1)


def test_a_radius_beyond_the_bounds_is_refused_with_its_basis() -> None:
    view = book().at("330600", on=MAY)
    assert rules.radius_refusal(rules.proposed_radius_m(view), view) is None
    refusal = rules.radius_refusal(1001, view)
    assert refusal is not None
    words, basis = refusal
    assert "1001" in words.en
    assert (basis.kind, basis.clause) == (BasisKind.OPERATOR_DEFAULT, "MP-24")
