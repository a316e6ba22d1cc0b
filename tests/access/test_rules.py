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


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "Passw0rd@2026", "P@ssword!2345", "qwertyuiop12", "1q2w3e4r5t6y7u", "1qaz2wsx3edc",
        "admin@admin123", "123456789012", "987654321098", "woaini520131", "zhongguo8888!", "abcdefghijkl",
        "Welcome2026!!", "qazwsxedc123", "peixun@202612",
    ],
)  # fmt: skip
def test_forms_of_common_passwords_are_refused(password: str) -> None:
    assert is_too_easy(password, login="wang.fang")


@pytest.mark.parametrize(
    "password",
    [
        "plum-rain-over-kuaiji", "correct horse battery", "918273645019", "会稽山下梅雨时节家家户户",
        "password of the blue door", "T7#kQ9!vZ2$m", "admin wohnt am see",
    ],
)  # fmt: skip
def test_what_holds_more_than_a_common_password_is_taken(password: str) -> None:
    assert not is_too_easy(password, login="wang.fang")


def test_easy_passwords_are_known() -> None:
    assert is_too_easy("121212121212", login="wang.fang")
    assert is_too_easy("xx-WANG.FANG-2026", login="wang.fang")
    assert not is_too_easy("会稽山下梅雨时节家家户户", login="wang.fang")
