"""Headings and names of reports in files that people read."""

from types import MappingProxyType

from checkin_service.reporting.model import ReportKind

KINDS = MappingProxyType(
    {
        ReportKind.TEMPLATE: "培训券模板",
        ReportKind.INSTITUTION: "培训机构",
        ReportKind.PROJECT: "培训项目",
        ReportKind.TRAINING_CLASS: "班期",
        ReportKind.PERSON: "参训人员",
        ReportKind.VOUCHER_ISSUED: "发券",
        ReportKind.VOUCHER_CLAIMED: "领券",
        ReportKind.VOUCHER_USED: "用券",
        ReportKind.VOUCHER_VOIDED: "作废退券",
        ReportKind.VOUCHER_EXPIRED: "券失效",
        ReportKind.SIGN_IN: "打卡签到",
        ReportKind.CERTIFICATE: "证书",
        ReportKind.SETTLEMENT: "结算核销",
        ReportKind.CLAW_BACK: "追回",
    }
)
NUMBER = "上报编号"
DAY = "发生日期"
STATE = "状态"
STATES = MappingProxyType({"owed": "未接收", "answered": "已接收"})
HEADINGS = MappingProxyType(
    {
        "address": "地址",
        "at": "时间",
        "class_id": "班期编号",
        "credit_code": "统一社会信用代码",
        "datum": "坐标系",
        "document.kind": "证件类型",
        "document.number": "证件号码",
        "event": "环节",
        "face_value_fen": "面值（分）",
        "fee_fen": "培训费（分）",
        "form": "券功能模式",
        "institution_id": "机构编号",
        "issued_on": "发证日期",
        "kind": "种类",
        "latitude": "纬度",
        "longitude": "经度",
        "name": "名称（姓名）",
        "number": "证书编号",
        "occupation": "职业（工种）",
        "occupation_code": "职业编码",
        "opened_at": "开班时间",
        "phase": "签到环节",
        "project_id": "项目编号",
        "place_agrees": "位置一致",
        "quantity": "数量",
        "radius_m": "有效半径（米）",
        "reason": "原因",
        "session_id": "课次编号",
        "signed_at": "签到时间",
        "site_id": "地点编号",
        "site_name": "地点名称",
        "subsidy_fen": "补贴标准（分）",
        "telephone": "机构电话",
        "template_id": "模板编号",
        "total_hours": "总课时",
        "training_type": "培训类型",
        "trainee_id": "人员编号",
        "valid_months": "有效月数",
        "version": "版本",
        "voucher_code": "唯一码",
        "voucher_kind": "券种",
    }
)
"""By the field of the request; what has none stands under the field's own name."""
