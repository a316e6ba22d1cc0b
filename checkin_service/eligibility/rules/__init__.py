"""Pure rules of eligibility: criteria, payments, remedies and appeals, from facts and policy."""

from checkin_service.eligibility.rules.appeals import refusal_to_appeal, refusal_to_decide
from checkin_service.eligibility.rules.criteria import CORRECTED_SHARE, determine
from checkin_service.eligibility.rules.desk import NoWayOut, refusal_to_confirm, refusal_to_decide_doubt
from checkin_service.eligibility.rules.emptiness import asks_for_rate, is_empty
from checkin_service.eligibility.rules.evidence import EVIDENCE_SHARE, SELF_BOUND_SHARE, hours_by_class
from checkin_service.eligibility.rules.people import conditions_of
from checkin_service.eligibility.rules.remedies import remedies_of, remedies_under
from checkin_service.eligibility.rules.retroactivity import better, known_days
