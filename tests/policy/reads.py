"""Readings of policy keys by code that serves somebody, and whether each is declared as needed there."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from checkin_service.policy.keys import At, Key
from tests.architecture.callers import alive_modules

_PACKAGE = "checkin_service."

NEEDED_BY = {
    "checkin": At.CLASS,
    "review": At.CLASS,
    "attendance": At.CLASS,
    "timetable": At.CLASS,
    "voucher": At.VOUCHER,
    "eligibility": At.VOUCHER,
    "settlement": At.VOUCHER,
}
"""Whose rules a capability asks for, unless it names a kind of voucher, which only the paying authority's have."""

OF_THE_PAYING_AUTHORITY = {
    ("timetable.service.guards", "voucher.use_within_months"): "a template of the paying authority may stand in",
}
"""Reads that name no kind although the rules are those of the authority that pays."""


OF_FIELDS = {"kit", "web"}
"""They ask forms and tables for the values of their fields by the same word: what they name and is no key is one."""


@dataclass(frozen=True, slots=True)
class Read:
    """A key as a module names it; the module's name is without the package's."""

    module: str
    line: int
    key: str
    names_kind: bool = False
    is_asked: bool = False
    """Asked of the rules there and then; otherwise the name is only written down."""

    def place(self) -> At | None:
        """Where the key must be declared as needed; `None` for anywhere."""
        room = NEEDED_BY.get(self.module.split(".", 1)[0])
        is_paying = self.names_kind or (self.module, self.key) in OF_THE_PAYING_AUTHORITY
        return At.VOUCHER if room and is_paying else room


@cache
def reads(extra: str = "") -> list[Read]:
    """Of every module but those of policy itself, in code that somebody comes to."""
    return [
        read
        for name, tree in alive_modules(extra)
        if name.startswith(_PACKAGE) and name.split(".")[1] != "policy"
        for read in reads_of(tree, name.removeprefix(_PACKAGE))
    ]


def keys_read(known: Mapping[str, Key], extra: str = "", *, only: str = "") -> set[str]:
    """The keys that are read, in modules whose names begin so."""
    prefix = only.removeprefix(_PACKAGE)
    return {read.key for read in reads(extra) if read.key in known and read.module.startswith(prefix)}


def reads_of(tree: ast.AST, module: str) -> Iterator[Read]:
    """What a module asks of a view, and every other text in it that may be a key. Keys are never put together."""
    asked = {}
    for call in _questions(tree):
        names_kind = len(call.args) + len(call.keywords) > 1
        for text in _texts(call.args[0]):
            asked[id(text)] = Read(module, text.lineno, str(text.value), names_kind=names_kind, is_asked=True)
    yield from asked.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in asked:
            yield Read(module, node.lineno, node.value)


def riddles_of(tree: ast.AST, module: str) -> Iterator[str]:
    """Questions whose key cannot be told: it is written out, or held by a variable named `key`."""
    for call in _questions(tree):
        asked = call.args[0]
        is_named = isinstance(asked, ast.Name) and asked.id == "key"
        if not is_named and not list(_texts(asked)):
            yield f"{module}:{call.lineno}: write the key, or call the variable that holds it `key`"
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id="key")], value=ast.JoinedStr()):
                yield f"{module}:{node.lineno}: a key is never put together"


def faults(found: list[Read], known: Mapping[str, Key]) -> list[str]:
    """What is read without being declared, or without being declared as needed where it is read."""
    said = []
    for read in found:
        if read.key not in known:
            is_field = read.module.split(".")[0] in OF_FIELDS
            said += [f"{read.module}:{read.line}: {read.key} is no key"] if read.is_asked and not is_field else []
            continue
        needed, place = known[read.key].needed, read.place()
        if not (At.USE in needed or (place in needed if place else needed)):
            said.append(f"{read.module}:{read.line}: {read.key} is not declared as needed={place or 'anywhere'}")
    return said


def _questions(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="value" | "asked" | "stated"), args=[_, *_]):
                yield node


def _texts(node: ast.expr) -> Iterator[ast.Constant]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
