"""Guessing is slowed by whom it comes from: the guesser waits longer and longer, the owner does not wait for them."""

from datetime import UTC, datetime, timedelta

from checkin_service.access.rules import (
    FREE_FAILURES_OF_NETWORK,
    LONGEST_WAIT_OF_NETWORK_S,
    LONGEST_WAIT_OF_STRANGERS_S,
    LONGEST_WAIT_S,
    Failures,
    Guessing,
    wait_of,
)

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
NONE = Failures(0, None)
MANY = Failures(100, NOW)


def guessing(
    *, own: Failures = NONE, others: Failures = NONE, here: Failures = NONE, codes: Failures = NONE, known: bool = False
) -> Guessing:
    return Guessing(own=own, others=others, here=here, codes=codes, is_known=known)


def test_from_where_the_owner_has_signed_in_before_strangers_count_for_nothing() -> None:
    assert wait_of(guessing(others=MANY, here=MANY, codes=MANY, known=True), NOW) == 0


def test_whoever_guesses_waits_minutes_and_the_owner_in_the_same_place_half_of_one() -> None:
    assert wait_of(guessing(own=MANY), NOW) == LONGEST_WAIT_OF_STRANGERS_S
    assert wait_of(guessing(own=MANY, known=True), NOW) == LONGEST_WAIT_S


def test_an_owner_in_a_new_place_waits_half_a_minute_for_strangers_and_longer_where_codes_are_guessed() -> None:
    assert wait_of(guessing(others=MANY), NOW) == LONGEST_WAIT_S
    assert wait_of(guessing(codes=MANY), NOW) == LONGEST_WAIT_OF_STRANGERS_S


def test_one_password_tried_with_many_logins_is_slowed_by_the_network_it_comes_from() -> None:
    assert wait_of(guessing(here=Failures(FREE_FAILURES_OF_NETWORK - 1, NOW)), NOW) == 0
    assert wait_of(guessing(here=MANY), NOW) == LONGEST_WAIT_OF_NETWORK_S


def test_five_typing_errors_are_free_and_a_wait_runs_out() -> None:
    assert wait_of(guessing(own=Failures(4, NOW)), NOW) == 0
    assert wait_of(guessing(own=Failures(5, NOW)), NOW) == 2
    assert wait_of(guessing(own=Failures(5, NOW - timedelta(seconds=2))), NOW) == 0
