"""Small cells stay unsaid: whoever reads an analysis is not to find somebody they know in it."""

from collections.abc import Mapping


def suppressed(parts: Mapping[str, int], *, smallest: int) -> Mapping[str, int | None]:
    """The parts of a whole, `None` where fewer people are in it than may be shown.

    One part alone would be found by subtracting the others from the whole: the next smallest is kept back with it.

    >>> suppressed({"a": 3, "b": 9, "c": 40, "d": 0}, smallest=5)
    {'a': None, 'b': None, 'c': 40, 'd': 0}
    """
    small = [name for name, number in parts.items() if 0 < number < smallest]
    if len(small) == 1:
        others = sorted((number, name) for name, number in parts.items() if number >= smallest)
        small += [name for _, name in others[:1]]
    return {name: None if name in small else number for name, number in parts.items()}


def shown(number: int, *, smallest: int) -> int | None:
    """A number of people standing alone.

    >>> shown(4, smallest=5), shown(5, smallest=5), shown(0, smallest=5)
    (None, 5, 0)
    """
    return None if 0 < number < smallest else number
