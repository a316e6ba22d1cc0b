"""Use cases of eligibility."""

from checkin_service.eligibility.service.appeals import appeals, decide_appeal, raise_appeal
from checkin_service.eligibility.service.determining import COMPLETED, DETERMINED, asked_policy, determine_for
from checkin_service.eligibility.service.explaining import Explanation, explain
from checkin_service.eligibility.service.people import declare, record_facts
from checkin_service.eligibility.service.publishing import publish
from checkin_service.eligibility.service.reading import eligible_among, readable, scope_of
from checkin_service.eligibility.service.searching import export, search, voucher_list
from checkin_service.eligibility.service.sheets import determination, sheet

__all__ = [
    "COMPLETED",
    "DETERMINED",
    "Explanation",
    "appeals",
    "asked_policy",
    "decide_appeal",
    "declare",
    "determination",
    "determine_for",
    "eligible_among",
    "explain",
    "export",
    "publish",
    "raise_appeal",
    "readable",
    "record_facts",
    "scope_of",
    "search",
    "sheet",
    "voucher_list",
]
