"""The description of the API (OpenAPI): what FastAPI derives, with every problem, readable names and the licence."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from checkin_service.kit.problem import ProblemKind

_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_REF = "#/components/schemas/"
_PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457, in Chinese with the English beside it. Further members depend on the type.",
    "required": ["type", "title", "status", "detail", "instance", "title_en", "detail_en", "advice", "advice_en"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "status": {"type": "integer"},
        **{
            name: {"type": "string"}
            for name in ("title", "detail", "instance", "title_en", "detail_en", "advice", "advice_en")
        },
    },
    "additionalProperties": True,
}


def operation_id(route: APIRoute) -> str:
    """The name of the handler: one per operation of the whole API, as a test sees to."""
    return route.name


def described(app: FastAPI) -> dict[str, Any]:
    """The document of all routes of `app`."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        routes=app.routes,
        servers=[{"url": "/", "description": "本服务 · this service"}],
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    components = document["components"]
    # What FastAPI would answer to a body that it refuses; ours is a problem like the others.
    for unused in ("HTTPValidationError", "ValidationError"):
        components["schemas"].pop(unused, None)
    components["schemas"]["Problem"] = _PROBLEM
    components["responses"] = {f"Problem{status}": _answer(status) for status in _statuses()}
    problems = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in _statuses()}
    for item in document["paths"].values():
        for operation in (each for method, each in item.items() if method in _METHODS):
            operation["responses"] = {**operation["responses"], **problems}
    return _renamed(document)


def _statuses() -> list[int]:
    return sorted({kind.value.status for kind in ProblemKind})


def _answer(status: int) -> dict[str, Any]:
    kinds = [kind for kind in ProblemKind if kind.value.status == status]
    said = " · ".join(f"{kind.slug}: {kind.value.title.en}" for kind in kinds)
    shown = {"application/problem+json": {"schema": {"$ref": f"{_REF}Problem"}}}
    return {"description": said, "content": shown}


def _renamed(document: dict[str, Any]) -> dict[str, Any]:
    """Where two capabilities use one word, each is named after its capability and not after its module."""
    schemas = document["components"]["schemas"]
    names = {name: _readable(name) for name in schemas}
    if len(set(names.values())) < len(names):
        raise ValueError("two schemas of one capability have the same name")
    # Generators name what they make after the title, where there is one.
    document["components"]["schemas"] = {names[name]: each | {"title": names[name]} for name, each in schemas.items()}
    return dict(_pointing(document, names))


def _readable(name: str) -> str:
    *path, last = name.replace("-", "").split("__")
    # checkin_service, the capability, and where in it.
    return path[1].title().replace("_", "") + last if path else last


def _pointing(node: Any, names: dict[str, str]) -> Any:
    """The same with every reference to a schema under its new name, those of discriminators included."""
    if isinstance(node, dict):
        return {key: _pointing(value, names) for key, value in node.items()}
    if isinstance(node, list):
        return [_pointing(each, names) for each in node]
    if isinstance(node, str) and node.startswith(_REF):
        return _REF + names[node.removeprefix(_REF)]
    return node
