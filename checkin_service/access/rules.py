"""Pure decisions about accounts: who may create whom, which passwords are too easy, how guessing is slowed."""

from datetime import datetime, timedelta

from checkin_service.access.model import AUTHORITY_ROLES, INSTITUTION_ROLES, Role, Subject

FAILURES_REMEMBERED_FOR = timedelta(minutes=15)
FREE_FAILURES = 5
"""A security parameter and no policy: it slows whoever guesses a password of staff, and staff must be able to sign in
before any jurisdiction is known. Typing errors stay free, guesses do not: with the longest wait at most 120 an hour."""
LONGEST_WAIT_S = 30
"""A security parameter too: short, so that a stranger's guessing never locks the owner out."""
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


def is_too_easy(password: str, *, login: str) -> bool:
    """Length is checked at the edge; here: a few characters over and over, or the login itself.

    >>> is_too_easy("aaaaaaaaaaaa", login="wang.fang"), is_too_easy("Wang.Fang2026!", login="wang.fang")
    (True, True)
    >>> is_too_easy("plum-rain-over-kuaiji", login="wang.fang")
    False
    """
    return len(set(password)) < _FEWEST_DIFFERENT_CHARACTERS or login.lower() in password.lower()


def wait_s(failures: int, last_failed_at: datetime | None, now: datetime) -> int:
    """Seconds until a login may be tried again: five tries are free, then 2, 4, 8 … seconds, at most 30.

    The wait is short and counts from the last try that was really checked, so that a stranger who keeps guessing
    slows the owner down but never locks them out.

    >>> moment = datetime(2026, 3, 2, 8, 0)
    >>> [wait_s(failures, moment, moment) for failures in (4, 5, 6, 8, 9, 100)]
    [0, 2, 4, 16, 30, 30]
    >>> wait_s(100, moment, moment + timedelta(seconds=30))
    0
    """
    if failures < FREE_FAILURES or last_failed_at is None:
        return 0
    # The exponent is bounded too: two to the power of a thousand failures is no number of seconds.
    wait = min(1 << min(failures - FREE_FAILURES + 1, 10), LONGEST_WAIT_S)
    return max(0, wait - int((now - last_failed_at).total_seconds()))
