"""A determination as a sheet of paper in Chinese: one layout for the command line, the page and the PDF."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from checkin_service.kit.civil import CHINA
from checkin_service.kit.money import yuan

TITLE = "职业培训补贴资格审核结果"
OUTCOMES = {"eligible": "符合", "not_eligible": "不符合", "doubtful": "待核实"}
MARKS = {"pass": "满足", "note": "备注", "doubt": "待核实", "fail": "不满足"}
_KINDS = {"targeted": "定向券", "general": "通用券"}
_MODES = {
    "located": "定位签到",
    "scanned": "扫码验券",
    "online": "线上签到",
    "corrected": "更正",
    "imported": "纸质补录",
    "self_paced": "自主学习",
    "transferred": "转班带入",
    "asserted_by_platform": "平台签到",
}
_PAYEES = {"institution": "培训机构", "enterprise": "企业", "trainee": "参训人员本人"}
_LEGS = {
    "training": "培训补贴",
    "online": "线上培训补贴",
    "assessment": "鉴定补贴",
    "living": "生活费（含交通费）补贴",
}
_BASES = {
    "authority_decision": "主管部门决定",
    "operator_default": "本系统默认规则（法规未作规定）",
    "not_required": "法规未作要求",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """Names that a document leaves out, because it holds no personal data."""

    trainee: str | None = None
    class_name: str | None = None
    institution: str | None = None
    authorities: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: how it came out, the sentence, and the ground it stands on."""

    outcome: str
    mark: str
    sentence: str
    arithmetic: str | None
    ground: str


@dataclass(frozen=True, slots=True)
class Hours:
    """One session of the timetable."""

    starts: str
    class_hours: int
    credited_hours: int
    how: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    outcome: str
    verdict: str
    sentence: str
    heading: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    hours: tuple[Hours, ...]
    sums: str
    remedies: tuple[str, ...]
    policy: str
    sha256: str


def sheet_of(document: dict[str, Any], *, sha256: str, naming: Naming | None = None) -> Sheet:
    """Everything a reader needs, in the order in which it is read."""
    facts = document["facts"]
    policy = document["policy"]
    return Sheet(
        outcome=document["outcome"],
        verdict=OUTCOMES[document["outcome"]],
        sentence=document["sentence"]["zh"],
        heading=_heading(document, naming or Naming()),
        lines=tuple(_line(each) for each in document["criteria"]),
        hours=tuple(_hours(each) for each in facts["sessions"]),
        sums=f"计入 {facts['credited_hours']} 课时 / 总 {facts['total_hours']} 课时，"
        f"待复核 {facts['hours_under_review']} 课时",
        remedies=tuple(each["sentence"]["zh"] for each in document["remedies"]),
        policy=f"适用 {policy['jurisdiction']} 于 {policy['on']} 的规则（以 {policy['known_on']} 前公布的为准）",
        sha256=sha256,
    )


def _heading(document: dict[str, Any], naming: Naming) -> tuple[tuple[str, str], ...]:
    facts = document["facts"]
    supersedes = f"第 {document['ordinal']} 次审核" + ("，取代前次结果" if document["supersedes"] else "")
    return (
        ("审核编号", document["determination_id"]),
        ("参训人员", naming.trainee or document["trainee_id"]),
        ("班期", naming.class_name or document["class_id"]),
        ("培训机构", naming.institution or facts["institution_id"]),
        ("培训券", _KINDS[facts["voucher_kind"]]),
        ("属地监管", _authority(document, "supervising", naming)),
        ("发券补贴", _authority(document, "paying", naming)),
        ("统计口径", _authority(document, "counting", naming)),
        ("结业时间", _moment(facts["completed_at"])),
        ("审核时间", f"{_moment(document['determined_at'])}（{supersedes}）"),
        ("送达日期", _day(document["served_on"])),
        ("补贴金额", f"{yuan(document['amount_fen'])}（{_payees(document)}）"),
        *_evidence(document),
    )


def _evidence(document: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Documents of the first format say nothing of it."""
    found = document.get("evidence")
    return () if found is None else (("证据等级", found["sentence"]["zh"]),)


def _payees(document: dict[str, Any]) -> str:
    """Who is paid; with what for each where there are several."""
    whole = {"leg": "training", "payee": document["payee"], "amount_fen": document["amount_fen"]}
    # Documents written before payments were listed name the one payee they had.
    payments = [
        (_LEGS[each["leg"]], _PAYEES[each["payee"].partition(":")[0]], each)
        for each in document.get("payments", [whole])
    ]
    if not payments:
        return "不予支付"
    if len(payments) == 1:
        return f"补贴对象：{payments[0][1]}"
    return "；".join(f"{leg}{yuan(each['amount_fen'])}：{payee}" for leg, payee, each in payments)


def _authority(document: dict[str, Any], role: str, naming: Naming) -> str:
    code = document["authorities"][role]
    name = naming.authorities.get(code)
    return f"{name}（{code}）" if name else code


def _line(criterion: dict[str, Any]) -> Line:
    return Line(
        outcome=criterion["outcome"],
        mark=MARKS[criterion["outcome"]],
        sentence=criterion["sentence"]["zh"],
        arithmetic=criterion["arithmetic"],
        ground=ground_of(criterion["basis"]),
    )


def ground_of(basis: dict[str, Any]) -> str:
    """The ground of a criterion: document, clause and quote, or that it is ours."""
    source = " ".join(part for part in (basis["document"], basis["clause"]) if part)
    quote = f"「{basis['quote']}」" if basis["quote"] else ""
    kind = _BASES.get(basis["kind"], "")
    return " ".join(part for part in (kind, source if basis["kind"] != "operator_default" else "", quote) if part)


def _hours(session: dict[str, Any]) -> Hours:
    how = [_MODES.get(mode, mode) for mode in session["modes"]]
    if session["doubtful_attempt_ids"]:
        how.append("待人工复核")
    if session.get("on_leave") and not session["credited_hours"]:
        how.append("请假")
    evidence = (*session["attempt_ids"], *session["doubtful_attempt_ids"])
    return Hours(
        _moment(session["starts_at"]),
        session["class_hours"],
        session["credited_hours"],
        "、".join(how) or "未计入",
        tuple(str(UUID(each)) for each in evidence),
    )


def _moment(text: str) -> str:
    here = datetime.fromisoformat(text).astimezone(CHINA)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def told(sheet: Sheet) -> str:
    """The sheet as plain text."""
    rows = [TITLE, f"【{sheet.verdict}】{sheet.sentence}", ""]
    rows += [f"{name}：{value}" for name, value in sheet.heading]
    rows += ["", "审核条件"]
    for line in sheet.lines:
        rows.append(f"  [{line.mark}] {line.sentence}" + (f"  {line.arithmetic}" if line.arithmetic else ""))
        rows.append(f"      依据：{line.ground}")
    rows += ["", f"课时（{sheet.sums}）"]
    rows += [f"  {each.starts}  {each.credited_hours}/{each.class_hours}  {each.how}" for each in sheet.hours]
    rows += ["", *([f"救济途径：{each}" for each in sheet.remedies]), sheet.policy, f"SHA-256：{sheet.sha256}"]
    return "\n".join(rows)
