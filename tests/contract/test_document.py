"""The document of the API: readable names, each once, and every answer that an operation can give."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from checkin_service.kit.http.contract import described

PROBLEMS = {"401", "403", "404", "409", "413", "415", "422", "429", "500", "503"}


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return described(app)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        yield from ((f"{method.upper()} {path}", operation) for method, operation in item.items())


def test_every_operation_says_every_problem_as_problem_json(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert set(operation["responses"]) >= PROBLEMS, name
        assert all(
            operation["responses"][status]["$ref"] == f"#/components/responses/Problem{status}" for status in PROBLEMS
        )
    for status in PROBLEMS:
        content = document["components"]["responses"][f"Problem{status}"]["content"]
        assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}


def test_operations_are_called_by_words_each_once(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(set(ids)) == len(ids)
    assert [each for each in ids if not re.fullmatch(r"[a-z]+(_[a-z]+){0,6}", each)] == []


def test_schemas_are_called_by_names_of_their_own_and_titled_so(document: dict[str, Any]) -> None:
    """Generators take the title for the name of what they make: two of one title lose one of them."""
    schemas = document["components"]["schemas"]
    assert [name for name in schemas if not re.fullmatch(r"[A-Z][A-Za-z0-9]+", name)] == []
    assert {name: each["title"] for name, each in schemas.items()} == {name: name for name in schemas}


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    components = document["components"]
    for reference in references(document):
        _, _, kind, name = reference.split("/")
        assert name in components[kind], reference


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def test_it_says_where_it_is_served_and_under_which_licence(document: dict[str, Any]) -> None:
    assert document["servers"][0]["url"] == "/"
    assert document["info"]["license"]["identifier"] == "Apache-2.0"
    assert document["openapi"].startswith("3.1")
