"""Exact ratios of class hours: a law's threshold never meets a float."""

from fractions import Fraction


def rate(credited_hours: int, total_hours: int) -> Fraction | None:
    """Credited over total class hours; `None` where nothing was to be attended.

    >>> rate(30, 50)
    Fraction(3, 5)
    """
    return Fraction(credited_hours, total_hours) if total_hours > 0 else None


def at_least_percent(value: Fraction, minimum_percent: int) -> bool:
    """Whether the rate reaches the percentage, the boundary included (Civil Code art. 1259: 以上 includes it).

    >>> at_least_percent(Fraction(3, 5), 60)
    True
    >>> at_least_percent(Fraction(599, 1000), 60)
    False
    """
    return value * 100 >= minimum_percent


def hours_needed(total_hours: int, minimum_percent: int) -> int:
    """The fewest class hours that reach the percentage.

    >>> hours_needed(40, 60), hours_needed(41, 60)
    (24, 25)
    """
    return -(-total_hours * minimum_percent // 100)


def decimal(value: Fraction, places: int = 4) -> str:
    """The ratio for people, cut and never rounded up, so that 0.59999 never reads as 0.6.

    >>> decimal(Fraction(2, 3)), decimal(Fraction(3, 5))
    ('0.6666', '0.6000')
    """
    scaled = value.numerator * 10**places // value.denominator
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}"
