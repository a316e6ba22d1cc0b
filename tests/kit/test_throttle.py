"""Patience with callers nobody knows."""

from datetime import UTC, datetime, timedelta

from checkin_service.kit.throttle import Throttle

NOW = datetime(2026, 3, 2, 8, 0, 15, tzinfo=UTC)


def test_each_address_has_its_own_count_and_the_next_minute_begins_anew() -> None:
    throttle = Throttle(per_minute=1)
    assert [throttle.wait_s("192.0.2.1", NOW) for _ in range(2)] == [0, 45]
    assert throttle.wait_s("192.0.2.2", NOW) == 0
    assert throttle.wait_s("192.0.2.1", NOW + timedelta(minutes=1)) == 0


def test_an_ipv6_network_is_one_caller() -> None:
    throttle = Throttle(per_minute=1)
    assert throttle.wait_s("2001:db8::1", NOW) == 0
    assert throttle.wait_s("2001:db8::2%eth0", NOW) > 0
    assert throttle.wait_s("2001:db8:0:1::1", NOW) == 0


def test_all_together_have_a_count_too_and_odd_addresses_share_one() -> None:
    throttle = Throttle(per_minute=2, all_per_minute=3)
    assert [throttle.wait_s(each, NOW) for each in ("", "socket", "?")] == [0, 0, 45]
    assert throttle.wait_s("192.0.2.1", NOW) == 0
    assert throttle.wait_s("192.0.2.2", NOW) > 0
