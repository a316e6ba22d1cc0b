"""Keys of the credit score of institutions: its formula, from when on there is one, and what a low one leads to."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, Unit, Whole

_POINTS = Whole(unit=Unit.POINT, low=0, high=100)
_WEIGHT = Whole(unit=Unit.PERCENT, low=0, high=100)
_WHENEVER = "asked for when a score is computed, whatever classes are open"


def _key(zh: str, en: str, shape: Whole) -> Key:
    return Key(Words(zh, en), shape, needed=At.USE, otherwise=_WHENEVER)


KEYS = {
    "credit.appeal_days": _key(
        "机构对信用评分的申诉期限",
        "Days for an institution to appeal against its score",
        Whole(unit=Unit.DAY, low=1, high=365),
    ),
    "credit.grade_a_from": _key("信用A级的分数线", "Points from which on the grade is A", _POINTS),
    "credit.grade_b_from": _key("信用B级的分数线", "Points from which on the grade is B", _POINTS),
    "credit.grade_c_from": _key("信用C级的分数线", "Points from which on the grade is C", _POINTS),
    "credit.inspect_below": _key("低于多少分提示检查", "Points below which an inspection is suggested", _POINTS),
    "credit.minimum_evaluations": _key(
        "评分所需的最少评价人数", "Fewest evaluations of a score", Whole(unit=Unit.PERSON, low=5, high=1_000)
    ),
    "credit.minimum_people": _key(
        "评分所需的最少培训人数", "Fewest people of a score", Whole(unit=Unit.PERSON, low=5, high=1_000)
    ),
    "credit.period_months": _key(
        "信用评分的统计期间", "Months that a score looks back on", Whole(unit=Unit.MONTH, low=1, high=120)
    ),
    "credit.points_claw_back": _key("每追回一张券补贴扣分", "Points taken off for each subsidy clawed back", _POINTS),
    "credit.points_lapse": _key("每一次问题扣分", "Points taken off for each lapse", _POINTS),
    "credit.points_open_order": _key("每一项未完成整改扣分", "Points taken off for each order not met", _POINTS),
    "credit.points_sanction": _key("每一次处理扣分", "Points taken off for each sanction", _POINTS),
    "credit.weight_completion": _key("结业率的权重", "Weight of the completion rate", _WEIGHT),
    "credit.weight_passing": _key("考核合格率的权重", "Weight of the pass rate", _WEIGHT),
    "credit.weight_satisfaction": _key("满意度的权重", "Weight of satisfaction", _WEIGHT),
    "credit.weight_uncorrected": _key("未经更正课时的权重", "Weight of hours that nobody corrected", _WEIGHT),
}
