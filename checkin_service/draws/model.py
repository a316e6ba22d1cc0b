"""Draws: the hash of a seed that nobody knows yet, by which terms it will draw, and what it drew from which."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class DrawPurpose(StrEnum):
    INSPECTION = "inspection"
    """Classes to be inspected (随机抽查)."""
    CHECKS = "checks"
    """Lessons and moments at which people of a class confirm that they are there (随机在场确认)."""
    GROUP_CHECK = "group_check"
    """A moment at which suspected people of a class confirm that they are there (可疑人员同时确认)."""
    SECOND_LOOK = "second_look"
    """Decisions of reviewers that another one looks at again (复核抽查)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A draw before it is made, as the log holds it."""

    authority_code: str
    draw_id: UUID
    purpose: DrawPurpose
    terms: Mapping[str, Any]
    """How many are drawn: `count` of them, or `percent` of all; of checks everything that a person's are drawn by."""
    commitment: bytes
    """SHA-256 of the seed."""
    seed_sealed: bytes
    committed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reveal:
    """The seed of a draw, what it drew from as that stood then, and what it drew; of checks, whom it drew for."""

    authority_code: str
    draw_id: UUID
    seed: bytes
    population: Sequence[UUID]
    drawn: Sequence[UUID]
    revealed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Commitment):
    """A draw, revealed or not; those that were never revealed stay."""

    seed: bytes | None = None
    population: Sequence[UUID] | None = None
    drawn: Sequence[UUID] | None = None
    revealed_at: datetime | None = None
