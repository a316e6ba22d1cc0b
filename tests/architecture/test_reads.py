"""Parameters of statements that are asked or added by hand: each call names those that its statement has."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Integer, bindparam, select

from checkin_service.kit.statement import Compiled, Fragment, Statement, check_all
from tests.architecture.imports import ROOT

ASKING = frozenset({"read", "read_one", "claim", "add"})


def stores() -> list[str]:
    """Every module that holds statements."""
    paths = (path.relative_to(ROOT).with_suffix("") for path in (ROOT / "checkin_service").rglob("*.py"))
    names = (".".join(path.parts).removesuffix(".__init__") for path in paths)
    return sorted(name for name in names if ".store" in name or name.startswith("checkin_service.kit."))


def calls_in(text: str) -> Iterator[tuple[str, ast.Call]]:
    """Each call that asks or adds a statement by name."""
    for each in ast.walk(ast.parse(text)):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in ASKING:
            match each.args:
                case [ast.Name(id=name)]:
                    yield name, each


def faults_in(text: str, statements: dict[str, object]) -> list[str]:
    """The calls whose names are not those of the parameters; what comes as `**` is not looked into."""
    return [fault for name, call in calls_in(text) if (fault := _fault(statements.get(name), call))]


def _fault(statement: object, call: ast.Call) -> str:
    if not isinstance(statement, Compiled):
        return ""
    names = {each.arg for each in call.keywords if each.arg is not None}
    rest = statement.types.keys() if any(each.arg is None for each in call.keywords) else set()
    try:
        statement.require(names | rest)
    except TypeError as error:
        return str(error).partition("\n")[0]
    return ""


def source_of(module: ModuleType) -> str:
    return Path(module.__file__ or "").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", stores())
def test_calls_name_the_parameters_of_their_statement(name: str) -> None:
    module = import_module(name)
    assert faults_in(source_of(module), vars(module)) == []


def test_every_statement_is_what_is_declared_about_it() -> None:
    for name in stores():
        import_module(name)
    check_all()


def test_statements_are_found() -> None:
    found = [name for each in stores() for name, _ in calls_in(source_of(import_module(each)))]
    assert len(found) > 100


@pytest.mark.parametrize(
    ("call", "faults"),
    [
        ("database.read(_HOURS, least=1)", []),
        ("database.read_one(_HOURS, leest=1)", ["parameters missing: ['least'], unknown: ['leest']"]),
        ("database.claim(_HOURS)", ["parameters missing: ['least'], unknown: []"]),
        ("unit.add(_FRAGMENT, least=1, most=2)", ["parameters missing: [], unknown: ['most']"]),
        ("database.read(_HOURS, **given)", []),
        ("database.read(_HOURS, most=2, **given)", ["parameters missing: [], unknown: ['most']"]),
        ("found.add(name)", []),
    ],
)
def test_a_misspelt_parameter_is_found(call: str, faults: list[str]) -> None:
    selected = select(bindparam("least", type_=Integer).label("hours"))
    assert faults_in(call, {"_HOURS": Statement(selected, int), "_FRAGMENT": Fragment(selected)}) == faults
