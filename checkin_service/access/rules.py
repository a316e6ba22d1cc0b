"""Pure decisions about accounts: who may create and help whom, too easy passwords, how guessing is slowed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

from checkin_service.access.model import AUTHORITY_ROLES, INSTITUTION_ROLES, Role, Subject

FAILURES_REMEMBERED_FOR = timedelta(hours=1)
FAILURES_KEPT_FOR = timedelta(days=1)
"""Then they are removed at night, of logins that nobody has, too."""
SIGN_INS_KEPT_FOR = timedelta(days=90)
"""So long the list of one's sign-ins goes back, and so long a network is known."""
FREE_FAILURES = 5
"""A security parameter and no policy: it slows whoever guesses a password of staff, and staff must be able to sign in
before any jurisdiction is known. Typing errors stay free, guesses do not: with the longest wait at most 120 an hour."""
LONGEST_WAIT_S = 30
"""A security parameter too: short, so that a stranger's guessing never locks the owner out."""
LONGEST_WAIT_OF_STRANGERS_S = 300
"""From where the owner has never signed in: 12 guesses an hour, and each of a code is one of three in a million."""
FREE_FAILURES_OF_NETWORK = 60
"""In an hour, with all logins together: a school behind one address mistypes, too."""
LONGEST_WAIT_OF_NETWORK_S = 60
_FEWEST_DIFFERENT_CHARACTERS = 6

_CREATABLE: dict[Role, Role] = {
    Role.INSTITUTION_ADMIN: Role.INSTRUCTOR,
    Role.OFFICER: Role.INSTITUTION_ADMIN,
}


def may_create(subject: Subject, role: Role) -> bool:
    """An officer creates an institution's administrators, an administrator creates instructors, nobody else anybody."""
    return _CREATABLE.get(subject.role) is role


def may_invite(subject: Subject, role: Role) -> bool:
    """An officer invites to its authority and its institutions, an administrator to the own institution."""
    if subject.role is Role.OFFICER:
        return role in AUTHORITY_ROLES | INSTITUTION_ROLES
    return subject.role is Role.INSTITUTION_ADMIN and role in INSTITUTION_ROLES


def may_recover(subject: Subject, role: Role, *, is_second: bool) -> bool:
    """Who may say the first and the second word to removing a second factor: the second is always an authority's."""
    return may_invite(subject, role) and (subject.role is Role.OFFICER or not is_second)


def is_independent(one: UUID, another: UUID, origins: Mapping[UUID, frozenset[UUID]]) -> bool:
    """Whether two accounts are two people: neither let the other in."""
    return one not in origins[another] and another not in origins[one]


_COMMON_WORDS = (
    "password passwd passwort admin administrator root user test guest login welcome letmein master secret default "
    "changeme qwertyuiop qwerty qwer asdfghjkl asdfgh asdf zxcvbnm zxcvbn zxcv qazwsxedc qazwsx qaz wsx edc "
    "abcdefghijkl abcdefg abcdef abcd abc iloveyou sunshine princess dragon monkey football baseball superman batman "
    "computer internet woaini woaiwojia mima nihao zhongguo china beijing shanghai hangzhou fuzhou jinan hefei "
    "shaoxing peixun qiandao daka renshe rensheju zhiye jineng aa bb cc xx zz"
)
_COMMON = re.compile("|".join(sorted(_COMMON_WORDS.split(), key=len, reverse=True)))
_NO_LETTERS = re.compile("[^a-z]")
_SIGNS_FOR, _WRITTEN_FOR = str.maketrans("0@$", "oas"), str.maketrans("013457@$!", "oleastasi")
_FEWEST_STEPS, _FEWEST_LETTERS = 2, 3


def is_too_easy(password: str, *, login: str) -> bool:
    """Length is checked at the edge; here: a few characters over and over, the login itself, or what everybody takes.

    >>> is_too_easy("aaaaaaaaaaaa", login="wang.fang"), is_too_easy("Wang.Fang2026!", login="wang.fang")
    (True, True)
    >>> is_too_easy("Passw0rd@2026", login="wang.fang"), is_too_easy("plum-rain-over-kuaiji", login="wang.fang")
    (True, False)
    """
    has_few = len(set(password)) < _FEWEST_DIFFERENT_CHARACTERS
    return has_few or login.lower() in password.lower() or _is_common(password.lower())


def _is_common(password: str) -> bool:
    """Nothing but words of every list of taken passwords, with numbers and signs around; or numbers in a row."""
    if not password.isascii():
        return False
    if password.isdigit():
        steps = {(int(after) - int(before)) % 10 for before, after in pairwise(password)}
        return len(steps) <= _FEWEST_STEPS
    for form in (password, password.translate(_SIGNS_FOR), password.translate(_WRITTEN_FOR)):
        letters = _NO_LETTERS.sub("", form)
        left = _COMMON.sub("", letters)
        if left != letters and len(left) <= _FEWEST_LETTERS:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Failures:
    """Failed sign-ins of one kind of late: how many, and when the last one was."""

    count: int
    last: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guessing:
    """Who has failed of late: with this login from here and from elsewhere, from here with all logins, with codes."""

    own: Failures
    others: Failures
    here: Failures
    codes: Failures
    is_known: bool
    """The owner has signed in from here before, in this network or with this very browser."""


def wait_s(
    failures: int,
    last_failed_at: datetime | None,
    now: datetime,
    *,
    free: int = FREE_FAILURES,
    longest: int = LONGEST_WAIT_S,
) -> int:
    """Seconds until a login may be tried again: five tries are free, then 2, 4, 8 … seconds, at most 30.

    The wait counts from the last try that was really checked.

    >>> moment = datetime(2026, 3, 2, 8, 0)
    >>> [wait_s(failures, moment, moment) for failures in (4, 5, 6, 8, 9, 100)]
    [0, 2, 4, 16, 30, 30]
    >>> wait_s(100, moment, moment + timedelta(seconds=30))
    0
    """
    if failures < free or last_failed_at is None:
        return 0
    # The exponent is bounded too: two to the power of a thousand failures is no number of seconds.
    wait = min(1 << min(failures - free + 1, 10), longest)
    return max(0, wait - int((now - last_failed_at).total_seconds()))


def wait_of(guessing: Guessing, now: datetime) -> int:
    """Seconds until somebody may try: whoever guesses waits longer and longer, and the owner does not wait for them.

    From where the owner has signed in before, only failures from there count, so that strangers who guess elsewhere
    slow nobody down; from anywhere else all count together.
    """

    def waits(of: Failures, *, free: int = FREE_FAILURES, longest: int = LONGEST_WAIT_S) -> int:
        return wait_s(of.count, of.last, now, free=free, longest=longest)

    if guessing.is_known:
        return waits(guessing.own)
    return max(
        waits(guessing.own, longest=LONGEST_WAIT_OF_STRANGERS_S),
        waits(guessing.others),
        waits(guessing.here, free=FREE_FAILURES_OF_NETWORK, longest=LONGEST_WAIT_OF_NETWORK_S),
        waits(guessing.codes, longest=LONGEST_WAIT_OF_STRANGERS_S),
    )
