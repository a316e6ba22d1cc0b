"""Figures about docstrings: their share of a package's lines, and public names that have none."""

import ast
from collections.abc import Iterator
from pathlib import Path

Documented = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def docstring_share(paths: list[Path]) -> float:
    """Lines of docstrings, those of attributes included, in a hundred lines of the files."""
    texts = [path.read_text(encoding="utf-8") for path in paths]
    return 100 * sum(map(docstring_lines, texts)) / sum(text.count("\n") for text in texts)


def docstring_lines(text: str) -> int:
    return sum(
        (part.end_lineno or part.lineno) - part.lineno + 1
        for part in ast.walk(ast.parse(text))
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant) and isinstance(part.value.value, str)
    )


def undocumented(text: str) -> list[str]:
    """Public classes, functions and methods without a docstring."""
    return list(_undocumented(ast.parse(text), ""))


def _undocumented(owner: ast.Module | ast.ClassDef, prefix: str) -> Iterator[str]:
    for part in owner.body:
        if not isinstance(part, Documented) or part.name.startswith("_"):
            continue
        if ast.get_docstring(part) is None:
            yield prefix + part.name
        if isinstance(part, ast.ClassDef):
            yield from _undocumented(part, f"{prefix}{part.name}.")
