"""All tables together: importing this module fills `kit.database.metadata`, which migrations compare with."""

from checkin_service.access import tables as _access
from checkin_service.admission import tables as _admission
from checkin_service.attendance import tables as _attendance
from checkin_service.catalogue import tables as _catalogue
from checkin_service.checkin import tables as _checkin
from checkin_service.conduct import tables as _conduct
from checkin_service.courses import tables as _courses
from checkin_service.credit import tables as _credit
from checkin_service.draws import tables as _draws
from checkin_service.eligibility import tables as _eligibility
from checkin_service.evaluations import tables as _evaluations
from checkin_service.feed import tables as _feed
from checkin_service.fees import tables as _fees
from checkin_service.identity import tables as _identity
from checkin_service.inspections import tables as _inspections
from checkin_service.kit import idempotency as _idempotency
from checkin_service.kit import outbox as _outbox
from checkin_service.kit import request_counts as _request_counts
from checkin_service.kit.database import metadata
from checkin_service.messages import tables as _messages
from checkin_service.oversight import tables as _oversight
from checkin_service.performance import tables as _performance
from checkin_service.platform import tables as _platform
from checkin_service.policy_decisions import tables as _policy_decisions
from checkin_service.privacy import tables as _privacy
from checkin_service.proposals import tables as _proposals
from checkin_service.questions import tables as _questions
from checkin_service.recordings import tables as _recordings
from checkin_service.registry import tables as _registry
from checkin_service.reporting import tables as _reporting
from checkin_service.review import tables as _review
from checkin_service.settlement import tables as _settlement
from checkin_service.statistics import tables as _statistics
from checkin_service.timetable import tables as _timetable
from checkin_service.transparency import tables as _transparency
from checkin_service.trust import tables as _trust
from checkin_service.vacancies import tables as _vacancies
from checkin_service.voucher import tables as _voucher

__all__ = ["metadata"]

_ = (
    _access,
    _admission,
    _attendance,
    _catalogue,
    _checkin,
    _conduct,
    _courses,
    _credit,
    _draws,
    _eligibility,
    _evaluations,
    _feed,
    _fees,
    _identity,
    _idempotency,
    _inspections,
    _messages,
    _outbox,
    _oversight,
    _performance,
    _platform,
    _policy_decisions,
    _privacy,
    _proposals,
    _questions,
    _recordings,
    _registry,
    _reporting,
    _request_counts,
    _review,
    _settlement,
    _statistics,
    _timetable,
    _transparency,
    _trust,
    _vacancies,
    _voucher,
)
