"""The cast: every part once, rates exact for every length of term, documents that check out."""

from collections import Counter
from datetime import date
from fractions import Fraction

import pytest

from checkin_service.demo.cast import Member, Role, cast_of
from checkin_service.identity.model import DocumentKind
from checkin_service.identity.rules.documents import checked
from checkin_service.identity.rules.names import tidy_name
from checkin_service.identity.rules.people import is_trivial_pin
from checkin_service.policy.proofs import ProofKind


def member(role: Role, *, sessions: int = 10) -> Member:
    return next(each for each in cast_of(trainees=12, sessions=sessions, seed=1) if each.role is role)


def test_the_smallest_class_has_every_part_once_and_two_honest_people() -> None:
    parts = Counter(each.role for each in cast_of(trainees=12, sessions=5, seed=1))
    assert parts == Counter(dict.fromkeys(Role, 1)) + Counter({Role.HONEST: 1})


def test_two_people_use_their_faces() -> None:
    cast = cast_of(trainees=30, sessions=10, seed=1)
    assert [each.role for each in cast if each.part.proof is ProofKind.FACE] == [Role.HONEST, Role.WRONG_FACE]


@pytest.mark.parametrize("sessions", [5, 10, 15, 40, 400])
def test_sixty_percent_is_exact_and_just_below_is_one_session_less(sessions: int) -> None:
    exactly = member(Role.EXACTLY_60_PERCENT, sessions=sessions)
    below = member(Role.JUST_BELOW_60_PERCENT, sessions=sessions)
    assert Fraction(len(exactly.attends), sessions) == Fraction(3, 5)
    assert len(below.attends) == len(exactly.attends) - 1


@pytest.mark.parametrize(("sessions", "attended"), [(5, 1), (10, 1), (20, 2), (45, 4)])
def test_a_general_voucher_comes_with_one_session_in_ten(sessions: int, attended: int) -> None:
    assert len(member(Role.GENERAL_VOUCHER, sessions=sessions).attends) == attended


def test_the_same_seed_gives_the_same_cast_and_another_seed_another() -> None:
    assert cast_of(trainees=30, sessions=10, seed=3) == cast_of(trainees=30, sessions=10, seed=3)
    assert cast_of(trainees=30, sessions=10, seed=3) != cast_of(trainees=30, sessions=10, seed=4)


def test_a_larger_class_keeps_the_people_of_the_smaller_one() -> None:
    assert cast_of(trainees=30, sessions=10, seed=3)[:12] == cast_of(trainees=12, sessions=10, seed=3)


def test_invented_documents_have_valid_check_digits_and_are_all_different() -> None:
    cast = cast_of(trainees=500, sessions=5, seed=1)
    for each in cast:
        checked(each.document.kind, each.document.number, today=date(2026, 3, 2))
    assert {each.document.kind for each in cast} == set(DocumentKind)
    assert len({each.document for each in cast}) == len({each.name for each in cast}) == len(cast)


def test_names_and_pins_are_ones_that_the_service_takes() -> None:
    for each in cast_of(trainees=200, sessions=5, seed=1):
        assert tidy_name(each.name) == each.name
        assert not is_trivial_pin(each.pin)
