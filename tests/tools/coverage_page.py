"""The page that says of every rule which cases show it: `python -m tests.tools.coverage_page`."""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from checkin_service.policy.clauses import clauses
from tests.policy_cases.cases import Case, cases

ROOT = Path(__file__).resolve().parents[2]
ROWS = ROOT / "tests" / "policy" / "rows.toml"
PAGE = ROOT / "docs" / "coverage.md"


class State(Enum):
    WORKS = "成立 · works"
    SHOWN = "成立，另有测试 · works, shown elsewhere"
    NOT_YET = "尚未 · not yet"
    NO_SOFTWARE = "不属软件 · not software"


@dataclass(frozen=True, slots=True)
class Row:
    """One rule with its cases; `remark` names the test that shows it, or says what is missing."""

    id: str
    classes: str
    state: State
    remark: str
    cases: Sequence[Case]


class Uncovered(Exception):
    """A rule with no case on one side, no other test, and no word of what is missing."""


def rows() -> Iterator[Row]:
    """Every rule in the order of the documents."""
    content = tomllib.loads(ROWS.read_text(encoding="utf-8"))
    played = cases()
    for row, classes in content["class"].items():
        own = [case for case in played if row in case.rows]
        state, remark = _state(row, own, content)
        yield Row(row, classes, state, remark, own)


def _state(row: str, own: Sequence[Case], content: dict[str, Any]) -> tuple[State, str]:
    if row in content["not_software"]:
        return State.NO_SOFTWARE, ""
    if row in content["not_yet"]:
        return State.NOT_YET, f"缺{content['not_yet'][row]}"
    pending = [case.pending for case in own if case.pending]
    if pending:
        return State.NOT_YET, "；".join(dict.fromkeys(pending))
    if {case.is_positive for case in own} == {True, False}:
        return State.WORKS, ""
    if row in content["shown_by"]:
        return State.SHOWN, f"`{content['shown_by'][row]}`"
    raise Uncovered(row)


def page() -> str:
    """The whole page in Markdown."""
    found = list(rows())
    count = Counter(row.state for row in found)
    ruling = [row for row in found if {"C", "V"} & set(row.classes.split())]
    ruled = Counter(row.state for row in ruling)
    lines = [
        "# 逐条的案例 · The cases of every rule",
        "",
        "由案例（`tests/policy_cases/*.toml`）和条目表（`tests/policy/rows.toml`）生成，`make policies` 重写。",
        "案例在真实的服务上经 HTTP 逐步演出；只核对数值的案例（`tests/policy/pack_cases`）不计入。",
        "“正例”使应当发生的发生，“反例”挡住应当挡住的；有一个案例尚不成立，或缺一部分功能，整条就是“尚未”。",
        "",
        "Written by `make policies` from the cases, played over HTTP at the real service, and from the list of",
        "rows. Cases that only ask the packs for a value do not count. A row works when a positive and a negative case",
        "hold and nothing of it is missing; one that another test shows names that test.",
        "",
        "| 状态 · state | 全部 · all | 其中 C、V · of class C or V |",
        "|---|--:|--:|",
        *[f"| {state.value} | {count[state]} | {ruled[state]} |" for state in State],
        f"| 合计 · together | {len(found)} | {len(ruling)} |",
        "",
        "| 条目 | 类别 | 内容 | 状态 | 案例 |",
        "|---|---|---|---|---|",
        *map(_line, found),
    ]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    state = row.state.value.split(" · ")[0] + (f"：{row.remark}" if row.remark else "")
    title = clauses()[row.id].title.zh
    return f"| {row.id} | {row.classes} | {title} | {state} | {'<br>'.join(map(_case, row.cases))} |"


def _case(case: Case) -> str:
    side = "正" if case.is_positive else "反"
    return f"{side} {case.at} {case.name}" + ("（尚不成立）" if case.pending else "")


if __name__ == "__main__":
    sys.stdout.write(page())
