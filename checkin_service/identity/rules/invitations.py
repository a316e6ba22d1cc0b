"""Invitation codes: a hundred random bits in letters that nobody confuses, in groups that can be read out."""

import secrets

from checkin_service.kit.intake import folding

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHARACTERS = 20
_GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """A code nobody can guess, such as 7K3M-Q0XA-91ZR-TT4C-2HDE.

    >>> len(new_code())
    24
    """
    return _grouped("".join(secrets.choice(_ALPHABET) for _ in range(_CHARACTERS)))


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


def _grouped(code: str) -> str:
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
