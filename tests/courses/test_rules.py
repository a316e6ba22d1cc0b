"""How a course stands, what may be done to it, and which classes may name it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from checkin_service.courses import rules
from checkin_service.courses.model import (
    Content,
    Course,
    CourseState,
    Resource,
    ResourceKind,
    Step,
    StepKind,
    Taught,
    Unit,
)
from checkin_service.kit.ids import new_id
from checkin_service.policy.book import book
from tests.building.policies import with_values

AT = datetime(2026, 3, 2, tzinfo=UTC)
ON = date(2026, 3, 2)
COURSE = new_id()
A, R, S, U, C = StepKind.APPROVED, StepKind.REFUSED, StepKind.SUSPENDED, StepKind.RESUMED, StepKind.CLOSED


def a_content(ordinal: int = 1, **changed: Any) -> Content:
    values: dict[str, Any] = {
        "course_id": COURSE,
        "ordinal": ordinal,
        "title": "电工安全基础",
        "occupation": "电工",
        "level": None,
        "taught": Taught.ONLINE,
        "class_hours": 40,
        "summary": "安全用电",
        "units": (Unit(title="安全用电", class_hours=16), Unit(title="急救", class_hours=24)),
        "resources": (Resource(kind=ResourceKind.VIDEO, title="第一讲", link="https://course.example.cn/1"),),
        "question_count": 300,
        "reason": None,
        "filed_by": new_id(),
        "filed_at": AT,
    }
    return Content(**values | changed)


def steps(*kinds: tuple[StepKind, int]) -> list[Step]:
    return [
        Step(course_id=COURSE, ordinal=number, kind=kind, version=version, reason="", taken_by=new_id(), taken_at=AT)
        for number, (kind, version) in enumerate(kinds, start=1)
    ]


@pytest.mark.parametrize(
    ("taken", "state", "approved"),
    [
        ((), CourseState.FILED, None),
        (((R, 1),), CourseState.REFUSED, None),
        (((A, 1),), CourseState.APPROVED, 1),
        (((A, 1), (R, 2)), CourseState.APPROVED, 1),
        (((A, 1), (A, 2)), CourseState.APPROVED, 2),
        (((A, 1), (S, 1)), CourseState.SUSPENDED, 1),
        (((A, 1), (S, 1), (A, 2)), CourseState.SUSPENDED, 2),
        (((A, 1), (S, 1), (U, 1)), CourseState.APPROVED, 1),
        (((A, 1), (C, 1)), CourseState.CLOSED, 1),
    ],
)
def test_how_a_course_stands(taken: Sequence[tuple[StepKind, int]], state: CourseState, approved: int | None) -> None:
    assert (rules.state_of(steps(*taken)), rules.approved_version(steps(*taken))) == (state, approved)


def test_one_version_waits_at_a_time() -> None:
    versions = [a_content(1), a_content(2)]
    assert rules.waiting_version(versions, steps((A, 1))) == 2
    assert rules.waiting_version(versions, steps((A, 1), (R, 2))) is None
    assert rules.change_refusal(versions, steps((A, 1))) is not None
    assert rules.change_refusal(versions, steps((A, 1), (R, 2))) is None
    assert rules.examination_refusal(versions, steps((A, 1))) is None
    assert rules.examination_refusal(versions, steps((A, 1), (R, 2))) is not None
    for refusal in (rules.change_refusal, rules.examination_refusal):
        assert "已注销" in (refusal(versions, steps((C, 1))) or ("",))[0]


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({}, None),
        ({"units": ()}, None),
        ({"class_hours": 41}, "40课时"),
        ({"resources": ()}, "线上资源"),
        ({"taught": Taught.BOTH, "resources": ()}, "线上资源"),
        ({"taught": Taught.OFFLINE, "resources": ()}, None),
    ],
)
def test_what_cannot_be_filed(changed: dict[str, Any], word: str | None) -> None:
    refusal = rules.content_refusal(a_content(**changed))
    assert (refusal is None) if word is None else (refusal is not None and word in refusal.zh)


@pytest.mark.parametrize(
    ("taken", "to", "may"),
    [
        (((A, 1),), S, True),
        ((), S, False),
        (((A, 1), (S, 1)), U, True),
        (((A, 1),), U, False),
        ((), C, True),
        (((A, 1), (S, 1)), C, True),
        (((C, 1),), C, False),
    ],
)
def test_what_may_be_done_to_it(taken: Sequence[tuple[StepKind, int]], to: StepKind, *, may: bool) -> None:
    assert (rules.standing_refusal(steps(*taken), to) is None) is may


@pytest.mark.parametrize(
    ("examined_by", "supervising", "clause", "may"),
    [
        ("330602", "330602", "SX-27", True),
        ("330681", "330602", "SX-27", True),
        ("330600", "330602", "SX-27", True),
        ("330100", "330602", "SX-27", False),
        ("350100", "350100", None, True),
        ("350000", "350100", None, True),
        ("350102", "350100", None, False),
    ],
)
def test_an_approval_reaches_as_far_as_the_rules_say(
    examined_by: str, supervising: str, clause: str | None, *, may: bool
) -> None:
    course = Course(course_id=COURSE, institution_id=new_id(), authority_code=examined_by, filed_at=AT)
    policy = book().at(supervising, on=ON, known_on=ON)
    refusal = rules.use_refusal(course, steps((A, 1)), supervising, policy)
    assert (refusal is None) is may
    assert refusal is None or refusal.basis.clause == clause
    assert rules.use_refusal(course, steps((A, 1), (S, 1)), supervising, policy) is not None
    assert rules.use_refusal(course, steps(), supervising, policy) is not None


@pytest.mark.parametrize(
    ("needed", "is_online", "may"),
    [("none", True, True), ("online", True, False), ("online", False, True), ("every_class", False, False)],
)
def test_a_class_names_a_course_where_one_is_asked_for(needed: str, *, is_online: bool, may: bool) -> None:
    policy = with_values(book().at("350100", on=ON, known_on=ON), {"class.course_needed": needed}, None)
    assert (rules.need_refusal(policy, is_online=is_online) is None) is may
