"""Whole terms: what rooms and heads find together, and how seldom they point at honest classes."""

import pytest

from checkin_service.redteam import terms


@pytest.mark.parametrize("kind", terms.KINDS, ids=lambda each: each.name)
def test_ghosts_are_noted_by_the_end_of_the_term_and_honest_classes_are_not(kind: terms.Kind) -> None:
    found = terms.play(kind, classes=200, seed=1)
    if kind.there == kind.present:
        assert found.by_either.percent <= 3
    else:
        assert found.by_heads.percent >= (60 if kind.present - kind.there == 3 else 99)
        assert found.lesson is not None
        assert 20 < found.lesson <= 40


def test_without_heads_ghosts_at_natural_times_look_like_honest_people() -> None:
    for kind in terms.KINDS:
        if "natural times" in kind.name or "cards" in kind.name:
            assert terms.play(kind, classes=200, seed=2).by_rooms.percent <= 3
