"""Sentences that say what a proposal about an institution's conduct would do."""

from collections.abc import Mapping
from types import MappingProxyType

from checkin_service.conduct.model import LapseKind
from checkin_service.kit.words import Words

LAPSES: Mapping[LapseKind, Words] = MappingProxyType(
    {
        LapseKind.QUALITY: Words(
            "为“{name}”记一次{day}的质量问题；机构可以申诉。",
            "Record a quality problem of “{name}” on {day}; the institution may appeal.",
        ),
        LapseKind.REVIEW_FAILURE: Words(
            "为“{name}”记一次{day}的资格审核把关不严；机构可以申诉。",
            "Record a failed check of people's eligibility by “{name}” on {day}; the institution may appeal.",
        ),
    }
)
RECTIFY = Words(
    "责令“{name}”在{day}前整改，并暂停该机构，整改到位后可重新申请入驻。整改要求：{demands}",
    "Order “{name}” to rectify by {day} and suspend it until it has done so and applied anew. Demanded: {demands}",
)
