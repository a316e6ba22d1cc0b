"""Refusals of rules that decide by the law and do not say by which clause, read from the rules' own text."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import checkin_service

SERVICE = Path(checkin_service.__file__).parent
_CLAUSE = re.compile(r"\b(?:FJ|SX|AH|SD|MP)-\d\d")
_NAMED = re.compile(r"refusal|obstacle")
_TOLD_AS_LAW = re.compile(r"按规定|依法|规定不|办法|不予补贴|谁发券")
_READS = {"value", "stated", "asked"}
_WITHOUT_CLAUSE = {"Words", "Words | None"}


def rules_of_service() -> Iterator[Path]:
    """Every module of rules."""
    yield from sorted([*SERVICE.glob("*/rules/*.py"), *SERVICE.glob("*/rules.py")])


def without_clause(source: str) -> Iterator[str]:
    """Functions that refuse by a clause or by a value of policy, and answer with words alone."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef) or not _NAMED.search(node.name) or node.returns is None:
            continue
        if ast.unparse(node.returns) in _WITHOUT_CLAUSE and (_cites(node) or _reads_policy(node)):
            yield node.name


def reasons_alone(source: str) -> Iterator[int]:
    """Lines that tell a refusal's reason and leave out what it stands on."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
            for each in _told(node.keywords):
                if ast.unparse(each).replace("'", "") == "{reason: refusal.reason}":
                    yield node.lineno


def made_by_hand(source: str) -> Iterator[int]:
    """Lines that refuse by a rule without `by_law` or `unfit`, or write a clause beside a problem by themselves."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Problem":
            kind = ast.unparse(node.args[0]) if node.args else ""
            by_themselves = any("clause" in ast.unparse(each) for each in _told(node.keywords))
            if kind.endswith("RULE_REFUSED") or by_themselves:
                yield node.lineno


def unfit_by_law(source: str) -> Iterator[str]:
    """Functions that refuse without a clause where a source document decides.

    It decides where the function says by which clause it goes, reads a value of policy, or tells people that something
    is the rule; there `by_law` names what it stands on.
    """
    tree = ast.parse(source)
    words = _words_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
            plain = [each for each in calls if _is_plain(each)]
            says_so = any(_TOLD_AS_LAW.search(words.get(_first_name(each), "")) for each in plain)
            goes_by = _cites(node) or _reads_policy(node)
            names_it = any(ast.unparse(each.func) in {"by_law", "refuse", "_require"} for each in calls)
            if plain and (says_so or (goes_by and not names_it)):
                yield node.name


def _is_plain(call: ast.Call) -> bool:
    """Whether a refusal is made that has no place for a clause, by words of its own."""
    name = ast.unparse(call.func)
    if name == "Problem":
        return len(call.args) > 1 and ast.unparse(call.args[0]).endswith(("NOT_PERMITTED", "STATE_CONFLICT"))
    return name == "unfit"


def _first_name(call: ast.Call) -> str:
    """The constant that holds the words of a refusal."""
    words = call.args[-1] if ast.unparse(call.func) == "Problem" else call.args[0]
    return next((each.id for each in ast.walk(words) if isinstance(each, ast.Name)), "")


def _words_of(tree: ast.Module) -> dict[str, str]:
    return {
        each.targets[0].id: ast.unparse(each.value)
        for each in tree.body
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and isinstance(each.value, ast.Call)
    }


def _told(keywords: Iterable[ast.keyword]) -> Iterator[ast.expr]:
    return (each.value for each in keywords if each.arg == "fields")


def _cites(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return bool(_CLAUSE.search(ast.get_docstring(node) or ""))


def _reads_policy(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in _READS
        and bool(each.args)
        and isinstance(each.args[0], ast.Constant)
        for each in ast.walk(node)
    )
