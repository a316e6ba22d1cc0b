"""Small cells stay unsaid, and cannot be found by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from checkin_service.statistics.rules.suppression import shown, suppressed


def test_a_single_small_cell_takes_the_next_smallest_along() -> None:
    assert suppressed({"a": 4, "b": 5, "c": 9}, smallest=5) == {"a": None, "b": None, "c": 9}


def test_two_small_cells_hide_one_another() -> None:
    assert suppressed({"a": 4, "b": 1, "c": 9}, smallest=5) == {"a": None, "b": None, "c": 9}


def test_nothing_small_hides_nothing_and_nobody_is_no_secret() -> None:
    assert suppressed({"a": 5, "b": 0}, smallest=5) == {"a": 5, "b": 0}
    assert [shown(number, smallest=5) for number in (0, 1, 4, 5)] == [0, None, None, 5]


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=6), st.integers(2, 20))
def test_no_small_cell_is_said_and_none_is_the_only_one_hidden(parts: dict[str, int], smallest: int) -> None:
    said = suppressed(parts, smallest=smallest)
    hidden = [name for name, number in said.items() if number is None]
    assert all(number is None or number == 0 or number >= smallest for number in said.values())
    if len(hidden) == 1:
        assert all(number == 0 for name, number in parts.items() if name not in hidden)
