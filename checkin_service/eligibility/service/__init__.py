"""Use cases of eligibility."""

from checkin_service.eligibility.service.appeals import appeals, decide_appeal, raise_appeal
from checkin_service.eligibility.service.declaring import own_declarations
from checkin_service.eligibility.service.determining import COMPLETED, DETERMINED, determine_for
from checkin_service.eligibility.service.examining import examine
from checkin_service.eligibility.service.explaining import Explanation, explain
from checkin_service.eligibility.service.people import (
    announce_changes,
    declare,
    determine_again,
    follow_corrections,
    record_facts,
)
from checkin_service.eligibility.service.reading import (
    determination,
    determinations_visible_to,
    eligible_among,
    reports_known,
    scope_of,
)
