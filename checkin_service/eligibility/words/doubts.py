"""Sentences about the ways out of a doubt: what has to be done, by whom, and which conditions are missing."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from checkin_service.eligibility.model.doubts import ExitKind
from checkin_service.kit.words import Words

HOW = MappingProxyType(
    {
        ExitKind.DECISION: Words(
            "由补贴支付地人社部门未参与发券、复核的工作人员核定；视为满足的，须另一人确认。",
            "Staff of the paying authority who neither issued nor reviewed decide; a payment needs a second person.",
        ),
        ExitKind.EXAMINATION: Words(
            "导入相关数据，或由工作人员登记对所缺条件的审核（注明材料和理由）。",
            "Import the data, or record an officer's examination of what is missing, with document and reason.",
        ),
        ExitKind.REVIEW: Words(
            "由属地监管部门复核人员办结待复核的签到和课时申诉。",
            "Reviewers of the supervising authority decide the open check-ins and appeals.",
        ),
        ExitKind.CONFIRMATION: Words(
            "由另一名工作人员确认更正的或证据较弱的课时。",
            "Another person confirms the class hours that were corrected or rest on weak evidence.",
        ),
    }
)


HOW_HELD_BACK = Words(
    "导入相关数据，或登记对所缺条件的审核，然后对该班再次发券。",
    "Import the data, or record an examination of what is missing; then issue the vouchers of the class again.",
)


def missing_conditions(document: dict[str, Any], finding: dict[str, Any]) -> Sequence[str]:
    """The conditions that data or an examination have to answer; of several of which one is enough, all."""
    if finding["reason"] != "person_not_checked":
        return ()
    named = [each.removeprefix("person.") for each in finding["measured"].split(", ")]
    alternatives = next(value["value"] for value in document["policy"]["values"] if value["key"] == "person.any_of")
    return [*(each for each in named if each != "any_of"), *(alternatives if "any_of" in named else ())]
