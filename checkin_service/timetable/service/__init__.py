"""Use cases of the timetable, and what higher capabilities may ask of it."""

from checkin_service.timetable.service.certificates import add_reported, duplicates_by_class
from checkin_service.timetable.service.certificates import query as query_certificate
from checkin_service.timetable.service.classes import apply, classes, decide_opening, shown_class
from checkin_service.timetable.service.completion import apply_for_completion, decide_completion
from checkin_service.timetable.service.expiry import expire_due
from checkin_service.timetable.service.guards import bad_row, refuse_rows
from checkin_service.timetable.service.invitations import invite_again
from checkin_service.timetable.service.moving import move_registration
from checkin_service.timetable.service.own import own_classes
from checkin_service.timetable.service.plan_changes import change_plan, plan_changes
from checkin_service.timetable.service.reading import (
    class_for,
    open_classes,
    policy_of_class,
    policy_of_session,
    registration_of,
    registration_with_class,
    registrations_of_trainee,
    roster_of,
    session_with_class,
    sessions_of,
    sessions_of_trainee,
)
from checkin_service.timetable.service.results import record_results
from checkin_service.timetable.service.roster import register, roster
from checkin_service.timetable.service.unused import give_back_unused
from checkin_service.timetable.service.vouchers import activate, issue
from checkin_service.timetable.service.withdrawal import withdraw

__all__ = [
    "activate",
    "add_reported",
    "apply",
    "apply_for_completion",
    "bad_row",
    "change_plan",
    "class_for",
    "classes",
    "decide_completion",
    "decide_opening",
    "duplicates_by_class",
    "expire_due",
    "give_back_unused",
    "invite_again",
    "issue",
    "move_registration",
    "open_classes",
    "own_classes",
    "plan_changes",
    "policy_of_class",
    "policy_of_session",
    "query_certificate",
    "record_results",
    "refuse_rows",
    "register",
    "registration_of",
    "registration_with_class",
    "registrations_of_trainee",
    "roster",
    "roster_of",
    "session_with_class",
    "sessions_of",
    "sessions_of_trainee",
    "shown_class",
    "withdraw",
]
