"""Use cases of an institution's conduct: what it did wrong, and how it rectifies that."""

from checkin_service.conduct.service.entry import (
    decide_entry,
    entries,
    entry_of,
    entry_status,
    entry_waits,
    file_entry,
    propose_entry,
    waiting_entries,
)
from checkin_service.conduct.service.lapses import appeal, decide_appeal, found_lapse, propose_lapse, record_lapse
from checkin_service.conduct.service.news import news_of_sanctions
from checkin_service.conduct.service.reading import conduct_of, judges_of, marks_of
from checkin_service.conduct.service.rectification import (
    decide_report,
    order,
    propose_rectification,
    propose_standing,
    report,
    require_rectified,
)
from checkin_service.conduct.service.sanctions import (
    appeal_sanction,
    decide_sanction_appeal,
    impose,
    platform_bar,
    propose_against,
    propose_sanction,
    refused_instructors,
    require_open_to_people,
    require_qualified,
    sanctions_of_platform,
)
from checkin_service.conduct.service.waiting import waiting_appeals, waiting_orders, waiting_sanction_appeals

__all__ = [
    "appeal",
    "appeal_sanction",
    "conduct_of",
    "decide_appeal",
    "decide_entry",
    "decide_report",
    "decide_sanction_appeal",
    "entries",
    "entry_of",
    "entry_status",
    "entry_waits",
    "file_entry",
    "found_lapse",
    "impose",
    "judges_of",
    "marks_of",
    "news_of_sanctions",
    "order",
    "platform_bar",
    "propose_against",
    "propose_entry",
    "propose_lapse",
    "propose_rectification",
    "propose_sanction",
    "propose_standing",
    "record_lapse",
    "refused_instructors",
    "report",
    "require_open_to_people",
    "require_qualified",
    "require_rectified",
    "sanctions_of_platform",
    "waiting_appeals",
    "waiting_entries",
    "waiting_orders",
    "waiting_sanction_appeals",
]
