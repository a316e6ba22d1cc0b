"""Use cases of the timetable, and what higher capabilities may ask of it."""

from checkin_service.timetable.service.classes import apply, classes, decide_opening, shown_class
from checkin_service.timetable.service.completion import apply_for_completion, decide_completion
from checkin_service.timetable.service.own import own_classes
from checkin_service.timetable.service.reading import (
    class_for,
    policy_of_session,
    registrations_of_trainee,
    roster_of,
    session_with_class,
    sessions_of,
)
from checkin_service.timetable.service.results import record_results
from checkin_service.timetable.service.roster import register, roster
from checkin_service.timetable.service.vouchers import activate, issue

__all__ = [
    "activate",
    "apply",
    "apply_for_completion",
    "class_for",
    "classes",
    "decide_completion",
    "decide_opening",
    "issue",
    "own_classes",
    "policy_of_session",
    "record_results",
    "register",
    "registrations_of_trainee",
    "roster",
    "roster_of",
    "session_with_class",
    "sessions_of",
    "shown_class",
]
