"""Keys of attendance: check-ins, class hours, places, codes and the calendar."""

from checkin_service.kit.words import Words
from checkin_service.policy.keys.shapes import At, Key, OneOf, Share, SomeDays, SomeOf, Unit, Whole
from checkin_service.policy.proofs import OFFERED

PHASES = ("in", "out")
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
CLASSES = ("A", "B", "C", "D", "E", "F", "G")
OPERATOR_DUTIES = ("admission", "real_name", "usage_check", "supervision", "evaluation", "security")
IDENTIFICATIONS = ("e_card", "face", "password")
FAILURES_WITHIN_AT_MOST_MIN = 60
"""How far back a policy may look for failed proofs, and so how far the facts are read."""
DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09")
SITE_FIELDS = ("training_project", "institution_name", "division", "phone", "coordinates")

_MINUTES = Whole(unit=Unit.MINUTE, low=0, high=240)
_METRES = Whole(unit=Unit.METRE, low=1, high=5000)
_PERCENT = Whole(unit=Unit.PERCENT, low=1, high=100)

KEYS = {
    "appeal.decide_within_working_days": Key(
        Words("申诉决定期限", "Time to decide an appeal"), Whole(unit=Unit.WORKING_DAY, low=1, high=60), needed=At.CLASS
    ),
    "attendance.class_hour_min": Key(
        Words("每课时分钟数（仅供参考）", "Minutes of a class hour, for information"),
        Whole(unit=Unit.MINUTE, low=30, high=90),
        needed=At.NOWHERE,
        otherwise="a session states its class hours itself, whatever the clock says",
        decidable=False,
    ),
    "attendance.corrected_doubt_percent": Key(
        Words("更正课时占比超过即须复核", "Share of corrected hours above which a person decides"),
        _PERCENT,
        needed=At.VOUCHER,
    ),
    "attendance.counted_modes": Key(
        Words("计入打卡率的课时来源", "Kinds of evidence that count"), SomeOf(MODES), needed=At.CLASS
    ),
    "attendance.credit": Key(
        Words("课时计入方式", "How class hours are credited"),
        OneOf(("whole_session", "per_hour")),
        needed=At.CLASS,
    ),
    "attendance.denominator": Key(Words("总课时", "Total class hours"), OneOf(("planned", "held")), needed=At.CLASS),
    "attendance.minimum_percent": Key(Words("个人打卡率下限", "Lowest attendance rate"), _PERCENT, needed=At.VOUCHER),
    "attendance.numerator": Key(
        Words("计入打卡率的课时", "Class hours that count"),
        OneOf(("located_or_scanned", "located_and_scanned")),
        needed=At.CLASS,
    ),
    "attendance.two_classes": Key(
        Words("同一时间两个班期", "Two classes at the same time"), OneOf(("note", "doubt")), needed=At.CLASS
    ),
    "calendar.extra_days_off": Key(
        Words("另行规定的放假日", "Days off by decision"), SomeDays(), needed=At.CLASS | At.VOUCHER
    ),
    "calendar.extra_working_days": Key(
        Words("另行规定的工作日", "Working days by decision"), SomeDays(), needed=At.CLASS | At.VOUCHER
    ),
    "checkin.assertion_valid_s": Key(
        Words("签名凭据的有效时间", "Life of a signed assertion"),
        Whole(unit=Unit.SECOND, low=10, high=600),
        needed=At.CLASS,
    ),
    "checkin.failures_allowed": Key(
        Words("短时间内核验未通过达到即须复核", "Failed proofs within a short time that lead to a review"),
        Whole(unit=Unit.TIME, low=1, high=20),
        needed=At.CLASS,
    ),
    "checkin.failures_within_min": Key(
        Words("核验未通过次数的统计时段", "How long failed proofs count"),
        Whole(unit=Unit.MINUTE, low=1, high=FAILURES_WITHIN_AT_MOST_MIN),
        needed=At.CLASS,
    ),
    "checkin.in_closes_after_min": Key(
        Words("上课签到截止（课前后）", "Check-in closes after the start"), _MINUTES, needed=At.CLASS
    ),
    "checkin.in_opens_before_min": Key(
        Words("上课签到开始（课前）", "Check-in opens before the start"), _MINUTES, needed=At.CLASS
    ),
    "checkin.location": Key(
        Words("使用位置的场合", "When the place is used"),
        OneOf(("always", "phone_check_ins")),
        needed=At.NOWHERE,
        otherwise="where a position is needed follows from the session's delivery and the proofs of the class",
        decidable=False,
    ),
    "checkin.online_proofs": Key(
        Words("线上签到的本人核验方式", "Ways to prove the person online"), SomeOf(OFFERED), needed=At.CLASS
    ),
    "checkin.out_closes_after_min": Key(
        Words("下课签退截止（课后）", "Check-out closes after the end"), _MINUTES, needed=At.CLASS
    ),
    "checkin.out_opens_before_min": Key(
        Words("下课签退开始（课前）", "Check-out opens before the end"), _MINUTES, needed=At.CLASS
    ),
    "checkin.phases": Key(Words("每次课的签到环节", "Check-ins a session needs"), SomeOf(PHASES), needed=At.CLASS),
    "checkin.proofs": Key(Words("本人核验方式", "Ways to prove the person"), SomeOf(OFFERED), needed=At.CLASS),
    "classroom_code.claim_s": Key(
        Words("课堂码兑换凭据有效期", "Life of a claimed classroom code"),
        Whole(unit=Unit.SECOND, low=30, high=600),
        needed=At.CLASS,
    ),
    "classroom_code.late_s": Key(
        Words("视为过期而非输错的时间", "How long a code counts as late and not as wrong"),
        Whole(unit=Unit.SECOND, low=0, high=3600),
        needed=At.CLASS,
    ),
    "classroom_code.window_s": Key(
        Words("课堂码更换间隔", "Life of a classroom code"), Whole(unit=Unit.SECOND, low=5, high=300), needed=At.CLASS
    ),
    "classroom_code.windows_accepted": Key(
        Words("课堂码有效窗口数", "Classroom code windows accepted"),
        Whole(unit=Unit.WINDOW, low=1, high=6),
        needed=At.CLASS,
    ),
    "clock.platform_ahead_s": Key(
        Words("平台时钟可超前的时间", "How far a platform's clock may run ahead"),
        Whole(unit=Unit.SECOND, low=1, high=3600),
        needed=At.CLASS,
    ),
    "classroom_code.wrong_max": Key(
        Words("每机每课次可输错课堂码次数", "Wrong codes of a phone in a session"),
        Whole(unit=Unit.CODE, low=3, high=100),
        needed=At.CLASS,
    ),
    "clock.skew_note_s": Key(
        Words("时钟偏差提示值", "Clock difference worth a note"),
        Whole(unit=Unit.SECOND, low=1, high=86400),
        needed=At.CLASS,
    ),
    "invitation.valid_days": Key(
        Words("设备绑定邀请有效期", "Life of a device invitation"),
        Whole(unit=Unit.DAY, low=1, high=366),
        needed=At.VOUCHER,
    ),
    "learning.class_hour_min": Key(
        Words("自主学习每课时分钟数", "Minutes of learning that make a class hour"),
        Whole(unit=Unit.MINUTE, low=30, high=90),
        needed=At.CLASS,
    ),
    "learning.class_hours_per_day": Key(
        Words("自主学习每日上限", "Class hours of learning that count in a day"),
        Whole(unit=Unit.CLASS_HOUR, low=1, high=12),
        needed=At.CLASS,
    ),
    "learning.identified_by": Key(
        Words("学习平台核验身份的方式", "How a learning platform has to know the person"),
        SomeOf(IDENTIFICATIONS),
        needed=At.CLASS,
    ),
    "learning.operator_duties": Key(
        Words("线上平台运营方须承担的职责", "Duties that the operator of a platform takes on"),
        SomeOf(OPERATOR_DUTIES),
        needed=At.USE,
        otherwise="where no duties are named a platform is entered by its operator, key and document alone",
    ),
    "learning.right_answers_percent": Key(
        Words("自主学习答对比例下限", "Lowest share of right answers"), _PERCENT, needed=At.CLASS
    ),
    "leave.decided_by": Key(
        Words("由谁决定请假", "Who decides on leave"), OneOf(("authority", "institution")), needed=At.CLASS
    ),
    "evidence.classes": Key(
        Words("须有其他佐证的证据等级", "Classes of evidence that something else should confirm"),
        SomeOf(CLASSES),
        needed=At.VOUCHER,
    ),
    "evidence.max_share_percent": Key(
        Words("未经佐证的课时占比超过即须人工确认", "Share of unconfirmed hours above which a person decides"),
        _PERCENT,
        needed=At.VOUCHER,
    ),
    "evidence.self_bound_max_share_percent": Key(
        Words(
            "自行绑定手机的课时占比超过即须人工确认", "Share of hours on self-bound phones above which a person decides"
        ),
        _PERCENT,
        needed=At.VOUCHER,
    ),
    "location.accuracy_cap_m": Key(Words("定位精度上限", "Coarsest accuracy of use"), _METRES, needed=At.CLASS),
    "location.alike_datums": Key(
        Words("坐标系须一致的此前定位次数", "Earlier fixes that must be in the same datum"),
        Whole(unit=Unit.FIX, low=1, high=5),
        needed=At.CLASS,
    ),
    "location.alike_fixes": Key(
        Words("连续相同定位提示次数", "Fixes alike in a row worth a note"),
        Whole(unit=Unit.FIX, low=3, high=6),
        needed=At.CLASS,
    ),
    "location.believed_confidence": Key(
        Words("采信的定位置信度上限", "Highest confidence believed of an accuracy"),
        Share(),
        needed=At.CLASS,
        decidable=False,
    ),
    "location.datums": Key(Words("手机定位的坐标系", "Datums that phones speak"), SomeOf(DATUMS), needed=At.CLASS),
    "location.default_confidence": Key(
        Words("未说明时的定位置信度", "Confidence of an unstated accuracy"), Share(), needed=At.CLASS, decidable=False
    ),
    "location.disc_min_m": Key(Words("误差圈下限", "Smallest error disc"), _METRES, needed=At.CLASS, decidable=False),
    "location.disc_widening_percent": Key(
        Words("误差圈放宽比例", "Widening of the error disc"),
        Whole(unit=Unit.PERCENT, low=100, high=400),
        needed=At.CLASS,
        decidable=False,
    ),
    "location.grey_ring_m": Key(Words("有效半径外的灰区", "Grey ring beyond the radius"), _METRES, needed=At.CLASS),
    "location.grey_within_m": Key(
        Words("不判为场地外的圆心距离", "Distance from the centre that is never outside"), _METRES, needed=At.CLASS
    ),
    "location.inside_at": Key(
        Words("判为场地内的概率", "Probability to be called inside"), Share(), needed=At.CLASS, decidable=False
    ),
    "location.fix_age_max_s": Key(
        Words("定位时效", "Oldest fix of use"), Whole(unit=Unit.SECOND, low=10, high=3600), needed=At.CLASS
    ),
    "location.mini_program_datums": Key(
        Words("小程序另可使用的坐标系", "Datums that mini-programs may speak besides"), SomeOf(DATUMS), needed=At.CLASS
    ),
    "location.outside_disc": Key(
        Words("判为场地外的概率", "Probability to be called outside"), Share(), needed=At.CLASS, decidable=False
    ),
    "location.reach_m": Key(
        Words("定位中心距场地上限", "Farthest centre of a fix that a code can help"),
        Whole(unit=Unit.METRE, low=500, high=50_000),
        needed=At.CLASS,
    ),
    "location.travel_max_kmh": Key(
        Words("两次签到间的速度上限", "Fastest travel between check-ins"),
        Whole(unit=Unit.KM_PER_HOUR, low=50, high=2000),
        needed=At.CLASS,
    ),
    "offline.clock_tolerance_s": Key(
        Words("离线签到允许的手机时钟偏差", "Clock difference of a phone without network"),
        Whole(unit=Unit.SECOND, low=0, high=900),
        needed=At.CLASS,
    ),
    "offline.received_within_h": Key(
        Words("离线签到送达期限", "Time to deliver what was made without network"),
        Whole(unit=Unit.HOUR, low=1, high=168),
        needed=At.CLASS,
    ),
    "scan.valid_s": Key(
        Words("每次课扫码的有效时间", "Life of a code scanned in a session"),
        Whole(unit=Unit.SECOND, low=5, high=300),
        needed=At.CLASS,
    ),
    "site.radius_max_m": Key(
        Words("有效半径上限", "Largest effective radius"),
        _METRES,
        needed=At.USE,
        otherwise="asked for when a site is approved, before any class",
    ),
    "site.radius_min_m": Key(
        Words("有效半径下限", "Smallest effective radius"),
        _METRES,
        needed=At.USE,
        otherwise="asked for when a site is approved, before any class",
    ),
    "site.radius_proposal_m": Key(
        Words("有效半径建议值", "Effective radius proposed"),
        _METRES,
        needed=At.USE,
        otherwise="asked for when a site is approved, before any class",
    ),
    "site.reach_max_m": Key(
        Words("区域距地点上限", "Farthest reach of an area"),
        _METRES,
        needed=At.USE,
        otherwise="asked for when an area is approved, before any class",
    ),
    "site.required_fields": Key(
        Words("机构信息的内容", "What an institution's entry holds"),
        SomeOf(SITE_FIELDS),
        needed=At.CLASS,
    ),
}
