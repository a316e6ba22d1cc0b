"""Looks by staff of offices, as an auditor reads them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class LookKind(StrEnum):
    """What somebody of an office did to see what is others'."""

    SEARCH = "search"
    """查询"""
    EVIDENCE = "evidence"
    """打开证据、结论、来信"""
    COPY = "copy"
    """交给本人的复制件"""
    FILE = "file"
    """导出"""
    TRAIL = "trail"
    """查阅查阅记录"""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLook:
    """One look by somebody of an office, as the trail keeps it."""

    entry_id: UUID
    at: datetime
    tenant: str
    """authority:code or institution:id, whose trail it is in."""
    subject: str
    name: str | None
    """Of an account of staff; a connected platform has none."""
    role: str | None
    action: str
    kind: LookKind
    object_id: str
    reason: str | None
    """The purpose that was stated, or the reason as it was written."""
    found: int | None
    trainee: str | None
    """Whose it was, where the entry says so besides its object."""
    stamp: str | None
    """Of a file: the digest by which one that is shown later is known again."""
