"""Use cases of inspections: planned, visited, concluded, answered."""

from checkin_service.inspections.service.cases import (
    conclude,
    due,
    inspection,
    inspections,
    last_planned,
    plan,
    public_counts,
    state,
    visit,
)

__all__ = [
    "conclude",
    "due",
    "inspection",
    "inspections",
    "last_planned",
    "plan",
    "public_counts",
    "state",
    "visit",
]
