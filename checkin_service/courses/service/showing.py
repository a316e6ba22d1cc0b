"""Courses as answers show them: with every version and what became of each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from checkin_service.courses import rules, store
from checkin_service.courses.model import Content, Listed, Step
from checkin_service.courses.schemas import (
    CourseResource,
    CourseStep,
    CourseUnit,
    CourseVersion,
    PublicCourse,
    RegisteredCourse,
)
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources


async def named(resources: Resources, course_id: UUID) -> Listed:
    return existing(await store.listed_course(resources.database, course_id))


async def answers(resources: Resources, found: Sequence[Listed]) -> list[RegisteredCourse]:
    ids = [each.course_id for each in found]
    versions = _by_course(await store.contents_of(resources.database, ids))
    steps = _by_course(await store.steps_of(resources.database, ids))
    return [shown(each, versions[each.course_id], steps[each.course_id]) for each in found]


def _by_course(rows: Iterable[Any]) -> defaultdict[UUID, list[Any]]:
    by_course: defaultdict[UUID, list[Any]] = defaultdict(list)
    for each in rows:
        by_course[each.course_id].append(each)
    return by_course


def shown(found: Listed, versions: Sequence[Content], steps: Sequence[Step]) -> RegisteredCourse:
    return RegisteredCourse.showing(
        found,
        state=rules.state_of(steps),
        approved=rules.approved_version(steps),
        waiting=rules.waiting_version(versions, steps),
        versions=[_version(each) for each in versions],
        steps=[CourseStep.showing(each) for each in steps],
    )


def _version(content: Content) -> CourseVersion:
    return CourseVersion.showing(
        content,
        units=[CourseUnit.showing(each) for each in content.units],
        resources=[CourseResource.showing(each) for each in content.resources],
    )


def public(answer: RegisteredCourse) -> PublicCourse:
    named = {name: getattr(answer, name) for name in ("course_id", "institution", "authority_code")}
    return PublicCourse.showing(answer.public, **named)
