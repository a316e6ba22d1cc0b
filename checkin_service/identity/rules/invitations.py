"""Invitation codes: a hundred random bits in letters that nobody confuses, in groups that can be read out."""

import hmac
import secrets
from collections.abc import Callable

from checkin_service.kit.intake import folding

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS = 20
_GROUP = 4
_DRAWN = 16
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


Check = Callable[[str], bytes]
"""Bytes that follow from the drawn letters, and that only the service can make."""


def new_code(check: Check) -> str:
    """A code nobody can guess, such as 7K3M-Q0XA-91ZR-TT4C-2HDE; its last letters follow from the others.

    >>> len(new_code(str.encode))
    24
    """
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_DRAWN))
    return _grouped(drawn + _letters(check(drawn)))


def is_ours(typed: str, check: Check) -> bool:
    """Whether a code was made here, before anybody is asked for it; one of an earlier version is not known so.

    >>> [is_ours(each, str.encode) for each in (new_code(str.encode), "0000-0000-0000-0000-0001", "")]
    [True, False, False]
    """
    code = normalised(typed)
    return len(code) == _CHARACTERS and hmac.compare_digest(
        code[_DRAWN:].encode(), _letters(check(code[:_DRAWN])).encode()
    )


def code_of(secret: bytes) -> str:
    """The code that belongs to bytes which only the service can make.

    >>> code_of(bytes(20))
    '0000-0000-0000-0000-0000'
    """
    return _grouped("".join(_ALPHABET[each % len(_ALPHABET)] for each in secret[:_CHARACTERS]))


def normalised(typed: str) -> str:
    """The code as it is hashed, from whatever a person typed.

    >>> normalised("7k3m-qoxa 91zr-tt4c-2hde")
    '7K3MQ0XA91ZRTT4C2HDE'
    """
    return folding.code(typed).translate(_READ_AS)


def _letters(check: bytes) -> str:
    return "".join(_ALPHABET[each % len(_ALPHABET)] for each in check[: _CHARACTERS - _DRAWN])


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
