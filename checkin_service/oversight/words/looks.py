"""Words in which people are told of looks at what is theirs."""

from checkin_service.access.model import Permission, Role
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.words import Words

ROLES = {
    Role.AUDITOR: Words("审计人员", "an auditor"),
    Role.DESK: Words("窗口人员", "the counter"),
    Role.FINANCE: Words("财政人员", "the finance office"),
    Role.INSTITUTION_ADMIN: Words("教务人员", "its office"),
    Role.INSTRUCTOR: Words("教员", "an instructor"),
    Role.OFFICER: Words("经办人员", "an officer"),
    Role.PROVINCE: Words("上级人员", "a higher authority"),
    Role.REVIEWER: Words("复核人员", "a reviewer"),
    Role.SECTOR: Words("行业主管部门人员", "a sector authority"),
}
TEACHING = "teaching"
"""What staff of an institution take lists along for, who have no part in supervision."""
PURPOSES: dict[str, Words] = {
    Purpose.SUPERVISION: Words("日常监管", "everyday supervision"),
    Purpose.PAYMENT: Words("补贴审核与拨付", "judging and paying subsidies"),
    Purpose.COMPLAINT: Words("投诉与申诉办理", "a complaint or an appeal"),
    Purpose.INSPECTION: Words("审计与专项检查", "an audit or inspection"),
    Purpose.STATISTICS: Words("统计", "statistics"),
    TEACHING: Words("本机构教学管理", "the institution's own teaching"),
}
MACHINE = Words("对接的平台", "a connected platform")
SOMEBODY = Words("工作人员", "a member of staff")

VOUCHER_LOOK = "voucher:look"
WHAT = {
    Permission.DETERMINATION_READ: Words("查看了您的补贴审核结果", "read the decision about your subsidy"),
    Permission.PERSON_FIND: Words("查看了您的办理情况", "looked at how your case stands"),
    Permission.PHOTO_READ: Words("查看了您签到时的照片", "saw the photo of a check-in of yours"),
    Permission.PLAN_READ: Words("查看了您签到时的位置图", "saw the plan of where you checked in"),
    Permission.PLATFORM_TRAINEE_BY_QR: Words("扫码读取了您的姓名和班期", "read your name and classes by your QR"),
    Permission.PLATFORM_USER_VOUCHERS: Words("查询了您的培训券", "asked for your vouchers"),
    Permission.PLATFORM_VERIFY: Words("核验了您的培训券", "verified a voucher of yours"),
    VOUCHER_LOOK: Words("核验了您的培训券", "verified a voucher of yours"),
}
