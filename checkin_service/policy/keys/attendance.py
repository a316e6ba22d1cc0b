"""Keys of attendance: check-ins, class hours, places, codes and the calendar."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import Key, OneOf, Share, SomeDays, SomeOf, Whole

PHASES = ("in", "mid", "out")
PROOFS = ("face", "pin_code", "card_pin", "e_card")
MODES = (
    "located",
    "scanned",
    "online",
    "self_paced",
    "corrected",
    "imported",
    "transferred",
    "asserted_by_platform",
)
IDENTIFICATIONS = ("e_card", "face", "password")
SITE_FIELDS = ("training_project", "institution_name", "division", "phone", "coordinates")

_MINUTES = Whole(unit="minute", low=0, high=240)
_METRES = Whole(unit="metre", low=1, high=5000)
_PERCENT = Whole(unit="percent", low=1, high=100)

KEYS = {
    "appeal.decide_within_working_days": Key(
        Words("申诉决定期限", "Time to decide an appeal"), Whole(unit="working day", low=1, high=60)
    ),
    "attendance.class_hour_min": Key(
        Words("每课时分钟数（仅供参考）", "Minutes of a class hour, for information"),
        Whole(unit="minute", low=30, high=90),
    ),
    "attendance.corrected_doubt_percent": Key(
        Words("更正课时占比超过即须复核", "Share of corrected hours above which a person decides"), _PERCENT
    ),
    "attendance.counted_modes": Key(Words("计入打卡率的课时来源", "Kinds of evidence that count"), SomeOf(MODES)),
    "attendance.credit": Key(
        Words("课时计入方式", "How class hours are credited"), OneOf(("whole_session", "per_hour"))
    ),
    "attendance.denominator": Key(Words("总课时", "Total class hours"), OneOf(("planned", "held"))),
    "attendance.minimum_percent": Key(Words("个人打卡率下限", "Lowest attendance rate"), _PERCENT),
    "attendance.numerator": Key(
        Words("计入打卡率的课时", "Class hours that count"), OneOf(("located_or_scanned", "located_and_scanned"))
    ),
    "attendance.two_classes": Key(Words("同一时间两个班期", "Two classes at the same time"), OneOf(("note", "doubt"))),
    "calendar.extra_days_off": Key(Words("另行规定的放假日", "Days off by decision"), SomeDays()),
    "calendar.extra_working_days": Key(Words("另行规定的工作日", "Working days by decision"), SomeDays()),
    "checkin.in_closes_after_min": Key(Words("上课签到截止（课前后）", "Check-in closes after the start"), _MINUTES),
    "checkin.in_opens_before_min": Key(Words("上课签到开始（课前）", "Check-in opens before the start"), _MINUTES),
    "checkin.location": Key(Words("何时须核验位置", "When the place must agree"), OneOf(("always", "phone_check_ins"))),
    "checkin.online_proofs": Key(Words("线上签到的本人核验方式", "Ways to prove the person online"), SomeOf(PROOFS)),
    "checkin.out_closes_after_min": Key(Words("下课签退截止（课后）", "Check-out closes after the end"), _MINUTES),
    "checkin.out_opens_before_min": Key(Words("下课签退开始（课前）", "Check-out opens before the end"), _MINUTES),
    "checkin.phases": Key(Words("每次课的签到环节", "Check-ins a session needs"), SomeOf(PHASES)),
    "checkin.proofs": Key(Words("本人核验方式", "Ways to prove the person"), SomeOf(PROOFS)),
    "classroom_code.window_s": Key(
        Words("课堂码更换间隔", "Life of a classroom code"), Whole(unit="second", low=5, high=300)
    ),
    "classroom_code.windows_accepted": Key(
        Words("课堂码有效窗口数", "Classroom code windows accepted"), Whole(unit="window", low=1, high=6)
    ),
    "clock.skew_note_s": Key(
        Words("时钟偏差提示值", "Clock difference worth a note"), Whole(unit="second", low=1, high=86400)
    ),
    "invitation.valid_days": Key(
        Words("设备绑定邀请有效期", "Life of a device invitation"), Whole(unit="day", low=1, high=366)
    ),
    "learning.class_hour_min": Key(
        Words("自主学习每课时分钟数", "Minutes of learning that make a class hour"),
        Whole(unit="minute", low=30, high=90),
    ),
    "learning.class_hours_per_day": Key(
        Words("自主学习每日上限", "Class hours of learning that count in a day"),
        Whole(unit="class hour", low=1, high=12),
    ),
    "learning.identified_by": Key(
        Words("学习平台核验身份的方式", "How a learning platform has to know the person"), SomeOf(IDENTIFICATIONS)
    ),
    "learning.right_answers_percent": Key(Words("自主学习答对比例下限", "Lowest share of right answers"), _PERCENT),
    "leave.decided_by": Key(Words("由谁决定请假", "Who decides on leave"), OneOf(("authority", "institution"))),
    "location.accuracy_cap_m": Key(Words("定位精度上限", "Coarsest accuracy of use"), _METRES),
    "location.alike_fixes": Key(
        Words("连续相同定位提示次数", "Fixes alike in a row worth a note"), Whole(unit="fix", low=3, high=6)
    ),
    "location.default_confidence": Key(Words("未说明时的定位置信度", "Confidence of an unstated accuracy"), Share()),
    "location.inside_at": Key(Words("判为场地内的概率", "Probability to be called inside"), Share()),
    "location.outside_disc": Key(Words("判为场地外的概率", "Probability to be called outside"), Share()),
    "location.travel_max_kmh": Key(
        Words("两次签到间的速度上限", "Fastest travel between check-ins"), Whole(unit="km/h", low=50, high=2000)
    ),
    "scan.valid_s": Key(
        Words("每次课扫码的有效时间", "Life of a code scanned in a session"), Whole(unit="second", low=5, high=300)
    ),
    "site.moving_reach_m": Key(
        Words("移动围栏距登记地点上限", "Farthest moving fence from the site"), Whole(unit="metre", low=1, high=50_000)
    ),
    "site.radius_max_m": Key(Words("有效半径上限", "Largest effective radius"), _METRES),
    "site.radius_min_m": Key(Words("有效半径下限", "Smallest effective radius"), _METRES),
    "site.radius_proposal_m": Key(Words("有效半径建议值", "Effective radius proposed"), _METRES),
    "site.reach_max_m": Key(Words("区域距地点上限", "Farthest reach of an area"), _METRES),
    "site.required_fields": Key(Words("机构信息必备项", "What must be known of an institution"), SomeOf(SITE_FIELDS)),
}
