"""Rules of accounts: who may create whom, and how guessing is slowed."""

from datetime import UTC, datetime, timedelta

import pytest

from checkin_service.access.model import Role, Subject
from checkin_service.access.rules import is_too_easy, may_create, wait_s
from tests.access.people import a_trainee, an_institution_admin, an_officer

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("subject", "allowed"),
    [(an_officer(), {Role.INSTITUTION_ADMIN}), (an_institution_admin(), {Role.INSTRUCTOR}), (a_trainee(), set())],
    ids=["officer", "institution_admin", "trainee"],
)
def test_everybody_creates_only_the_role_below(subject: Subject, allowed: set[Role]) -> None:
    assert {role for role in Role if may_create(subject, role)} == allowed


def test_five_tries_are_free() -> None:
    assert wait_s(4, NOW, NOW) == 0
    assert wait_s(5, NOW, NOW) > 0


def test_waiting_grows_and_never_locks_anybody_out() -> None:
    waits = [wait_s(failures, NOW, NOW) for failures in range(5, 200)]
    assert waits == sorted(waits)
    assert max(waits) == 30


def test_waiting_ends_with_time() -> None:
    assert wait_s(50, NOW - timedelta(seconds=29), NOW) == 1
    assert wait_s(50, NOW - timedelta(seconds=30), NOW) == 0


def test_easy_passwords_are_known() -> None:
    assert is_too_easy("121212121212", login="wang.fang")
    assert is_too_easy("xx-WANG.FANG-2026", login="wang.fang")
    assert not is_too_easy("会稽山下梅雨时节家家户户", login="wang.fang")
