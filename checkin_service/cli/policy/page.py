"""`policy page`: all packs as one page of Markdown, the source of docs/policies.md."""

import argparse
from collections.abc import Iterable, Iterator

from checkin_service.policy.book import Book, book
from checkin_service.policy.clauses import clauses
from checkin_service.policy.keys import KEYS
from checkin_service.policy.load import Document, Pack
from checkin_service.policy.model import PolicyValue
from checkin_service.policy.wording import BASES, INFORMS, KINDS, value_in_words
from checkin_service.statistics.rules.plans import plan_totals

_PROVINCE_OF_PLANS = "370000"

_HEAD = """\
# 各地规则 · Policies

<!-- Written by `checkin-service policy page`; a test compares. Change the packs, not this page. -->

每个取值都有出处：**法规**（条款和原文）、**主管部门决定**（文号）或**运行方默认**（我们的选择，凡用到都会注明）。
“不要求”是明确的回答，不参与判断；没有写出的项目沿用上级，最终沿用全国试点方案，这也是我们的选择。
标有**仅供查阅**的取值是信息，不是核验项目；改动它不会改变任何判断。

Every value has its ground: the text (**statute**, with clause and quote), an **authority's decision**, or our own
**operator default**, which is said wherever it is used. *Not required* is an answer and decides nothing. What a
jurisdiction leaves out it takes from the one above, in the end from the national pilot plan; that too is our choice.
A value marked **for information** is no check: changing it changes no decision.
Dates: from when a value applies, and, where it differs, since when it has been public."""


def register(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    page_ = actions.add_parser("page", help="all packs as one page of Markdown")
    page_.set_defaults(run=_page)


def _page(_: argparse.Namespace) -> int:
    print(page(book()), end="")
    return 0


def page(packs: Book) -> str:
    """A section per jurisdiction, the plans of cities in one table, and the rules that are no policy."""
    cities = [pack for pack in packs.packs.values() if _is_plan_only(pack)]
    sections = [_HEAD, *(_section(pack) for pack in packs.packs.values() if pack not in cities)]
    return "\n\n".join([*sections, _plans(packs, cities), _no_policy()]) + "\n"


def _section(pack: Pack) -> str:
    parts = [f"## {pack.code} {pack.name.zh} · {pack.name.en}"]
    parts += ["\n".join(_document(document) for document in pack.documents.values())] if pack.documents else []
    parts.append("\n".join(_values(pack.values)) if pack.values else "没有自己的取值，沿用上级。 No values of its own.")
    return "\n\n".join(parts)


def _document(document: Document) -> str:
    number = f"{document.number} " if document.number else ""
    title = f"- {number}{document.title}（{document.issued_by}）"
    days = f"自 from {document.effective_from}，公布 published {document.published_on}"
    return f"{title}：{days}{f' — {document.note}' if document.note else ''}"


def _values(values: Iterable[PolicyValue]) -> Iterator[str]:
    yield "| 项目 Key | 取值 Value | 依据 Basis | 原文 Quote |"
    yield "|---|---|---|---|"
    for value in sorted(values, key=lambda each: (each.key, each.voucher_kind or "", each.effective_from)):
        yield f"| {_name(value)} | {_meaning(value)} | {_basis(value)} | {_cell(value.basis.quote or '')} |"


def _name(value: PolicyValue) -> str:
    title = KEYS[value.key].title
    record = f"<br>**{INFORMS.zh} {INFORMS.en}**" if KEYS[value.key].informs else ""
    kind = f"<br>**{KINDS[value.voucher_kind].zh} {KINDS[value.voucher_kind].en}**" if value.voucher_kind else ""
    return f"{title.zh}<br>{title.en}<br>`{value.key}`{kind}{record}"


def _meaning(value: PolicyValue) -> str:
    meaning = value_in_words(value)
    both = meaning.zh if meaning.zh == meaning.en else f"{meaning.zh}<br>{meaning.en}"
    end = f"<br>至 until {value.effective_to}" if value.effective_to else ""
    note = f"<br>*{value.note.zh}<br>{value.note.en}*" if value.note else ""
    return _cell(f"{both}{end}{note}")


def _basis(value: PolicyValue) -> str:
    where = "<br>".join(f"{clause} {clauses()[clause].where}" for clause in value.clauses)
    ground = BASES[value.basis.kind]
    return f"{ground.zh}<br>{ground.en}{f'<br>{where}' if where else ''}"


def _plans(packs: Book, cities: list[Pack]) -> str:
    rows = ["| 市 City | 发券计划 To be issued | 使用计划 To be used |", "|---|---:|---:|"]
    for pack in cities:
        numbers = {value.key: value.integer for value in pack.values}
        issue, use = numbers["plan.issue_vouchers"], numbers["plan.use_vouchers"]
        rows.append(f"| {pack.code} {pack.name.zh} · {pack.name.en} | {issue:,} | {use:,} |")
    on = cities[0].values[0].effective_from
    issue_total, use_total = (plan_totals(packs, _PROVINCE_OF_PLANS, on=on, what=what) for what in ("issue", "use"))
    rows.append(f"| 各市之和 Sum of the rows | {issue_total.computed:,} | {use_total.computed:,} |")
    rows.append(f"| 印刷的合计 Total as printed | {issue_total.printed:,} | {use_total.printed:,} |")
    table = "\n".join(rows)
    return f"## 山东各市计划 · Plans of Shandong's cities (SD-19 {clauses()['SD-19'].where}, 2021)\n\n{table}"


def _no_policy() -> str:
    rows = ["| 条款 Clause | 内容 Content | 理由 Reason |", "|---|---|---|"]
    for clause in clauses().values():
        if clause.why_no_policy:
            content, reason = clause.title, clause.why_no_policy
            rows.append(f"| {clause.id} {clause.where} | {content.zh}<br>{content.en} | {reason.zh}<br>{reason.en} |")
    table = "\n".join(rows)
    return f"## 不作为规则的条款 · Rules that are no policy\n\n{table}"


def _is_plan_only(pack: Pack) -> bool:
    return bool(pack.values) and all(KEYS[value.key].is_own for value in pack.values)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\t", " ")
