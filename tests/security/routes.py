"""Every route of the API, as the application has it."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute


def routes_of(app: FastAPI) -> dict[str, APIRoute]:
    """`"POST /v1/check-ins"` → the route, for all routes under /v1."""
    return {
        f"{method} {route.path}": route
        for route in _flat(app.routes)
        for method in sorted(route.methods or ())
        if route.path.startswith("/v1")
    }


def _flat(routes: Any) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif (router := getattr(route, "original_router", None)) is not None:
            yield from _flat(router.routes)
