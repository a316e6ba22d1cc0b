"""Use cases of the timetable, and what higher capabilities may ask of it."""

from checkin_service.timetable.service.admitting import Admitted, admit, offered_class
from checkin_service.timetable.service.certificates import add_reported, duplicates_by_class, publish_under
from checkin_service.timetable.service.certificates import query as query_certificate
from checkin_service.timetable.service.classes import (
    apply,
    classes,
    classes_named,
    decide_opening,
    listed_classes,
    opening_checks,
    refuse_waiting,
    shown_class,
)
from checkin_service.timetable.service.completion import apply_for_completion, decide_completion
from checkin_service.timetable.service.deducting import deduct
from checkin_service.timetable.service.device_proofs import phones, prove_device
from checkin_service.timetable.service.drafts import (
    begin_draft,
    discard_draft,
    draft_of,
    drafts,
    finish_draft,
    keep_draft,
    require_sendable,
)
from checkin_service.timetable.service.expiry import expire_due
from checkin_service.timetable.service.fitness import offer_of
from checkin_service.timetable.service.guards import (
    bad_row,
    refuse_rows,
    undecided_before_opening,
)
from checkin_service.timetable.service.held_back import people_held_back
from checkin_service.timetable.service.instructors import assign, instructors
from checkin_service.timetable.service.invitations import invite_again
from checkin_service.timetable.service.moving import move_registration, require_taken_over
from checkin_service.timetable.service.own import own_classes
from checkin_service.timetable.service.papers import class_paper
from checkin_service.timetable.service.plan_changes import change_plan, plan_changes
from checkin_service.timetable.service.preparing import preparation, record_briefing, record_checks
from checkin_service.timetable.service.reading import (
    class_for,
    class_names,
    classes_of_project,
    institutions_teaching,
    open_classes,
    policy_of_class,
    policy_of_session,
    registration_of,
    registration_with_class,
    registrations_of_trainee,
    require_teaching,
    roster_of,
    session_with_class,
    sessions_of,
    sessions_of_trainee,
    sessions_on,
    unfinished_classes,
)
from checkin_service.timetable.service.results import record_results
from checkin_service.timetable.service.roster import enter, people_on_roster, register, roster
from checkin_service.timetable.service.sector_plans import file_plan, plans
from checkin_service.timetable.service.unused import give_back_unused
from checkin_service.timetable.service.vouchers import activate, issue
from checkin_service.timetable.service.withdrawal import withdraw
