"""Four checks find who signs in and leaves, and hardly ever an honest person; what they cannot find is said."""

from checkin_service.redteam.leavers import HONEST, LATE_LEAVER, LEAVER, WITH_ACCOMPLICE, play

PEOPLE = 4000


def test_four_checks_find_leavers_and_leave_honest_people_alone() -> None:
    assert play(LEAVER, people=PEOPLE, per_person=4, seed=1).share >= 0.99
    assert play(HONEST, people=3 * PEOPLE, per_person=4, seed=2).share <= 0.002


def test_three_checks_do_not_do_it_at_that_rate() -> None:
    assert play(LEAVER, people=PEOPLE, per_person=3, seed=3).share < 0.99


def test_who_stays_an_hour_is_found_less_often_and_an_accomplice_hides_it_all() -> None:
    assert play(LATE_LEAVER, people=PEOPLE, per_person=4, seed=4).share < 0.8
    assert play(WITH_ACCOMPLICE, people=PEOPLE, per_person=4, seed=5).share <= 0.004
