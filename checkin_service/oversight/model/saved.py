"""Saved queries of the regulators' search: what one person of the staff asks again and again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedQuery:
    """A query under a name of its owner's; why it is asked is said anew each time and never kept here."""

    query_id: UUID
    staff_id: UUID
    name: str
    filters: Mapping[str, Any]
    saved_at: datetime
