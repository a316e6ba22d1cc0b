"""Pure decisions about accounts: who may create and help whom, too easy passwords, how guessing is slowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
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


def is_too_easy(password: str, *, login: str) -> bool:
    """Length is checked at the edge; here: a few characters over and over, or the login itself.

    >>> is_too_easy("aaaaaaaaaaaa", login="wang.fang"), is_too_easy("Wang.Fang2026!", login="wang.fang")
    (True, True)
    >>> is_too_easy("plum-rain-over-kuaiji", login="wang.fang")
    False
    """
    return len(set(password)) < _FEWEST_DIFFERENT_CHARACTERS or login.lower() in password.lower()


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
