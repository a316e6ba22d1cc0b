"""Use cases of reports to the national platform, and what the worker runs."""

from checkin_service.reporting.service.acting import resolve, send_again, settle
from checkin_service.reporting.service.collecting import collect, collect_registers
from checkin_service.reporting.service.comparing import compare_day, compare_now, compare_recent
from checkin_service.reporting.service.files import Answered, take_answers, unanswered_among, workbook_of
from checkin_service.reporting.service.pilot import pilot_of
from checkin_service.reporting.service.reading import open_differences, refused_reports, standing_of
from checkin_service.reporting.service.sending import Courier
from checkin_service.reporting.service.switching import ask, reporting_authorities, rule
from checkin_service.reporting.store.noting import note

__all__ = [
    "Answered",
    "Courier",
    "ask",
    "collect",
    "collect_registers",
    "compare_day",
    "compare_now",
    "compare_recent",
    "note",
    "open_differences",
    "refused_reports",
    "reporting_authorities",
    "resolve",
    "rule",
    "send_again",
    "settle",
    "standing_of",
    "take_answers",
    "unanswered_among",
    "workbook_of",
]
