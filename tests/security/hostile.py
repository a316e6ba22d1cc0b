"""Hostile input: bodies that no JSON library would write, and what every refusal must look like."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import httpx
from pydantic_core import to_json

CANARY = "canary7d1f"
"""Stands in what is sent and must not come back."""

NEVER_VALID = {
    "not a number": "NaN",
    "infinity": "Infinity",
    "minus infinity": "-Infinity",
    "beyond doubles": "1e999",
    "five thousand digits": "9" * 5000,
    "NUL": f'"{CANARY}\\u0000"',
    "lone surrogate": f'"{CANARY}\\ud800"',
    "two high surrogates": '"\\ud800\\ud800"',
    "direction override": f'"{CANARY}\\u202e"',
    "escape sequence": f'"{CANARY}\\u001b[2J"',
    "object": f'{{"{CANARY}": 1}}',
    "deep list": "[" * 150 + "]" * 150,
    "deeper than any stack": "[" * 5000,
    "cut off": '"',
}
"""JSON texts that are a valid value of no field at all, except that a password may be any text."""

ODD_BUT_TEXT = {"NUL", "direction override", "escape sequence"}

Path = tuple[str | int, ...]

_MARK = "\u2603 here \u2603"


def with_raw(body: Any, path: Path, raw: str) -> bytes:
    """The body as JSON with the text `raw`, whatever it is, where `path` leads."""
    changed = json.loads(to_json(body))
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = _MARK
    return json.dumps(changed).replace(json.dumps(_MARK), raw).encode()


def leaves(body: Any) -> Iterator[Path]:
    """The paths to every value that is neither object nor list, and to the empty ones."""
    plain = json.loads(to_json(body))
    yield from _leaves(plain, ())


def refused(response: httpx.Response, *statuses: int) -> dict[str, Any]:
    """The problem document, after looking that it is one and tells nothing it must not."""
    assert response.status_code in statuses, (response.status_code, response.text[:500])
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-correlation-id"]
    assert response.headers["cache-control"] == "no-store"
    problem: dict[str, Any] = response.json()
    assert problem["status"] == response.status_code
    assert {"type", "title", "detail", "instance", "title_en", "detail_en", "advice", "advice_en"} <= set(problem)
    assert CANARY not in response.text
    assert "Traceback" not in response.text
    assert "psycopg" not in response.text
    return problem


def _leaves(value: Any, path: Path) -> Iterator[Path]:
    inside: Sequence[tuple[str | int, Any]] = ()
    if isinstance(value, dict):
        inside = list(value.items())
    elif isinstance(value, list):
        inside = list(enumerate(value))
    if not inside:
        yield path
    for step, each in inside:
        yield from _leaves(each, (*path, step))
