"""Who has earned the subsidy, and what a denial leaves open: pure functions over facts and policy."""

from checkin_service.eligibility.rules.criteria import determine, payee_of
from checkin_service.eligibility.rules.people import conditions_of
from checkin_service.eligibility.rules.remedies import remedies_of

__all__ = ["conditions_of", "determine", "payee_of", "remedies_of"]
