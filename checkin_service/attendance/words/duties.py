"""Sentences about how the operator of a platform keeps its duties, made from what came of its records."""

from checkin_service.attendance.model.learning import OperatorDuty, PlatformUse
from checkin_service.kit.words import Words


def in_use(duty: OperatorDuty, use: PlatformUse, *, institutions: int, active: int) -> Words:
    """What the figures show of a duty."""
    figures = {name: getattr(use, name) for name in PlatformUse.__dataclass_fields__ if name != "classes"}
    return _SENTENCES[duty].filled(**figures, classes=len(use.classes), institutions=institutions, active=active)


_SENTENCES = {
    OperatorDuty.ADMISSION: Words(
        "有学习记录的培训单位{institutions}家、{classes}个班，其中现为正常状态的{active}家。",
        "{institutions} institutions with {classes} classes have records; {active} of them are active now.",
    ),
    OperatorDuty.REAL_NAME: Words(
        "共{records}条记录，采信{accepted}条；因非本人或核验方式不符不采信{of_others}条。",
        "{accepted} of {records} records believed; {of_others} refused as of another person or identified otherwise.",
    ),
    OperatorDuty.USAGE_CHECK: Words(
        "采信的{accepted}条均为培训券使用中的学员；未用券不采信{without_voucher}条。",
        "All {accepted} believed records are of vouchers in use; {without_voucher} refused for want of one.",
    ),
    OperatorDuty.SUPERVISION: Words(
        "计入{minutes}分钟；时间不实、重叠或超每日上限不采信{implausible}条，签名不符{unsigned}条。",
        "{minutes} minutes counted; {implausible} refused by time or overlap, {unsigned} by signature.",
    ),
    OperatorDuty.EVALUATION: Words(
        "答题{questions}道，答对{right_answers}道；未达要求不采信{not_learnt}条。",
        "{right_answers} of {questions} questions answered rightly; {not_learnt} refused for too few.",
    ),
}
