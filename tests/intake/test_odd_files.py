"""Files as offices really have them: what is read of each, and what is said of what cannot be."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from checkin_service.kit.resources import Resources
from tests.building.world import World, a_world
from tests.conftest import StoppedClock
from tests.intake.test_intake_http import a_number, coded, sent

HEAD = ["姓名", "身份证号码", "券种"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(scope="module")
async def world(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> World:
    return await a_world(resources, client, session_clock, kinds=("targeted",), sessions=1)


def people() -> list[list[str]]:
    return [[name, a_number(), "定向券"] for name in ("王芳", "李娜")]


def drawn(fill: Callable[[Worksheet], object], *rows: list[Any]) -> bytes:
    out = io.BytesIO()
    with Workbook(out) as made:
        sheet = made.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        fill(sheet)
    return out.getvalue()


def separated(*rows: list[str], by: str = ",", encoding: str = "utf-8", end: str = "\r\n") -> bytes:
    return end.join(by.join(row) for row in rows).encode(encoding)


def archive(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


async def looked_at(world: World, content: bytes) -> httpx.Response:
    asked = {"target": world.class_id, "details": {"voucher_kind": "定向券"}}
    return await sent(world.admin, "roster/previews", file=coded(content), **asked)


def nothing(_sheet: Worksheet) -> None:
    pass


def headed_over_two_rows(sheet: Worksheet) -> None:
    sheet.merge_range(0, 0, 0, 2, "学员信息")
    sheet.merge_range(1, 0, 2, 0, "姓名")
    sheet.merge_range(1, 1, 2, 1, "身份证号码")
    sheet.write(1, 2, "券种")
    for number, row in enumerate(people(), start=3):
        sheet.write_row(number, 0, row)


READ = {
    "a title and an empty row": drawn(nothing, ["2026年春季班花名册"], [], HEAD, *people()),
    "a heading over two rows": drawn(headed_over_two_rows),
    "more columns in another order": drawn(
        nothing,
        ["序号", "姓 名", "性别", "身份证号码(18位)", "联系电话", "券种"],
        *([str(at), name, "女", number, "13800000000", kind] for at, (name, number, kind) in enumerate(people())),
    ),
    "comments": drawn(lambda sheet: sheet.write_comment("B2", "核对过"), HEAD, *people()),
    "a hidden column": drawn(lambda sheet: sheet.set_column(1, 1, None, None, {"hidden": True}), HEAD, *people()),
    "gbk": separated(HEAD, *people(), encoding="gbk"),
    "utf-16 with tabs": separated(HEAD, *people(), by="\t", encoding="utf-16"),
    "a byte-order mark": separated(HEAD, *people(), encoding="utf-8-sig"),
    "semicolons": separated(HEAD, *people(), by=";"),
    "old line ends": separated(HEAD, *people(), end="\r"),
    "full width": separated(
        HEAD,
        *(
            [name, number.translate({ord(each): ord(each) + 0xFEE0 for each in "0123456789X"}), kind]
            for name, number, kind in people()
        ),
    ),
    "apostrophes": separated(HEAD, *([name, f"'{number}", kind] for name, number, kind in people())),
    "invisible characters": separated(
        HEAD, *([f"{name[0]}\u00a0{name[1]}\u200b", f"{number}\u200b", kind] for name, number, kind in people())
    ),
    "rare letters": separated(HEAD, ["王\U00020bb7", a_number(), "定向券"], ["李\ue863〇", a_number(), "定向券"]),
    "trailing empty cells and rows": separated(
        [*HEAD, "", ""], *([*row, "", ""] for row in people()), [""] * 5, [""] * 5
    ),
    "no kind of voucher": separated(HEAD[:2], *(row[:2] for row in people())),
}


@pytest.mark.parametrize("content", READ.values(), ids=READ)
async def test_it_is_read_as_it_is_meant(world: World, content: bytes) -> None:
    found = (await looked_at(world, content)).json()
    assert (found["rows"], found["faults"], found["warnings"]) == (2, 0, []), found


NOTED = {
    "a filter left a row hidden": (
        drawn(lambda sheet: sheet.set_row(2, None, None, {"hidden": True}), HEAD, *people()),
        2,
        "3",
        "隐藏",
    ),
    "a total below": (drawn(nothing, HEAD, *people(), ["合计：2人"]), 2, "4", "不读取"),
    "signatures below": (
        drawn(nothing, HEAD, *people(), [], ["填表人：张三", "", "日期：2026年3月1日"]),
        2,
        "5",
        "不读取",
    ),
    "two columns of one heading": (
        separated([*HEAD, "身份证号码"], *([*row, a_number()] for row in people())),
        2,
        "D1",
        "只读取 B 列",
    ),
}


@pytest.mark.parametrize(("content", "rows", "place", "said"), NOTED.values(), ids=NOTED)
async def test_what_may_not_be_meant_is_pointed_at_before_it_is_kept(
    world: World, content: bytes, rows: int, place: str, said: str
) -> None:
    found = (await looked_at(world, content)).json()
    assert (found["rows"], found["faults"]) == (rows, 0), found
    (note,) = found["warnings"]
    assert (f"{note['column']}{note['row']}", said in note["zh"]) == (place, True)


FAULTS = {
    "a number cell": (drawn(nothing, HEAD, ["王芳", 330602199003072330, "定向券"]), "B2", "末几位已丢失"),
    "a number as a CSV shows it": (separated(HEAD, ["王芳", "3.30602E+17", "定向券"]), "B2", "末几位已丢失"),
    "a formula without a result": (
        drawn(lambda sheet: sheet.write_formula("B2", "=A9", None, ""), HEAD, ["王芳", "", "定向券"]),
        "B2",
        "粘贴为数值",
    ),
    "an identity number of fifteen digits": (separated(HEAD, ["王芳", "330602900307233", "定向券"]), "B2", "18位"),
    "a mistyped digit": (separated(HEAD, ["王芳", "330602199003072331", "定向券"]), "B2", "校验位"),
    "a remark in the name": (separated(HEAD, ["张三(组长)", a_number(), "定向券"]), "A2", "第3个字符"),
    "a voucher that nobody knows": (separated(HEAD, ["王芳", a_number(), "优惠券"]), "C2", "通用券、定向券"),
    "a missing name": (separated(HEAD, ["", a_number(), "定向券"]), "A2", "必填"),
}


@pytest.mark.parametrize(("content", "place", "said"), FAULTS.values(), ids=FAULTS)
async def test_what_is_wrong_is_named_in_its_cell(world: World, content: bytes, place: str, said: str) -> None:
    found = (await looked_at(world, content)).json()
    (fault,) = found["listed"]
    assert (f"{fault['column']}{fault['row']}", said in fault["zh"]) == (place, True), fault


REFUSED = {
    "an old workbook": (OLE + bytes(600), "另存为"),
    "a password": (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), "取消密码"),
    "a web page named .xls": ("<html><table><tr><td>姓名</td></tr></table></html>".encode(), "网页格式"),
    "a pdf": (b"%PDF-1.7\n" + bytes(range(256)), "不是表格文件"),
    "a photo of a list": (b"\xff\xd8\xff\xe0" + bytes(300), "不是表格文件"),
    "a document": (archive(word__document_xml="<w/>", _rels__rels="<r/>"), "不是表格文件"),
    "an archive of a table": (archive(list_txt="姓名"), "无法读取"),
    "nothing but spaces": (b"  \r\n\t", "空的"),
    "only a heading": (separated(HEAD), "没有数据行"),
    "no heading": (separated(*people()), "没有找到表头"),
    "a list on its side": (separated(["姓名", "王芳"], ["身份证号码", a_number()]), "缺少：证件号码"),
    "five hundred and one": (
        separated(HEAD, *([f"学员{'甲乙丙'[at % 3]}", a_number(), "定向券"] for at in range(501))),
        "501",
    ),
}


@pytest.mark.parametrize(("content", "said"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_read_says_what_to_do(world: World, content: bytes, said: str) -> None:
    refused = await looked_at(world, content)
    assert (refused.status_code, said in refused.json()["detail"]) == (422, True), refused.text
