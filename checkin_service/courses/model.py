"""Vocabulary of the register of courses: what a course teaches and with what, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Taught(StrEnum):
    """How a course is taught."""

    ONLINE = "online"
    OFFLINE = "offline"
    BOTH = "both"


class ResourceKind(StrEnum):
    """What an online resource is (线上培训资源)."""

    VIDEO = "video"
    LIVE = "live"
    DOCUMENT = "document"
    EXERCISE = "exercise"
    QUESTION_BANK = "question_bank"


class CourseState(StrEnum):
    FILED = "filed"
    """Waits to be examined for the first time."""
    APPROVED = "approved"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class StepKind(StrEnum):
    """What happens to a course after it was filed."""

    APPROVED = "approved"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """教学单元: one part of a course with its class hours."""

    title: str
    class_hours: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """An online resource: kept where its link says, never fetched."""

    kind: ResourceKind
    title: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course in the register: whose it is, and which authority examines it."""

    course_id: UUID
    institution_id: UUID
    authority_code: str
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a course is, as one version of it says; a change is a further version, examined anew."""

    course_id: UUID
    ordinal: int
    title: str
    occupation: str
    level: str | None
    taught: Taught
    class_hours: int
    summary: str
    units: tuple[Unit, ...]
    resources: tuple[Resource, ...]
    question_count: int | None
    """题库题数."""
    reason: str | None
    """Why it is changed; none of the first version."""
    filed_by: UUID
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An examination of a version, or a change of a course's standing, with its reason."""

    course_id: UUID
    ordinal: int
    kind: StepKind
    version: int
    reason: str | None
    taken_by: UUID
    taken_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A course with the name of its institution, for lists."""

    course_id: UUID
    institution_id: UUID
    institution: str
    authority_code: str
    filed_at: datetime
