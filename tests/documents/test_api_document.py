"""The API manual is true: every endpoint is in it, every example is one that the service would take."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.routing import Match

from checkin_service.access.schemas import Base64UrlBytes
from checkin_service.access.signatures import is_public_key, is_signed
from checkin_service.app import _ROUTERS
from checkin_service.kit.problem import ProblemKind

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
ROUTES = [route for router in _ROUTERS for route in router.routes if isinstance(route, APIRoute)]
CALLS = re.findall(r"^(get|post) '?(/v1/[^\s']+)'?(?: '(\{.*?\})')?$", MANUAL, re.MULTILINE | re.DOTALL)


def route_of(method: str, path: str) -> APIRoute:
    scope = {"type": "http", "method": method.upper(), "path": path, "headers": []}
    (route,) = [route for route in ROUTES if route.matches(scope)[0] is Match.FULL]
    return route


def name_of(route: APIRoute) -> str:
    return f"{' '.join(route.methods or ())} {route.path}"


@pytest.mark.parametrize(("method", "address", "body"), CALLS, ids=[f"{method} {path}" for method, path, _ in CALLS])
def test_an_example_would_be_taken(method: str, address: str, body: str) -> None:
    parts = urlsplit(address)
    route = route_of(method, parts.path)
    known = {
        field.alias
        for dependant in (route.dependant, *route.dependant.dependencies)
        for field in dependant.query_params
    }
    assert set(parse_qs(parts.query)) <= known
    expected = route.dependant.body_params
    if expected:
        form: Any = expected[0].field_info.annotation
        TypeAdapter(form).validate_json(body)
    else:
        assert json.loads(body or "{}") == {}


def test_every_endpoint_has_an_example() -> None:
    shown = {name_of(route_of(method, urlsplit(address).path)) for method, address, _ in CALLS}
    assert {name_of(route) for route in ROUTES} == shown


def test_every_problem_is_listed() -> None:
    slugs = {kind.slug for kind in ProblemKind} - {"internal"}
    listed = set(re.findall(r"`([a-z-]+)`", MANUAL.partition("| status |")[2].partition("## Signing in")[0]))
    assert slugs <= listed


def test_the_signature_in_the_manual_is_what_the_service_takes() -> None:
    (program,) = re.findall(r"^```python\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(program, names)  # noqa: S102 - the manual's own few lines
    decode = TypeAdapter(Base64UrlBytes).validate_python
    public_key, signature = decode(names["public_key"]), decode(names["signature"]("some-nonce"))
    assert is_public_key(public_key)
    assert is_signed(b"some-nonce", public_key=public_key, signature=signature)
