"""Money as integer fen; nothing here ever becomes a float."""

from typing import Annotated

from pydantic import Field

Fen = Annotated[int, Field(strict=True, ge=0, le=10**15)]
"""An amount in fen, a hundredth of a yuan."""


def yuan(fen: int) -> str:
    """The amount as people read it.

    >>> yuan(123456)
    '¥1,234.56'
    >>> yuan(-5)
    '-¥0.05'
    """
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen), 100)
    return f"{sign}¥{whole:,}.{rest:02d}"
