"""Which references to recordings can be entered, what a recording shows of a lesson, and what is not kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from checkin_service.kit.ids import new_id
from checkin_service.policy.book import book
from checkin_service.recordings import rules
from checkin_service.recordings.model import Kept, Recording, Span, Tally
from checkin_service.timetable.model import Delivery, Session

STARTS = datetime(2026, 3, 2, 1, tzinfo=UTC)
ENDS = STARTS + timedelta(hours=3)
AFTER = ENDS + timedelta(hours=1)
SESSION = new_id()


def a_lesson(**changed: Any) -> Session:
    values: dict[str, Any] = {
        "session_id": SESSION,
        "class_id": new_id(),
        "ordinal": 3,
        "site_id": new_id(),
        "starts_at": STARTS,
        "ends_at": ENDS,
        "class_hours": 4,
    }
    return Session(**values | changed)


def a_recording(**changed: Any) -> Recording:
    values: dict[str, Any] = {
        "session_id": SESSION,
        "ordinal": 1,
        "class_id": new_id(),
        "link": "https://video.example.cn/3",
        "starts_at": STARTS,
        "ends_at": ENDS,
        "sha256": None,
        "absent_because": None,
        "reason": None,
        "recorded_by": new_id(),
        "recorded_at": AFTER,
    }
    return Recording(**values | changed)


NONE = {"link": None, "starts_at": None, "ends_at": None, "absent_because": "设备故障"}


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@pytest.mark.parametrize(
    ("late", "early", "expected"),
    [
        (0, 0, (0, 0)),
        (-5, -5, (0, 0)),
        (10, 0, (10, 0)),
        (0, 7.2, (0, 8)),
        (1 / 60, 1 / 60, (1, 1)),
        (400, 0, (180, 0)),
        (0, 400, (0, 180)),
        (100, 100, (100, 80)),
    ],
)
def test_a_gap_is_what_the_recording_leaves_out_in_whole_minutes(
    late: float, early: float, expected: tuple[int, int]
) -> None:
    recording = Span(starts_at=STARTS + minutes(late), ends_at=ENDS - minutes(early))
    gap = rules.gap_of(rules.lesson_of(a_lesson()), recording)
    assert (gap.before, gap.after, gap.minutes) == (*expected, sum(expected))


@pytest.mark.parametrize(
    ("lesson", "latest", "now", "expected"),
    [
        ({}, a_recording(), AFTER, Kept.WHOLE),
        ({}, a_recording(starts_at=STARTS + minutes(1)), AFTER, Kept.PART),
        ({}, a_recording(**NONE), AFTER, Kept.ABSENT),
        ({}, None, ENDS, Kept.MISSING),
        ({}, None, ENDS - minutes(1), Kept.AHEAD),
        ({"cancelled_at": STARTS}, None, AFTER, Kept.NOT_A_LESSON),
        ({"delivery": Delivery.SELF_PACED}, None, AFTER, Kept.NOT_A_LESSON),
        ({"delivery": Delivery.ONLINE}, None, AFTER, Kept.MISSING),
    ],
)
def test_how_a_lesson_stands_to_its_recording(
    lesson: dict[str, Any], latest: Recording | None, now: datetime, expected: Kept
) -> None:
    assert rules.kept(a_lesson(**lesson), latest, now) is expected


def test_lessons_ahead_and_none_at_all_do_not_count() -> None:
    standings = [Kept.WHOLE, Kept.WHOLE, Kept.PART, Kept.ABSENT, Kept.MISSING, Kept.AHEAD, Kept.NOT_A_LESSON]
    assert rules.tally(standings) == Tally(kept=2, lessons=5)


def test_the_same_is_counted_of_lessons_beside_their_recordings() -> None:
    lesson = Span(starts_at=STARTS, ends_at=ENDS)
    short = Span(starts_at=STARTS, ends_at=ENDS - minutes(1))
    assert rules.tally_of([(lesson, lesson), (lesson, short), (lesson, None)]) == Tally(kept=1, lessons=3)


@pytest.mark.parametrize(
    ("lesson", "new", "before", "now", "word"),
    [
        ({}, {}, None, AFTER, None),
        ({}, NONE, None, AFTER, None),
        ({}, {"reason": "链接失效"}, a_recording(), AFTER, None),
        ({"cancelled_at": STARTS}, {}, None, AFTER, "已取消"),
        ({"delivery": Delivery.SELF_PACED}, {}, None, AFTER, "自主学习"),
        ({}, {}, None, ENDS - minutes(1), "尚未结束"),
        ({}, {}, a_recording(), AFTER, "更正须写明原因"),
        ({}, {"reason": "更正"}, None, AFTER, "没有可更正的记录"),
        ({}, {"ends_at": AFTER + minutes(1)}, None, AFTER, "晚于现在"),
        ({}, {"starts_at": STARTS - minutes(60), "ends_at": STARTS}, None, AFTER, "不在这节课内"),
        ({}, {"starts_at": ENDS, "ends_at": AFTER}, None, AFTER, "不在这节课内"),
    ],
)
def test_what_cannot_be_entered(
    lesson: dict[str, Any], new: dict[str, Any], before: Recording | None, now: datetime, word: str | None
) -> None:
    refusal = rules.refusal_of(a_lesson(**lesson), a_recording(**new), before, now)
    assert (refusal is None) if word is None else (refusal is not None and word in refusal.zh)


@pytest.mark.parametrize(("place", "is_asked"), [("340100", True), ("330600", False), ("350100", False)])
def test_anhui_asks_for_video_of_the_whole_training(place: str, *, is_asked: bool) -> None:
    on = date(2026, 3, 2)
    assert rules.is_asked(book().at(place, on=on, known_on=on)) is is_asked
