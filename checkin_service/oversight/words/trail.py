"""Words in which an auditor reads what staff of an office looked at."""

from checkin_service.access.model import Permission
from checkin_service.kit.words import Words

DONE: dict[str, Words] = {
    Permission.COMPLAINT_HANDLE: Words("查看投诉举报来信", "read a complaint"),
    Permission.DETERMINATION_READ: Words("查看补贴审核结果", "read determinations"),
    Permission.DETERMINATION_SEARCH: Words("查询补贴审核结果", "searched determinations"),
    Permission.DOUBT_READ: Words("查看待核实事项", "read what is in doubt"),
    Permission.EVALUATION_WORDS_READ: Words("查看培训评价文字", "read words of evaluations"),
    Permission.FACE_SEARCH: Words("人脸重复比对", "looked for one face of two people"),
    Permission.HOLDER_READ: Words("查询领取人信息", "asked who holds vouchers"),
    Permission.LIST_TAKE: Words("导出页面列表", "took a list of a page along"),
    Permission.PERSON_FIND: Words("查询、查看本人办理情况", "looked for somebody, or at how their case stands"),
    Permission.PERSON_REQUEST_FILE: Words("交付个人信息复制件", "handed out a copy of what is held"),
    Permission.PHOTO_READ: Words("查看签到照片", "saw the photo of a check-in"),
    Permission.PLAN_READ: Words("查看签到位置图", "saw the plan of a check-in"),
    Permission.PLATFORM_TRAINEE_BY_QR: Words("扫码读取姓名和班期", "read name and classes by a QR"),
    Permission.PLATFORM_USER_VOUCHERS: Words("查询本人培训券", "asked for somebody's vouchers"),
    Permission.PLATFORM_VERIFY: Words("核验培训券", "verified a voucher"),
    Permission.QUESTION_READ: Words("查看班级学员提问", "read what people asked about a class"),
    Permission.REPORTING_HANDLE: Words("导出上报数据", "took what goes up as a file"),
    Permission.REVIEW_READ: Words("打开待复核的签到", "opened a check-in in doubt"),
    Permission.ROSTER_READ: Words("查看班级花名册", "read the roster of a class"),
    Permission.SITE_READ: Words("打开培训地点周围的签到定位", "opened fixes around a site"),
    Permission.STATISTICS_READ: Words("导出统计", "took figures as a file"),
    Permission.TRAIL_READ: Words("查阅查阅记录", "read who looked at whom"),
    Permission.VACANCY_INTERESTED_READ: Words("查看求职意向人员", "read who asks to be referred"),
}
"""Of each action under which the trail keeps looks, what was done."""
