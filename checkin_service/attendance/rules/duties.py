"""Duties of whoever runs a learning platform, and by which figures of its use each is seen to be kept (FJ-30)."""

from datetime import date

from checkin_service.attendance.model.learning import OperatorDuty, PlatformUse
from checkin_service.kit.words import Words


def seen_in_use(duty: OperatorDuty, use: PlatformUse) -> bool:
    """Whether what came of a platform's records shows anything of a duty."""
    match duty:
        case OperatorDuty.ADMISSION:
            return bool(use.classes)
        case OperatorDuty.EVALUATION:
            return use.questions > 0
        case OperatorDuty.SECURITY:
            # A signature shows who speaks, not how the platform is kept safe.
            return False
        case _:
            # Each record is of somebody known by name, with a voucher in use, within time that has passed.
            return use.records > 0


def paper_refusal(seen_on: date, *, on: date) -> Words | None:
    """Why a paper cannot be recorded: nobody has seen it yet."""
    return _AHEAD if seen_on > on else None


_AHEAD = Words("查看日期不能晚于今天。", "A paper was seen today or before.")
