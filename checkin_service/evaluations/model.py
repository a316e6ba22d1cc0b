"""Evaluations: what a person thought of a class, and the figures that groups of them come to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

BEST, WORST = 5, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """评价: one person's of one class. The second replaces the first, or takes it back where it holds no marks."""

    trainee_id: UUID
    class_id: UUID
    ordinal: int
    institution_id: UUID
    project_id: UUID
    authority_code: str
    marks: Mapping[str, int]
    """1 to 5 by question; none once it is taken back."""
    words_sealed: bytes | None
    given_at: datetime
    closes_on: date
    """The last day on which anybody could evaluate the class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An evaluation that stands, without who gave it."""

    class_id: UUID
    institution_id: UUID
    project_id: UUID
    marks: Mapping[str, int]
    closes_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedWords:
    """What somebody wrote beside the marks."""

    trainee_id: UUID
    words_sealed: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """满意度: what a group of evaluations comes to."""

    count: int
    share: Fraction
    """Of what is between the worst and the best mark: 1 is the best everywhere."""
    means: Mapping[str, Fraction]


class By(StrEnum):
    """By what figures are told apart."""

    INSTITUTION = "institution"
    PROJECT = "project"
    CLASS = "class"


class Stand(StrEnum):
    """How a person's evaluation of a class stands."""

    OPEN = "open"
    GIVEN = "given"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A figure of one institution, project or class; `None` where too few people have spoken."""

    key: UUID
    satisfaction: Satisfaction | None


Groups = Mapping[UUID, Sequence[Given]]
