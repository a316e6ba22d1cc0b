"""Passwords: argon2id in a bounded pool."""

import pytest

from checkin_service.access.passwords import PasswordPool
from checkin_service.kit.problem import Problem, ProblemKind
from tests.access.people import PASSWORD


async def test_the_right_password_is_right_and_another_is_not() -> None:
    pool = PasswordPool()
    hashed = await pool.hashed(PASSWORD)
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await pool.is_right(PASSWORD, hashed)
    assert not await pool.is_right(PASSWORD + ".", hashed)


async def test_without_a_hash_and_with_a_broken_one_nothing_is_right() -> None:
    pool = PasswordPool()
    assert not await pool.is_right(PASSWORD, None)
    assert not await pool.is_right(PASSWORD, "plain text")


async def test_a_flood_is_refused_and_not_queued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkin_service.access.passwords._WAITING_LIMIT", 0)
    with pytest.raises(Problem) as refused:
        await PasswordPool().is_right(PASSWORD, None)
    assert refused.value.kind is ProblemKind.BUSY
