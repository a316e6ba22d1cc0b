"""The house style of a source file, as far as no other tool checks it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.imports import PACKAGES, ROOT

SMELL_LINES = 300
"""Longer than this, a file of the product wants to be split by sub-noun."""
LONGEST_FILE = 400
LONGEST_FUNCTION = 40

READ_THE_CLOCK = {
    "checkin_service/kit/clock.py": "It is the clock.",
    "checkin_service/kit/ids.py": "A UUIDv7 holds the moment of its making, which decides nothing.",
    "checkin_service/host/certificate.py": "A browser compares a certificate with real time, not with ours.",
}
READ_THE_ENVIRONMENT = {
    "biometrics/opencv.py": "OpenCV takes its limits from the environment only.",
    "checkin_service/demo/theatre.py": "Hands its own environment on to the server that it starts.",
    "checkin_service/cli/serve.py": "The library of figures takes its folder from the environment only.",
    "checkin_service/cli/system.py": "Runs before anything is installed.",
}

QUESTION_WORDS = frozenset({"How", "What", "When", "Where", "Whether", "Which", "Who", "Whom", "Whose", "Why"})
NO_NOUNS = frozenset(
    {
        "Are",
        "As",
        "At",
        "By",
        "Can",
        "Do",
        "Does",
        "Everything",
        "For",
        "From",
        "Has",
        "Here",
        "In",
        "Is",
        "It",
        "Let",
        "May",
        "Of",
        "On",
        "Such",
        "That",
        "There",
        "These",
        "They",
        "This",
        "To",
        "With",
        "Converts",
        "Determine",
        "Explain",
        "Finds",
        "Install",
        "Reads",
        "Recomputes",
        "Runs",
        "Turns",
        "Walks",
    }
)
"""Words that open a question, a phrase without its noun or a sentence without its subject, as module docstrings did."""

_UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|NotImplementedError|NotImplemented)\b")
_COMMIT = re.compile(r"\bcommit\b", re.IGNORECASE)
_CLOCK = re.compile(r"\b(datetime\.now|datetime\.utcnow|datetime\.today|date\.today|time\.time|time\.time_ns)\(")
_ENVIRONMENT = re.compile(r"\bos\.(environ|getenv)\b")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources() -> list[Path]:
    """Every module of the product, relative to the project."""
    return sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def faults_in(name: str, text: str) -> list[str]:
    """What is wrong with a source file, one sentence each."""
    return [*_in_text(name, text), *_in_syntax(ast.parse(text))]


def _in_text(name: str, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > SMELL_LINES:
        yield f"{lines} lines: split it by sub-noun"
    if _UNFINISHED.search(text):
        yield "something is unfinished"
    if _COMMIT.search(text) and name != "checkin_service/kit/database.py":
        yield "the word commit belongs to kit/database.py"
    if _CLOCK.search(text) and name not in READ_THE_CLOCK:
        yield "only the clock reads the clock"
    if _ENVIRONMENT.search(text) and name not in READ_THE_ENVIRONMENT:
        yield "only composition roots read the environment"


def _in_syntax(tree: ast.Module) -> Iterator[str]:
    yield from _in_heading(ast.get_docstring(tree) or "")
    protocols = {id(part) for part in ast.walk(tree) if _is_protocol(part) for part in ast.walk(part)}
    for part in ast.walk(tree):
        if not isinstance(part, Function):
            continue
        if (length := (part.end_lineno or 0) - part.lineno + 1) > LONGEST_FUNCTION:
            yield f"{part.name} has {length} lines"
        if id(part) in protocols or _is_statement(part):
            continue
        if _is_empty(part):
            yield f"{part.name} does nothing"
        elif _is_promise(part):
            yield f"{part.name} promises {ast.unparse(part.returns or part)} and has no body"


def _in_heading(docstring: str) -> Iterator[str]:
    """A stranger reads the first line of a file alone: one sentence, and the thing that it is about comes first."""
    first_line = docstring.partition("\n")[0]
    first_word = re.split(r"\W", first_line, maxsplit=1)[0]
    if not first_line.endswith("."):
        yield "it does not start with a sentence that says what it is"
    elif first_word in QUESTION_WORDS:
        yield f"it starts with {first_word} instead of the noun that it is about"
    elif first_word in NO_NOUNS:
        yield f"it does not start with a noun but with {first_word}"
    elif re.search(r"[.?!] +[A-Z]", first_line):
        yield "it starts with more than one sentence"


def _is_protocol(part: ast.AST) -> bool:
    return isinstance(part, ast.ClassDef) and any("Protocol" in ast.unparse(base) for base in part.bases)


def _is_statement(function: Function) -> bool:
    """Its body is the statement above it."""
    return any(ast.unparse(each).startswith(("fragment(", "question(")) for each in function.decorator_list)


def _is_promise(function: Function) -> bool:
    """A docstring alone where something is to be returned: the type checker lets it pass in stores."""
    has_body = len(function.body) > 1 or not ast.get_docstring(function)
    is_abstract = any(ast.unparse(each) == "abstractmethod" for each in function.decorator_list)
    return not (has_body or is_abstract or function.returns is None or ast.unparse(function.returns) == "None")


def _is_empty(function: Function) -> bool:
    """Nothing but `...` or `pass`; a docstring alone says why nothing is to be done."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return bool(body) and all(
        isinstance(line, ast.Pass) or (isinstance(line, ast.Expr) and ast.unparse(line) == "...") for line in body
    )
