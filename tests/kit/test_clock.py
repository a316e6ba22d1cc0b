"""The clock: aware, in UTC, and moved by nobody but the demonstration's driver."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checkin_service.kit.clock import ClockMover, MovedClock, SystemClock

A_SECOND = timedelta(seconds=1)


def test_the_system_clock_is_aware_and_in_utc() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < A_SECOND


def test_a_clock_nobody_has_moved_shows_the_present(tmp_path: Path) -> None:
    ClockMover(tmp_path / "clock")
    assert abs(MovedClock(tmp_path / "clock").now() - datetime.now(UTC)) < A_SECOND


@pytest.mark.parametrize("moment", [datetime(2026, 3, 2, tzinfo=UTC), datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC)])
def test_the_driver_moves_the_clock_of_another_process(tmp_path: Path, moment: datetime) -> None:
    mover, clock = ClockMover(tmp_path / "clock"), MovedClock(tmp_path / "clock")
    mover.move_to(moment)
    assert abs(clock.now() - moment) < A_SECOND
    mover.return_to_present()
    assert abs(clock.now() - datetime.now(UTC)) < A_SECOND


def test_the_reader_cannot_write(tmp_path: Path) -> None:
    ClockMover(tmp_path / "clock")
    with pytest.raises(TypeError):
        MovedClock(tmp_path / "clock")._seconds[:8] = bytes(8)


def test_a_moved_clock_without_its_file_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        MovedClock(tmp_path / "clock")
