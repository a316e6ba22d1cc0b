"""Four checks find who signs in and leaves, and hardly ever an honest person; what they cannot find is said."""

from checkin_service.redteam.leavers import HONEST, LATE_LEAVER, LEAVER, OURS, WITH_ACCOMPLICE, Way, play

PEOPLE = 4000


def test_four_checks_find_leavers_and_leave_honest_people_alone() -> None:
    assert play(LEAVER, Way(per_person=4), people=PEOPLE, seed=1).share >= 0.99
    assert play(HONEST, Way(per_person=4), people=3 * PEOPLE, seed=2).share <= 0.002


def test_three_checks_do_not_do_it_at_that_rate() -> None:
    assert play(LEAVER, Way(per_person=3), people=PEOPLE, seed=3).share < 0.99


def test_who_stays_an_hour_is_found_less_often_and_an_accomplice_hides_it_all() -> None:
    assert play(LATE_LEAVER, Way(per_person=4), people=PEOPLE, seed=4).share < 0.8
    assert play(WITH_ACCOMPLICE, Way(per_person=4), people=PEOPLE, seed=5).share <= 0.004


def test_rooms_beside_them_find_more_and_still_leave_honest_people_alone() -> None:
    assert play(LEAVER, OURS, people=PEOPLE, seed=6).share >= 0.99
    assert play(HONEST, OURS, people=3 * PEOPLE, seed=7).share <= 0.002
