"""Who has earned the subsidy, and what a denial leaves open: pure functions over facts and policy."""

from checkin_service.eligibility.rules.appeals import refusal_to_appeal, refusal_to_decide
from checkin_service.eligibility.rules.criteria import CORRECTED_DOUBT, CORRECTED_SHARE, determine
from checkin_service.eligibility.rules.people import conditions_of
from checkin_service.eligibility.rules.remedies import remedies_of
from checkin_service.eligibility.rules.retroactivity import better, known_days

__all__ = [
    "CORRECTED_DOUBT",
    "CORRECTED_SHARE",
    "better",
    "conditions_of",
    "determine",
    "known_days",
    "refusal_to_appeal",
    "refusal_to_decide",
    "remedies_of",
]
