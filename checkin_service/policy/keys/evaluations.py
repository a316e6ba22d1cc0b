"""Keys of evaluations: what is asked, until when, and how many it takes before a figure is told."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, SomeOf, Unit, Whole

QUESTIONS = ("teaching", "place", "hours_held", "no_extra_fees")

_DAYS = Whole(unit=Unit.DAY, low=1, high=365)
_AFTERWARDS = "asked for after a class is completed, whatever classes are open"

KEYS = {
    "evaluation.counted_months": Key(
        Words("满意度的统计期间", "Months whose evaluations count"),
        Whole(unit=Unit.MONTH, low=1, high=120),
        needed=At.USE,
        otherwise=_AFTERWARDS,
    ),
    "evaluation.open_days": Key(
        Words("结业后可评价的天数", "Days to evaluate a completed class"), _DAYS, needed=At.USE, otherwise=_AFTERWARDS
    ),
    "evaluation.questions": Key(
        Words("评价的问题", "Questions of an evaluation"), SomeOf(QUESTIONS), needed=At.USE, otherwise=_AFTERWARDS
    ),
    "evaluation.replace_within_days": Key(
        Words("评价可修改或撤回的天数", "Days to replace an evaluation or take it back"),
        _DAYS,
        needed=At.USE,
        otherwise=_AFTERWARDS,
    ),
    "evaluation.smallest_group": Key(
        Words("公布满意度的最少评价人数", "Fewest evaluations that a figure is made of"),
        Whole(unit=Unit.PERSON, low=3, high=100),
        needed=At.USE,
        otherwise=_AFTERWARDS,
    ),
}
