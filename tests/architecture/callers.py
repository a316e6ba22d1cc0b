"""The call graph of the product: which rules and policy keys are reached from code that serves somebody.

A node is a top-level definition (function, class or assigned name) of a module. It reaches every definition whose name
it mentions, followed through imports and re-exports. Code outside `rules` is where callers start; what stands in a
`rules` room is alive only when such code comes to it.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tests.architecture.imports import PACKAGES, ROOT

Node = tuple[str, str]
"""A module and the name of a definition in it."""


@dataclass(slots=True)
class Source:
    """A module as the graph sees it: its definitions, and what its names stand for."""

    name: str
    is_package: bool
    definitions: dict[str, list[ast.stmt]] = field(default_factory=lambda: defaultdict(list))
    imported: dict[str, Node] = field(default_factory=dict)
    """Local name → (module, name); the name is empty where a module itself was imported."""
    loose: list[ast.stmt] = field(default_factory=list)


@cache
def sources() -> dict[str, Source]:
    found = (_source(path) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {each.name: each for each in found}


def uncalled_rules(extra: str = "") -> set[Node]:
    """Public functions in rules rooms that no code outside tests comes to; `extra` is one more module, for a trial."""
    modules = _with_trial(extra)
    alive = _reached(modules)
    return {
        (module.name, name)
        for module in modules.values()
        if _is_rules(module.name)
        for name, statements in module.definitions.items()
        if any(isinstance(each, ast.FunctionDef) for each in statements)
        if not name.startswith("_") and (module.name, name) not in alive
    }


def alive_modules(extra: str = "") -> Iterator[tuple[str, ast.Module]]:
    """Each module with only those of its statements that code outside tests comes to."""
    modules = _with_trial(extra)
    alive = _reached(modules)
    for module in modules.values():
        reached = [each for name, found in module.definitions.items() if (module.name, name) in alive for each in found]
        yield module.name, ast.Module(body=[*module.loose, *reached], type_ignores=[])


def _reached(modules: dict[str, Source]) -> set[Node]:
    """Everything that code outside rules rooms comes to."""
    waiting = [
        node
        for module in modules.values()
        for node in _nodes_of(module)
        # What stands loose in a module runs with it; of rules the rest has to be asked for.
        if not node[1] or not _is_rules(module.name)
    ]
    alive: set[Node] = set()
    while waiting:
        node = waiting.pop()
        if node in alive:
            continue
        alive.add(node)
        waiting.extend(_mentioned(modules, node) - alive)
    return alive


def _nodes_of(module: Source) -> Iterator[Node]:
    yield (module.name, "")
    for name in module.definitions:
        yield (module.name, name)


def _mentioned(modules: dict[str, Source], node: Node) -> set[Node]:
    module = modules[node[0]]
    statements = module.loose if not node[1] else module.definitions.get(node[1], [])
    return {
        target
        for statement in statements
        for name, rest in _names(statement)
        if (target := _resolved(modules, module, name, rest)) is not None
    }


def _names(statement: ast.stmt) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Names with the attributes behind them: `rules.quota.refusal` is ("rules", ("quota", "refusal"))."""
    for each in ast.walk(statement):
        rest: list[str] = []
        inner: ast.AST = each
        while isinstance(inner, ast.Attribute):
            rest.insert(0, inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name):
            yield inner.id, tuple(rest)


def _resolved(modules: dict[str, Source], module: Source, name: str, rest: tuple[str, ...]) -> Node | None:
    """The definition a name stands for, through imports and re-exports."""
    if name in module.definitions:
        return (module.name, name)
    if name not in module.imported:
        return None
    target, inside = module.imported[name]
    for _ in range(_LONGEST_CHAIN):
        if inside and _is_module(modules, target, inside):
            target, inside = f"{target}.{inside}", ""
        if not inside and rest:
            inside, rest = rest[0], rest[1:]
            continue
        home = modules.get(target)
        if home is None or not inside:
            return None
        if inside in home.definitions:
            return (target, inside)
        if inside not in home.imported:
            return None
        target, inside = home.imported[inside]
    return None


_LONGEST_CHAIN = 20
"""Re-exports of re-exports; more is a circle."""


def _is_module(modules: dict[str, Source], package: str, name: str) -> bool:
    """A name of a package is its file, unless the package defines or imports something of that name."""
    home = modules.get(package)
    return f"{package}.{name}" in modules and not (home and (name in home.definitions or name in home.imported))


def _source(path: Path) -> Source:
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if is_package else parts)
    return _read(Source(name, is_package), path.read_text())


def _read(module: Source, text: str) -> Source:
    for statement in ast.parse(text).body:
        _take(module, statement)
    return module


def _take(module: Source, statement: ast.stmt) -> None:
    match statement:
        case ast.Import(names=names):
            module.imported |= {each.asname or each.name.split(".")[0]: (each.name, "") for each in names}
        case ast.ImportFrom(names=names):
            home = _home(module, statement)
            module.imported |= {each.asname or each.name: (home, each.name) for each in names}
        case ast.If() | ast.Try() | ast.With():
            for inner in ast.iter_child_nodes(statement):
                if isinstance(inner, ast.stmt):
                    _take(module, inner)
        case _:
            _define(module, statement)


def _define(module: Source, statement: ast.stmt) -> None:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            names = [name]
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if name != "__all__":
            names = [name]
        case _:
            names = []
    for each in names:
        module.definitions[each].append(statement)
    if not names and not _is_public_list(statement):
        module.loose.append(statement)


def _is_public_list(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__"


def _home(module: Source, statement: ast.ImportFrom) -> str:
    """The module an import names; a relative one counts from the package it stands in."""
    if not statement.level:
        return statement.module or ""
    parts = module.name.split(".")
    base = parts[: len(parts) - statement.level + (1 if module.is_package else 0)]
    return ".".join([*base, *([statement.module] if statement.module else [])])


def _is_rules(name: str) -> bool:
    return "rules" in name.split(".")


def _with_trial(extra: str) -> dict[str, Source]:
    """The sources, and one more rules module of a capability that does not exist."""
    if not extra:
        return sources()
    trial = _read(Source("checkin_service.trial.rules", is_package=False), extra)
    return {**sources(), trial.name: trial}
