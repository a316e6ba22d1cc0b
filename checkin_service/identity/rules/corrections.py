"""Obstacles to correcting a person's name or document."""

from checkin_service.identity.model import Written
from checkin_service.kit.words import Words

NOBODY = Words(
    "没有以该证件登记的人员；请直接按正确信息录入花名册。",
    "Nobody is registered with this document; enter the person on the roster as they are.",
)
NUMBER_TAKEN = Words(
    "更正后的证件号码已属于另一名已登记人员，请核对；确系同一人的，请以该证件录入花名册。",
    "The corrected number belongs to somebody else who is registered: compare it, and enter the person by it if it is "
    "one and the same.",
)
NOTHING_TO_CORRECT = Words("更正后的信息与已登记的一致，无需更正。", "What is asked for is what is registered already.")
WAITING = Words(
    "此人已有一项更正申请待审批，请待其办结后再申请。",
    "A correction of this person waits for a decision; ask again when it is here.",
)
NO_DOCUMENT_NUMBER = Words("批准更正须填写文号。", "An approval needs the number of the decision.")


def obstacle_to_asking(before: Written, after: Written, *, is_waiting: bool) -> Words | None:
    """Why this cannot be asked for now; `None` when it can. Another way of writing the same name can be asked for."""
    if is_waiting:
        return WAITING
    return NOTHING_TO_CORRECT if before == after else None
