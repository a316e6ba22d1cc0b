"""Voucher codes (唯一码): a hundred random bits and a check character, in letters that nobody confuses.

The alphabet is Crockford's base 32. The check character follows the hybrid system of ISO/IEC 7064 over these 32
characters (as MOD 37,36 does over 36): every single wrong character is noticed before the database is asked.
"""

import secrets

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_37_36

from checkin_service.kit.intake import folding

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_CHARACTERS = 20
"""Five bits each: codes cannot be guessed."""

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A code nobody can guess.

    >>> normalised(new_code()) is not None
    True
    """
    body = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_CHARACTERS))
    return body + check_character(body)


def check_character(body: str) -> str:
    """The character that completes a code.

    >>> check_character("00000000000000000000")
    '1'
    """
    return str(mod_37_36.calc_check_digit(body, ALPHABET))


def normalised(typed: str) -> str | None:
    """The code as stored, from whatever a person typed; `None` when it cannot be one.

    >>> normalised("ooooo-00000-ooooo-00000-1")
    '000000000000000000001'
    >>> normalised("00000-00000-00000-00001-1") is None
    True
    """
    code = folding.code(typed).translate(_READ_AS)
    if len(code) != RANDOM_CHARACTERS + 1 or not set(code) <= set(ALPHABET):
        return None
    try:
        mod_37_36.validate(code, ALPHABET)
    except ValidationError:
        return None
    return code
