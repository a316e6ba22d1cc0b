"""The list published before payment (公示) as a PDF to be put up: masked names, sum, last day for objections."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from reportlab.platypus import Flowable

from checkin_service.kit.money import yuan
from checkin_service.kit.printing import Foot, gap, paragraph, printed, seals, table

TITLE = "职业培训补贴公示"


def publication_pdf(publication: Mapping[str, Any]) -> bytes:
    """The pages of a publication as it was answered; its hash stands at the foot of each."""
    foot = Foot(f"名单 SHA-256 {publication['rows_sha256']}")
    return printed(_story(publication), title=TITLE, foot=foot)


def _story(shown: Mapping[str, Any]) -> Iterator[Flowable]:
    yield paragraph(TITLE, "title")
    yield paragraph(
        f"{shown['institution']}举办的“{shown['class_name']}”经审核符合补贴条件的人员名单如下，现予公示。"
        f"公示期自{_day(shown['published_on'])}至{_day(shown['objections_until'])}（含）。"
        "对名单有异议的，请在公示期内以书面方式向本部门实名反映。"
    )
    head = tuple(map(paragraph, ("序号", "姓名", "证件号码", "补贴金额")))
    rows = [
        tuple(map(paragraph, (str(each["number"]), each["name"], each["document"], yuan(each["amount_fen"]))))
        for each in shown["rows"]
    ]
    yield table([head, *rows], 16, 50, 66, 40, repeat=1)
    yield gap(3)
    yield paragraph(f"共{len(shown['rows'])}人，合计{yuan(shown['amount_fen'])}。")
    yield gap(8)
    yield seals("人社部门（盖章）", "日期")


def _day(written: str) -> str:
    on = date.fromisoformat(written)
    return f"{on.year}年{on.month}月{on.day}日"
