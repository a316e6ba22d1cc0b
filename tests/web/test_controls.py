"""Each writing operation of the API has a control on a page, or a reason why not; and each form of a page is known."""

import ast
import inspect
import re
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from checkin_service.app import _ROUTERS
from checkin_service.intake.service.uses import USES
from checkin_service.web import routes

LIST = tomllib.loads(Path(__file__).with_name("controls.toml").read_text(encoding="utf-8"))
WEB = Path(routes.__file__).parent
SCRIPTS = {str(each.relative_to(WEB / "static")): each.read_text() for each in (WEB / "static").rglob("*.js")}


def named_in(function: Callable[..., Any], seen: set[Any]) -> Iterator[FunctionType]:
    """The functions of use cases that a function names, itself or in a function of the pages that it names."""
    function = inspect.unwrap(function)
    if function in seen:
        return
    seen.add(function)
    closed = inspect.getclosurevars(function).nonlocals
    names = {**vars(sys.modules[function.__module__]), **closed}
    for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
        resolved = _resolved(names, node)
        # A page may choose from a table which of several things is done.
        for found in resolved.values() if isinstance(resolved, dict) else [resolved]:
            if isinstance(found, FunctionType) and found.__module__.startswith("checkin_service."):
                if found.__module__.startswith(("checkin_service.web", "checkin_service.intake")):
                    yield from named_in(found, seen)
                yield found


def _resolved(names: dict[str, Any], node: ast.AST) -> object:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and (held := _resolved(names, node.value)) is not None:
        return getattr(held, node.attr, None)
    return None


def posts(routers: list[APIRouter], start: str) -> dict[str, APIRoute]:
    return {
        f"POST {route.path}": route
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute) and "POST" in (route.methods or ()) and route.path.startswith(start)
    }


OPERATIONS = posts(list(_ROUTERS), "/v1/")
PAGES = posts([part.router for part in routes._PARTS], "/")
DONE_BY = {
    name: {each for each in named_in(route.endpoint, set()) if ".service" in each.__module__}
    for name, route in OPERATIONS.items()
}
REACHED = {name: set(named_in(route.endpoint, set())) for name, route in PAGES.items()}
TAKEN_IN = {kind: set(named_in(use.act, set())) for kind, use in USES.items()}


def posts_to(script: str, operation: str) -> bool:
    """Whether a script names the address of an operation otherwise than to read it, whatever it writes for the ids."""
    script = re.sub(r"\bget\([\"`][^\"`]*", "", script)
    path = re.sub(r"\\\{[^}]*\\\}", r"[^\"`/]*", re.escape(operation.split()[1].removeprefix("/v1")))
    return re.search(path + r'["`?]', script) is not None


def test_every_writing_operation_is_in_the_list_once() -> None:
    listed = [name for section in ("page", "table", "script", "without") for name in LIST[section]]
    assert sorted(listed) == sorted(OPERATIONS)


@pytest.mark.parametrize("operation", LIST["page"])
def test_the_page_does_what_the_operation_does(operation: str) -> None:
    assert DONE_BY[operation] & REACHED[LIST["page"][operation]]


@pytest.mark.parametrize("operation", LIST["table"])
def test_the_kind_of_table_does_what_the_operation_does(operation: str) -> None:
    assert DONE_BY[operation] & TAKEN_IN[LIST["table"][operation]]


@pytest.mark.parametrize("operation", LIST["script"])
def test_the_script_posts_to_the_operation(operation: str) -> None:
    assert posts_to(SCRIPTS[LIST["script"][operation]], operation)


@pytest.mark.parametrize("operation", LIST["without"])
def test_what_is_said_to_have_no_control_has_none(operation: str) -> None:
    assert LIST["without"][operation]
    pages = [page for page, reached in REACHED.items() if DONE_BY[operation] & reached]
    scripts = [name for name, script in SCRIPTS.items() if posts_to(script, operation)]
    tables = [kind for kind, reached in TAKEN_IN.items() if DONE_BY[operation] & reached]
    assert pages + scripts + tables == [], "it has a control now: say so in controls.toml"


def test_every_form_of_a_page_is_in_the_list_or_is_the_pages_own() -> None:
    known = {each for name, each in LIST["page"].items()} | set(LIST["own"])
    also = {page for page, reached in REACHED.items() if any(reached & done for done in DONE_BY.values())}
    assert set(PAGES) - also - set(LIST["own"]) == set()
    assert known <= set(PAGES)
    assert set(LIST["own"]) & also == set()


def test_every_address_that_takes_a_form_is_shown_as_a_page_or_named_by_one() -> None:
    text = "\n".join(each.read_text(encoding="utf-8") for kind in ("html", "js") for each in WEB.rglob(f"*.{kind}"))
    shown = {
        route.path
        for part in routes._PARTS
        for route in part.router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    unnamed = [
        path
        for path in (name.split()[1] for name in PAGES)
        if path not in shown and not re.search("[^\\n]{1,60}?".join(map(re.escape, re.split(r"\{\w+\}", path))), text)
    ]
    assert unnamed == []
