"""Codes of invented authorities that one test has alone, for ledgers, budgets and lists of a whole authority."""

STORED = "330601"
"""Of what is written straight into the tables: no page can open the names and the evidence there."""

_SHAOXING = iter(range(330610, 330700))
_FUJIAN = iter(range(350701, 351000))


def an_authority_of_shaoxing() -> str:
    """Under the rules of Shaoxing; there are ninety, so whoever can compare with what was there before does that."""
    return str(next(_SHAOXING))


def an_authority_of_fujian() -> str:
    """Under the rules of Fujian, where no voucher is issued without a budget."""
    return str(next(_FUJIAN))
