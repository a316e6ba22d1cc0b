"""Refusals of rules that decide by the law and do not say by which clause, read from the rules' own text."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import checkin_service

SERVICE = Path(checkin_service.__file__).parent
_CLAUSE = re.compile(r"\b(?:FJ|SX|AH|SD|MP)-\d\d")
_NAMED = re.compile(r"refusal|obstacle")
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


def _told(keywords: Iterable[ast.keyword]) -> Iterator[ast.expr]:
    return (each.value for each in keywords if each.arg == "fields")


def _cites(node: ast.FunctionDef) -> bool:
    return bool(_CLAUSE.search(ast.get_docstring(node) or ""))


def _reads_policy(node: ast.FunctionDef) -> bool:
    return any(
        isinstance(each, ast.Call)
        and isinstance(each.func, ast.Attribute)
        and each.func.attr in _READS
        and bool(each.args)
        and isinstance(each.args[0], ast.Constant)
        for each in ast.walk(node)
    )
