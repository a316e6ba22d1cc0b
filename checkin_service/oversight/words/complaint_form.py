"""The blank complaint form (投诉举报表), to be printed, filled in by hand and handed to the authority."""

from collections.abc import Iterator
from functools import cache

from reportlab.platypus import Flowable

from checkin_service.kit.printing import Foot, gap, paragraph, printed, seals, table

TITLE = "职业培训补贴投诉举报表"

_LINES = (
    ("投诉举报人", "可不填；实名的，便于答复"),
    ("联系方式", "可不填"),
    ("培训机构", ""),
    ("班期或培训项目", ""),
    ("发生时间", ""),
    ("事项", "□ 虚假培训或虚报人数　□ 代签到、代考　□ 收费不实　□ 审核结果有误　□ 其他"),
)
_ROOM = (("事实经过", 55), ("证据材料（可附页）", 25), ("希望如何处理", 20))


@cache
def complaint_form() -> bytes:
    """One page that says what is needed and that nobody has to give a name."""
    return printed(_story(), title=TITLE, foot=Foot(TITLE))


def _story() -> Iterator[Flowable]:
    yield paragraph(TITLE, "title")
    yield paragraph("请交当地人力资源社会保障部门。填写人信息依法保密；不服审核结果的，另可在送达后依法申诉。")
    yield table([(paragraph(name), paragraph(hint, "fine")) for name, hint in _LINES], 36, 136)
    yield table([(paragraph(name), gap(height)) for name, height in _ROOM], 36, 136)
    yield gap(8)
    yield seals("投诉举报人（签名，可不签）", "日期", "收件人、收件日期")
