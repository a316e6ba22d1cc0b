"""Keys of what is looked at twice: reviewers' decisions, and people in the middle of a lesson."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, OneOf, Unit, Whole

_PERCENT = Whole(unit=Unit.PERCENT, low=1, high=100)

KEYS = {
    "checks.answer_within_s": Key(
        Words("随机在场确认的应答时间", "Time to answer an unannounced check"),
        Whole(unit=Unit.SECOND, low=60, high=1800),
        needed=At.CLASS,
    ),
    "checks.missed_doubt_from": Key(
        Words("未应答的在场确认至少几次才须核实", "Missed checks of which a person decides at the least"),
        Whole(unit=Unit.TIME, low=1, high=10),
        needed=At.VOUCHER,
    ),
    "checks.missed_doubt_percent": Key(
        Words("未应答的在场确认占比超过即须核实", "Share of missed checks above which a person decides"),
        _PERCENT,
        needed=At.VOUCHER,
    ),
    "checks.per_term": Key(
        Words("每人每班期随机在场确认次数", "Unannounced checks of each person in a class"),
        Whole(unit=Unit.TIME, low=0, high=10),
        needed=At.CLASS,
    ),
    "checks.room_longer_s": Key(
        Words("全班在场确认中须更长时间人员的应答时间", "Time to answer a check of the room for whoever needs longer"),
        Whole(unit=Unit.SECOND, low=60, high=900),
        needed=At.CLASS,
    ),
    "checks.room_within_s": Key(
        Words("全班在场确认的应答时间", "Time to answer a check of the whole room"),
        Whole(unit=Unit.SECOND, low=60, high=180),
        needed=At.CLASS,
    ),
    "checks.rooms_per_term": Key(
        Words("每班期全班同时在场确认次数", "Checks of the whole room at once in a class"),
        Whole(unit=Unit.TIME, low=0, high=10),
        needed=At.CLASS,
    ),
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
