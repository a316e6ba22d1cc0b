"""Each signal by itself: what it reads, what it does not mind, and that a small group is never spoken of."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.redteam.classes import FAMILIES, HANDS, ghosts, honest
from checkin_service.signals.model import PEOPLE_AT_LEAST, Lessons, SignalKind
from checkin_service.signals.readings import readings

seeds = st.integers(0, 2**32 - 1)
families = st.sampled_from(sorted(FAMILIES))
groups = st.integers(PEOPLE_AT_LEAST, 40)


def a_class(at_s: np.ndarray, **changes: np.ndarray) -> Lessons:
    nothing = np.full(at_s.shape, np.nan)
    plain = Lessons(
        at_s=at_s,
        code_age_s=nothing,
        by_card=np.zeros(at_s.shape, dtype=bool),
        bound_at_s=nothing[0],
        bound_in=np.full(at_s.shape[1], -1),
    )
    return replace(plain, **changes)


def scores(lessons: Lessons) -> dict[SignalKind, float]:
    return {kind: round(reading.score, 6) for kind, reading in readings(lessons).items()}


@given(seed=seeds, family=families, people=st.integers(1, PEOPLE_AT_LEAST - 1))
def test_of_fewer_than_eight_people_nothing_is_said(seed: int, family: str, people: int) -> None:
    assert readings(honest(family, np.random.default_rng(seed), people)) == {}


@given(seed=seeds, family=families, people=groups)
def test_who_is_who_makes_no_difference(seed: int, family: str, people: int) -> None:
    draw = np.random.default_rng(seed)
    lessons = honest(family, draw, people)
    order = draw.permutation(people)
    other = Lessons(
        at_s=lessons.at_s[:, order],
        code_age_s=lessons.code_age_s[:, order],
        by_card=lessons.by_card[:, order],
        bound_at_s=lessons.bound_at_s[order],
        bound_in=lessons.bound_in[order],
    )
    assert scores(other) == scores(lessons)


@given(seed=seeds, family=families, people=groups, later_s=st.integers(-3600, 3600))
def test_when_a_lesson_begins_makes_no_difference(seed: int, family: str, people: int, later_s: int) -> None:
    lessons = honest(family, np.random.default_rng(seed), people)
    assert scores(replace(lessons, at_s=lessons.at_s + later_s)).keys() == scores(lessons).keys()
    for kind, score in scores(replace(lessons, at_s=lessons.at_s + later_s)).items():
        assert abs(score - scores(lessons)[kind]) < 1e-4


@given(seed=seeds, hand=st.sampled_from(sorted(HANDS)), people=groups, empty=st.integers(1, 3))
def test_people_who_never_come_make_no_difference(seed: int, hand: str, people: int, empty: int) -> None:
    lessons = ghosts(HANDS[hand], np.random.default_rng(seed), people)
    absent = np.full((len(lessons.at_s), empty), np.nan)
    more = Lessons(
        at_s=np.hstack([lessons.at_s, absent]),
        code_age_s=np.hstack([lessons.code_age_s, absent]),
        by_card=np.hstack([lessons.by_card, np.zeros_like(absent, dtype=bool)]),
        bound_at_s=np.append(lessons.bound_at_s, np.full(empty, 0.0)),
        bound_in=np.append(lessons.bound_in, np.zeros(empty, dtype=np.int64)),
    )
    assert scores(more) == scores(lessons)


def test_the_same_order_agrees_and_the_opposite_one_disagrees() -> None:
    row = np.arange(10.0) * 20
    assert readings(a_class(np.tile(row, (5, 1))))[SignalKind.ORDER].figures == {"agreement": 1.0, "lessons": 5}
    turned = np.array([row, row[::-1], row, row[::-1], row])
    assert readings(a_class(turned))[SignalKind.ORDER].figures["agreement"] == -1.0


def test_people_of_one_moment_have_no_order() -> None:
    assert readings(a_class(np.zeros((5, 10))))[SignalKind.ORDER].score == 0.0


def test_lessons_with_too_few_people_say_nothing() -> None:
    at_s = np.full((5, 10), np.nan)
    at_s[:2] = np.arange(10.0)
    at_s[2:, :4] = np.arange(4.0)
    assert SignalKind.ORDER not in readings(a_class(at_s))
    assert SignalKind.BURST not in readings(a_class(at_s))


def test_latecomers_do_not_hide_those_who_signed_in_at_once() -> None:
    row = np.array([*np.arange(8) * 0.1, 900.0, 2000.0])
    figures = readings(a_class(np.tile(row, (5, 1))))[SignalKind.BURST].figures
    assert figures == {"seconds": 0.7, "people": 8}


def test_even_pauses_are_odd_and_what_a_terminal_signed_is_said() -> None:
    even = a_class(np.tile(np.arange(10.0) * 3, (5, 1)), by_card=np.ones((5, 10), dtype=bool))
    reading = readings(even)[SignalKind.PACE]
    assert reading.figures == {"seconds": 3.0, "spread": 0.0, "card_percent": 100}
    uneven = a_class(np.cumsum(np.random.default_rng(1).exponential(10, (5, 10)), axis=1))
    assert readings(uneven)[SignalKind.PACE].score < reading.score


def test_where_people_come_one_by_one_there_is_no_pace() -> None:
    assert SignalKind.PACE not in readings(a_class(np.tile(np.arange(10.0) * 120, (5, 1))))


def test_codes_of_one_age_are_odder_than_codes_of_many() -> None:
    at_s = np.tile(np.arange(10.0) * 30, (5, 1))
    alike = readings(a_class(at_s, code_age_s=np.full((5, 10), 4.0)))[SignalKind.CODES]
    varied = readings(a_class(at_s, code_age_s=np.tile(np.linspace(2, 18, 10), (5, 1))))[SignalKind.CODES]
    assert (alike.figures["spread"], alike.score > varied.score) == (0.0, True)


def test_phones_of_different_networks_were_not_bound_together() -> None:
    at_s, bound = np.tile(np.arange(10.0) * 30, (5, 1)), np.arange(10) * 0.05
    together = readings(a_class(at_s, bound_at_s=bound, bound_in=np.zeros(10, dtype=np.int64)))
    assert together[SignalKind.BINDING].figures == {"seconds": 0.3, "people": 8}
    assert SignalKind.BINDING not in readings(a_class(at_s, bound_at_s=bound, bound_in=np.arange(10)))
    assert SignalKind.BINDING not in readings(a_class(at_s, bound_at_s=bound, bound_in=np.full(10, -1)))
