"""The beacon of a display: what is one, and what it shows about the moment of an attempt."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from checkin_service.checkin.rules.beacon import Beacon, brackets, moment_of_beacon, parsed
from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.policy.book import PolicyView

SESSION = UUID(int=1)
MINUTE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TABLET = SigningKey()


def shown(*, by: SigningKey = TABLET) -> str:
    text = f"B1.{encode(SESSION.bytes + (int(MINUTE.timestamp()) // 60).to_bytes(4))}"
    return f"{text}.{by.signature(text)}"


def read(text: str) -> Beacon:
    beacon = parsed(text)
    assert beacon is not None
    return beacon


def test_a_beacon_says_its_session_and_its_minute() -> None:
    beacon = read(shown())
    assert (beacon.session_id, beacon.begins_at) == (SESSION, MINUTE)
    assert beacon.window == -beacon.minute < 0


@pytest.mark.parametrize("text", ["", "B1.", "B2" + shown()[2:], "B1.AAAA.AAAA", "B1.+.AAAA", shown()[:-1] + "!"])
def test_another_text_is_no_beacon(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(("seconds", "is_near"), [(-301, False), (-300, True), (0, True), (360, True), (361, False)])
def test_it_brackets_an_attempt_about_its_minute(policy: PolicyView, seconds: int, *, is_near: bool) -> None:
    assert policy.value("offline.clock_tolerance_s").integer == 300
    made_at = MINUTE + timedelta(seconds=seconds)
    keys = [SigningKey().public_key, TABLET.public_key]
    assert brackets(read(shown()), session_id=SESSION, keys=keys, made_at=made_at, policy=policy) is is_near


def test_another_session_another_key_or_none_brackets_nothing(policy: PolicyView) -> None:
    beacon, own = read(shown()), [TABLET.public_key]
    assert not brackets(beacon, session_id=UUID(int=2), keys=own, made_at=MINUTE, policy=policy)
    assert not brackets(beacon, session_id=SESSION, keys=[], made_at=MINUTE, policy=policy)
    forged = read(shown(by=SigningKey()))
    assert not brackets(forged, session_id=SESSION, keys=own, made_at=MINUTE, policy=policy)


@pytest.mark.parametrize(("claimed_s", "kept_s"), [(-30, 0), (20, 20), (90, 60)])
def test_the_phones_claim_is_kept_within_the_minute_shown(claimed_s: int, kept_s: int) -> None:
    moment = moment_of_beacon(read(shown()), made_at=MINUTE + timedelta(seconds=claimed_s))
    assert moment == MINUTE + timedelta(seconds=kept_s)
