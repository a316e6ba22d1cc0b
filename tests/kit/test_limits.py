"""Limits of one sender: counted by each process, told to the others by shares, and nobody pays for somebody else."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from checkin_service.kit.limits import Count, Limit, Limits, Sender
from checkin_service.kit.problem import Problem, ProblemKind
from tests.conftest import StoppedClock

NOW = datetime.fromisoformat("2026-03-02T08:00:15+08:00")
LIMIT = Limit("questions", most=40)


class Common:
    """What a database would count, and how often it was asked."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[int, Sender]] = Counter()
        self.asked: list[int] = []
        self.is_away = False

    async def __call__(self, counts: Mapping[Sender, Count]) -> Mapping[Sender, int]:
        self.asked.append(len(counts))
        await asyncio.sleep(0)
        if self.is_away:
            raise Problem(ProblemKind.BUSY)
        for sender, count in counts.items():
            self.counts[count.began, sender] += count.requests
        return {sender: self.counts[count.began, sender] for sender, count in counts.items()}


@pytest.fixture
def now() -> StoppedClock:
    return StoppedClock(NOW)


@pytest.fixture
def common() -> Common:
    return Common()


async def passed(limits: Limits, address: str, times: int, limit: Limit = LIMIT) -> int:
    """How many of so many requests were let through."""
    count, refusals = 0, set()
    for _ in range(times):
        try:
            await limits.require_of(limit, address)
        except Problem as problem:
            refusals.add((problem.kind, problem.retry_after_s))
        else:
            count += 1
    assert refusals <= {(ProblemKind.TOO_MANY_ATTEMPTS, 45)}
    return count


async def test_so_many_pass_in_a_minute_and_the_next_one_begins_anew(now: StoppedClock, common: Common) -> None:
    limits = Limits(common, now)
    assert await passed(limits, "192.0.2.1", 60) == 40
    assert await passed(limits, "192.0.2.2", 10) == 10
    now.move_to(NOW + timedelta(minutes=1))
    assert await passed(limits, "192.0.2.1", 1) == 1


async def test_whoever_asks_now_and_then_costs_no_statement(now: StoppedClock, common: Common) -> None:
    limits = Limits(common, now)
    for each in range(200):
        assert await passed(limits, f"192.0.2.{each}", LIMIT.share - 1) == LIMIT.share - 1
    assert common.asked == []


async def test_a_flood_costs_eight_statements_and_then_none(now: StoppedClock, common: Common) -> None:
    assert await passed(Limits(common, now), "192.0.2.1", 5_000) == 40
    assert len(common.asked) == 8


@pytest.mark.parametrize("processes", [1, 2, 4])
async def test_over_several_processes_the_count_is_wrong_by_a_share_of_each(
    now: StoppedClock, common: Common, processes: int
) -> None:
    nodes = [Limits(common, now) for _ in range(processes)]
    through = 0
    for turn in range(60 * processes):
        through += await passed(nodes[turn % processes], "192.0.2.1", 1)
    assert 40 <= through <= 40 + processes * LIMIT.share


async def test_what_passed_elsewhere_is_learnt_before_a_second_share_passes_here(
    now: StoppedClock, common: Common
) -> None:
    assert await passed(Limits(common, now), "192.0.2.1", 60) == 40
    assert await passed(Limits(common, now), "192.0.2.1", 60) == LIMIT.share - 1


async def test_many_at_once_are_told_together(now: StoppedClock, common: Common) -> None:
    limits = Limits(common, now)
    through = await asyncio.gather(*(passed(limits, f"192.0.2.{each % 50}", 1) for each in range(50 * 60)))
    assert sum(through) == 50 * 40
    assert len(common.asked) <= 50
    assert max(common.asked) > 1


async def test_where_nobody_can_be_asked_each_process_counts_alone(now: StoppedClock, common: Common) -> None:
    common.is_away = True
    assert await passed(Limits(common, now), "192.0.2.1", 60) == 40
    assert len(common.asked) == 1


async def test_an_ipv6_household_counts_as_one(now: StoppedClock, common: Common) -> None:
    limits, once = Limits(common, now), Limit("once", most=1)
    assert await passed(limits, "2001:db8::1", 1, once) == 1
    assert await passed(limits, "2001:db8::2%eth0", 1, once) == 0
    assert await passed(limits, "2001:db8:0:1::1", 1, once) == 1


async def test_nobody_is_refused_for_how_many_others_there_are(now: StoppedClock, common: Common) -> None:
    limits, twice = Limits(common, now), Limit("twice", most=2)
    assert await passed(limits, "192.0.2.1", 5, twice) == 2
    for each in range(12_000):
        assert await passed(limits, f"10.{each >> 16}.{each >> 8 & 255}.{each & 255}", 1, twice) == 1
    assert await passed(limits, "192.0.2.1", 1, twice) == 0
    assert await passed(limits, "198.51.100.1", 1, twice) == 1


async def test_a_limit_of_what_was_wrong_lets_the_right_ones_pass_uncounted(now: StoppedClock, common: Common) -> None:
    limits, wrong = Limits(common, now), Limit("wrong", most=3)
    for _ in range(20):
        limits.require_left(wrong, "192.0.2.1")
    assert await passed(limits, "192.0.2.1", 5, wrong) == 3
    with pytest.raises(Problem):
        limits.require_left(wrong, "192.0.2.1")
    limits.require_left(wrong, "192.0.2.2")


async def test_a_limit_of_a_day_goes_on_with_the_next_minute(now: StoppedClock, common: Common) -> None:
    limits, daily = Limits(common, now), Limit("names", most=3, minutes=24 * 60)
    for _ in range(3):
        await limits.require(daily, "a school")
        now.advance(minutes=61)
    with pytest.raises(Problem) as refused:
        await limits.require(daily, "a school")
    assert 3600 < (refused.value.retry_after_s or 0) < 24 * 3600
    now.advance(hours=24)
    await limits.require(daily, "a school")
