"""Policy cases as a policy officer writes them: a line a step, and behind an arrow what must come of it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parent
ARROW = "→"
FLAGS = frozenset(
    {"不分理论实操", "不核验", "由付款地", "同一人批准", "只有一人", "错码", "无此事", "撤回", "未验手机"}
)
"""Words of a step that name nobody and nothing but say how it is done."""


@dataclass(frozen=True, slots=True)
class Line:
    """`步骤 名称 … 选项=值 … → 应有的结果 …`."""

    text: str
    step: str
    names: tuple[str, ...]
    flags: frozenset[str]
    options: dict[str, str]
    expected: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> "Line":
        """What a line says.

        >>> Line.of("签到 甲班 王芳 次数=2 → 拒绝 时间").expected
        ('拒绝', '时间')
        """
        done, _, expected = text.partition(ARROW)
        step, *words = done.split()
        options = dict(word.split("=", 1) for word in words if "=" in word)
        names = tuple(word for word in words if "=" not in word and word not in FLAGS)
        return cls(text.strip(), step, names, FLAGS.intersection(words), options, tuple(expected.split()))

    def also(self, step: str, *names: str) -> "Line":
        """Another step that goes with this one, with the same options and nothing expected."""
        return replace(self, step=step, names=names, expected=())


@dataclass(frozen=True, slots=True)
class Case:
    """A positive case (正例): the rule lets happen what it should. A negative one (反例): it stops what it should."""

    world: str
    rows: tuple[str, ...]
    name: str
    is_positive: bool
    at: str
    on: date
    lines: tuple[Line, ...]
    pending: str | None
    """Why the service does not do so yet; the test fails as soon as it does, and then the mark goes."""


def cases() -> list[Case]:
    return [case for path in sorted(FOLDER.glob("*.toml")) for case in _of(path)]


def _of(path: Path) -> Iterator[Case]:
    for each in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
        lines = (line.strip() for line in each["steps"].splitlines())
        yield Case(
            world=path.stem,
            rows=tuple(each["rows"]),
            name=each["name"],
            is_positive={"正例": True, "反例": False}[each["side"]],
            at=each["at"],
            on=each["on"],
            lines=tuple(Line.of(line) for line in lines if line and not line.startswith("#")),
            pending=each.get("pending"),
        )
