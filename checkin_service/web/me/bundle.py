"""One script out of the app's modules, put together by the running service: a phone asks once and not thirty times.

The modules keep to what is needed for that: imports and exports stand at the beginning of a line, are of one line each,
name no default, and lead down only; what is exported is a function, a class or a constant.
"""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "static" / "phone"
ENTRY = "phone.js"

_WHOLE = re.compile(r'^import \* as (\w+) from "\./([\w.]+)";\n', re.MULTILINE)
_NAMED = re.compile(r'^import \{ ([\w ,]+) \} from "\./([\w.]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.MULTILINE)
_LEFT = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


class NotBundled(ValueError):
    """A module uses a form of import or export that is not put together."""


@cache
def bundle() -> str:
    """Every module in the order in which they need one another, the entry last."""
    return '"use strict";\nconst bundled = {};\n' + "\n".join(_module(name) for name in _in_order(ENTRY, {})) + "\n"


def _in_order(name: str, seen: dict[str, bool]) -> list[str]:
    if seen.get(name) is False:
        raise NotBundled(f"{name} needs itself")
    if name in seen:
        return []
    seen[name] = False
    source = _source(name)
    needed = sorted({file for _, file in (*_WHOLE.findall(source), *_NAMED.findall(source))})
    found = [each for file in needed for each in _in_order(file, seen)]
    seen[name] = True
    return [*found, name]


def _module(name: str) -> str:
    source = _source(name)
    exported = [each for _, each in _EXPORT.findall(source)]
    body = _WHOLE.sub(r'const \1 = bundled["\2"];\n', source)
    body = _NAMED.sub(lambda found: f'const {{ {found[1].replace(" as ", ": ")} }} = bundled["{found[2]}"];\n', body)
    body = _EXPORT.sub(r"\1 \2", body)
    if left := _LEFT.search(body):
        raise NotBundled(f"{name}: {left[0]}")
    return f'bundled["{name}"] = (() => {{\n{_told(body)}return {{ {", ".join(exported)} }};\n}})();'


def _told(body: str) -> str:
    """Without the lines that only tell something: phones need no comments."""
    return "".join(
        line for line in body.splitlines(keepends=True) if not line.lstrip().startswith("//") and line.strip()
    )


def _source(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")
