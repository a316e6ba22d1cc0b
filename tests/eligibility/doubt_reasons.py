"""Every reason for which the rules of a determination can be in doubt, read from their own text."""

import ast
from collections.abc import Iterator
from pathlib import Path

import checkin_service
from checkin_service.eligibility.rules.criteria import CORRECTED_DOUBT

_SERVICE = Path(checkin_service.__file__).parent
_PARTS = (_SERVICE / "eligibility" / "rules", _SERVICE / "voucher" / "rules")
_CONSTANTS = {"CORRECTED_DOUBT": CORRECTED_DOUBT}


def reasons_in_doubt() -> set[str]:
    """Names that stand beside `Outcome.DOUBT` in one tuple, call or assignment."""
    found: set[str] = set()
    for part in _PARTS:
        for path in sorted(part.glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                found.update(_reasons(node))
    return found


def _reasons(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Tuple):
        beside = node.elts
    elif isinstance(node, ast.Call):
        beside = [*node.args, *(each.value for each in node.keywords if each.arg not in {"check", "unit"})]
    else:
        return
    if any(_is_doubt(each) for each in beside):
        for each in beside:
            yield from _words(each)


def _is_doubt(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _is_doubt(node.body) or _is_doubt(node.orelse)
    return isinstance(node, ast.Attribute) and node.attr == "DOUBT"


def _words(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in _CONSTANTS:
        yield _CONSTANTS[node.id]
    elif isinstance(node, ast.IfExp):
        yield from (*_words(node.body), *_words(node.orelse))
