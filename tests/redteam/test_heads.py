"""Ghosts against headcounts: what one tells and what three tell."""

from checkin_service.redteam.heads import off


def test_ten_and_five_ghosts_of_thirty_are_seen_by_heads_and_honest_classes_seldom_thrice() -> None:
    found = {
        ghosts: off(honest=30 - ghosts, ghosts=ghosts, classes=1000, seed=ghosts, times=3).percent
        for ghosts in (0, 3, 5, 10)
    }
    assert found[10] == 100
    assert found[5] > 95
    assert found[3] > 60
    assert found[0] <= 1
