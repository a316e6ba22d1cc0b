"""The questions of an evaluation in words; which of them are asked is dated policy."""

from collections.abc import Mapping
from types import MappingProxyType

from checkin_service.kit.words import Words

QUESTIONS: Mapping[str, Words] = MappingProxyType(
    {
        "teaching": Words("老师教得好不好？", "How good was the teaching?"),
        "place": Words("场地、设备怎么样？", "How were the place and its equipment?"),
        "hours_held": Words("课时有没有上足？", "Were the class hours really held?"),
        "no_extra_fees": Words(
            "有没有在公示以外收费？（没有为5分）", "Was nothing charged beyond the notice? (nothing: 5)"
        ),
    }
)
