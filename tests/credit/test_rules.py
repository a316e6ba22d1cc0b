"""The formula of a credit score: exact, computed again from what it lists, and none of too few people."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest

from checkin_service.credit.model import Grade, Inputs, Item, KeptScore, Part, Terms
from checkin_service.credit.rules import appeals
from checkin_service.credit.rules.document import agrees, document_of, is_same, recomputed
from checkin_service.credit.rules.scoring import KEYS, grade_of, is_low, scored, terms_of, values_of
from checkin_service.policy.book import PolicyView, policy_at

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
TODAY = date(2026, 3, 2)
GOOD = Inputs(
    registered=20,
    stayed=20,
    assessed=20,
    passed=20,
    credited_hours=400,
    corrected_hours=0,
    clawed_back=0,
    evaluations=20,
    satisfaction=Fraction(1),
    lapses=0,
    open_orders=0,
)


@pytest.fixture
def policy() -> PolicyView:
    return policy_at("330600", NOW, known_at=NOW)


@pytest.fixture
def terms(policy: PolicyView) -> Terms:
    return terms_of({each.key: each.integer for each in values_of(policy)})


@pytest.mark.parametrize(
    ("changes", "score", "grade"),
    [
        ({}, Fraction(100), Grade.A),
        ({"satisfaction": Fraction(3, 4)}, Fraction(90), Grade.A),
        ({"satisfaction": Fraction(2, 3)}, Fraction(260, 3), Grade.B),
        ({"stayed": 10}, Fraction(90), Grade.A),
        ({"passed": 5}, Fraction(85), Grade.B),
        ({"corrected_hours": 100}, Fraction(95), Grade.A),
        ({"lapses": 1}, Fraction(95), Grade.A),
        ({"lapses": 5}, Fraction(75), Grade.B),
        ({"open_orders": 2}, Fraction(60), Grade.C),
        ({"open_orders": 2, "clawed_back": 1}, Fraction(55), Grade.D),
        ({"open_orders": 9}, Fraction(0), Grade.D),
        ({"sanctions": 1}, Fraction(85), Grade.B),
    ],
)
def test_a_score_is_the_weighted_mean_of_shares_less_the_points(
    terms: Terms, changes: dict[str, object], score: Fraction, grade: Grade
) -> None:
    found = scored(replace(GOOD, **changes), terms)  # type: ignore[arg-type]
    assert (found.score, found.grade, found.missing) == (score, grade, ())


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"evaluations": 9}, ("satisfaction",)),
        ({"satisfaction": None}, ("satisfaction",)),
        ({"registered": 9}, ("completion",)),
        ({"assessed": 0}, ("passing",)),
        ({"credited_hours": 0}, ("uncorrected",)),
        ({"registered": 0, "assessed": 0, "credited_hours": 0}, ("completion", "passing", "uncorrected")),
    ],
)
def test_too_few_facts_make_no_score_and_say_what_is_missing(
    terms: Terms, changes: dict[str, object], missing: tuple[str, ...]
) -> None:
    found = scored(replace(GOOD, **changes), terms)  # type: ignore[arg-type]
    assert (found.score, found.grade, found.missing) == (None, None, missing)


def test_ten_are_enough(terms: Terms) -> None:
    assert scored(replace(GOOD, evaluations=10, registered=10, stayed=10), terms).score == 100


def test_the_line_itself_belongs_to_the_better_grade(terms: Terms) -> None:
    assert [grade_of(Fraction(each), terms) for each in (90, 75, 60)] == [Grade.A, Grade.B, Grade.C]
    assert grade_of(Fraction(899, 10), terms) is Grade.B


def test_what_is_set_aside_counts_neither_way(terms: Terms) -> None:
    bad = replace(GOOD, satisfaction=Fraction(1, 4), lapses=2)
    assert scored(bad, terms).score == 60
    assert scored(bad, terms, {"satisfaction"}).score == 90
    assert scored(bad, terms, {"satisfaction", "lapses"}).score == 100
    assert scored(replace(bad, evaluations=0), terms, {"satisfaction"}).missing == ()
    assert scored(GOOD, terms, {"satisfaction", "completion", "passing", "uncorrected"}).missing == ("weights",)


def test_parts_tell_what_each_did(terms: Terms) -> None:
    found = {part.item: part for part in scored(replace(GOOD, lapses=2), terms).parts}
    assert found[Item.LAPSES] == Part(item=Item.LAPSES, count=2, points=10)
    assert found[Item.SATISFACTION] == Part(item=Item.SATISFACTION, share=Fraction(1), weight=40)


def test_a_low_score_is_a_signal_and_none_is_not(policy: PolicyView) -> None:
    assert [is_low(each, policy) for each in (Fraction(599, 10), Fraction(60), None)] == [True, False, False]


@pytest.mark.parametrize("changes", [{}, {"satisfaction": Fraction(2, 3), "lapses": 1}, {"satisfaction": None}])
def test_anybody_computes_it_again_from_what_it_lists(
    policy: PolicyView, terms: Terms, changes: dict[str, object]
) -> None:
    inputs = replace(GOOD, **changes)  # type: ignore[arg-type]
    result = scored(inputs, terms, {"passing"})
    document = document_of(inputs, values_of(policy), {"passing"}, result, since=TODAY, until=TODAY)
    assert recomputed(document) == result
    assert agrees(document)
    assert not agrees(document | {"inputs": document["inputs"] | {"stayed": 19}}) or result.score is None
    assert not agrees(document | {"grade": "D"})
    assert list(document["policy"]) == list(KEYS)
    assert is_same(document, document | {"until": "2026-03-03"})
    assert not is_same(document, document | {"set_aside": []})


def a_score(*, appealed: bool = False, upheld: bool | None = None, days_ago: int = 0) -> KeptScore:
    at = NOW - timedelta(days=days_ago)
    return KeptScore(
        score_id=UUID(int=1),
        institution_id=UUID(int=2),
        ordinal=1,
        authority_code="330600",
        document={},
        grade=None,
        is_low=False,
        computed_by=UUID(int=7),
        computed_at=at,
        appeal_at=at if appealed else None,
        upheld=upheld,
    )


def test_an_institution_appeals_once_in_time_and_against_what_holds(policy: PolicyView) -> None:
    assert appeals.appeal_refusal(a_score(days_ago=30), is_latest=True, today=TODAY, policy=policy) is None
    for found, is_latest in ((a_score(days_ago=31), True), (a_score(appealed=True), True), (a_score(), False)):
        assert appeals.appeal_refusal(found, is_latest=is_latest, today=TODAY, policy=policy) is not None


@pytest.mark.parametrize(
    ("found", "by", "set_aside", "until", "is_refused"),
    [
        (a_score(appealed=True), 3, {"lapses"}, TODAY + timedelta(days=1), False),
        (a_score(appealed=True), 3, set(), None, False),
        (a_score(), 3, set(), None, True),
        (a_score(appealed=True, upheld=False), 3, set(), None, True),
        (a_score(appealed=True), 7, set(), None, True),
        (a_score(appealed=True), 8, set(), None, True),
        (a_score(appealed=True), 3, {"lapses"}, None, True),
        (a_score(appealed=True), 3, {"lapses"}, TODAY, True),
        (a_score(appealed=True), 3, {"lapses"}, TODAY + timedelta(days=366), True),
        (a_score(appealed=True), 3, {"charm"}, TODAY + timedelta(days=1), True),
    ],
)
def test_a_third_person_decides_and_says_until_when(
    found: KeptScore, by: int, set_aside: set[str], until: date | None, *, is_refused: bool
) -> None:
    refusal = appeals.decision_refusal(
        found, by=UUID(int=by), involved={UUID(int=8)}, set_aside=set_aside, until=until, today=TODAY
    )
    assert (refusal is not None) is is_refused


def test_the_days_of_an_appeal(policy: PolicyView) -> None:
    assert appeals.appeal_due(NOW, policy) == TODAY + timedelta(days=30)
    assert appeals.decision_due(NOW, policy) > TODAY


def test_a_document_from_before_sanctions_counted_is_computed_as_it_was(policy: PolicyView, terms: Terms) -> None:
    document = document_of(GOOD, values_of(policy), (), scored(GOOD, terms), since=TODAY, until=TODAY)
    del document["inputs"]["sanctions"], document["policy"]["credit.points_sanction"]
    assert agrees(document)
