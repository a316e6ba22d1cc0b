"""What a draw draws: as many as its terms say, always the same from the same seed."""

from uuid import UUID

from checkin_service.draws.rules import committed, drawn, how_many
from checkin_service.kit.ids import new_id


def test_the_order_in_which_things_are_given_does_not_matter() -> None:
    things = [new_id() for _ in range(30)]
    assert drawn(b"seed", things, {"count": 5}) == drawn(b"seed", things[::-1], {"count": 5})


def test_another_seed_draws_others() -> None:
    things = [new_id() for _ in range(30)]
    assert drawn(b"seed", things, {"count": 5}) != drawn(b"other", things, {"count": 5})


def test_of_few_one_in_ten_is_one() -> None:
    assert [how_many(among, {"percent": 10}) for among in (0, 1, 9, 10, 11, 20)] == [0, 1, 1, 1, 2, 2]
    assert how_many(7, {"percent": 0}) == 0
    assert how_many(3, {"percent": 100}) == 3


def test_checks_of_a_class_are_drawn_for_people_and_not_among_them() -> None:
    assert drawn(b"seed", [UUID(int=1)], {"per_person": 3, "sessions": []}) == []


def test_a_hash_tells_nothing_of_its_seed() -> None:
    assert committed(b"seed").hex() == "19b25856e1c150ca834cffc8b59b23adbd0ec0389e58eb22b3b64768098d002b"
