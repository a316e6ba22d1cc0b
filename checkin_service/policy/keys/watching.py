"""Keys of what is looked at twice: reviewers' decisions, and people in the middle of a lesson."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, OneOf, Unit, Whole

KEYS = {
    "review.look_at_least_s": Key(
        Words("复核人从打开证据到决定的最短时间", "Shortest time from opening the evidence to a reviewer's decision"),
        Whole(unit=Unit.SECOND, low=0, high=120),
        needed=At.CLASS,
    ),
    "review.second_percent": Key(
        Words("抽取再看的复核决定占比", "Share of reviewers' decisions that another person makes again"),
        Whole(unit=Unit.PERCENT, low=0, high=100),
        needed=At.CLASS,
    ),
    "review.too_fast": Key(
        Words("决定过快时", "When a reviewer decides faster"), OneOf(("refused", "seconded")), needed=At.CLASS
    ),
}
