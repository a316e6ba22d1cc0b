"""One-time codes of an authenticator app (RFC 6238): which step of time a code is of, and recovery codes."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

SECRET_BYTES = 20
STEP_S = 30
RECOVERY_CODES = 10

_DIGITS = 6
_WINDOW = (-1, 0, 1)
"""A phone's clock may be half a minute off, either way."""
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Nothing that looks like something else on paper."""
_RECOVERY_PART = 5


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def step_of(secret: bytes, code: str, now: datetime, *, after: int | None) -> int | None:
    """The step of time whose code this is, later than the last one that was accepted; `None` for anything else.

    A code that was seen over a shoulder serves nobody: its step has been used.
    """
    present = int(now.timestamp()) // STEP_S
    for step in (present + each for each in _WINDOW):
        if hmac.compare_digest(code_at(secret, step).encode(), code.encode()) and (after is None or step > after):
            return step
    return None


def code_at(secret: bytes, step: int) -> str:
    """The code that an authenticator shows during a step."""
    # Authenticator apps know this hash alone; RFC 6238 rests on HMAC, which collisions do not touch.
    return TOTP(secret, _DIGITS, SHA1(), STEP_S).generate(step * STEP_S).decode()  # noqa: S303


def address_of(secret: bytes, *, login: str, issuer: str) -> str:
    """What the QR says: the address by which an authenticator app takes the secret over."""
    return TOTP(secret, _DIGITS, SHA1(), STEP_S).get_provisioning_uri(login, issuer)  # noqa: S303


def for_typing(secret: bytes) -> str:
    """The secret for whoever cannot scan the QR: letters and digits in groups of four.

    >>> for_typing(bytes(20))
    'AAAA AAAA AAAA AAAA AAAA AAAA AAAA AAAA'
    """
    letters = b32encode(secret).decode()
    return " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def new_recovery_codes() -> list[str]:
    """Codes for a piece of paper, 49 random bits each: they serve once, where the phone is lost."""
    return [_recovery_code() for _ in range(RECOVERY_CODES)]


def typed(code: str) -> str:
    """A code as it was meant: without spaces and strokes, in small letters.

    >>> typed(" 123 456 "), typed("ABCDE-fghjk")
    ('123456', 'abcdefghjk')
    """
    return "".join(each for each in code.lower() if each.isascii() and each.isalnum())


def is_of_time(code: str) -> bool:
    """Whether it looks like a code of an authenticator app, and not like one from paper."""
    return len(code) == _DIGITS and code.isdigit()


def _recovery_code() -> str:
    parts = ("".join(secrets.choice(_ALPHABET) for _ in range(_RECOVERY_PART)) for _ in range(2))
    return "-".join(parts)
