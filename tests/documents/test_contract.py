"""The description of the API: every answer of every operation, under names that a generated client can bear."""

import re
from typing import Any

import pytest
from fastapi import FastAPI

from checkin_service.kit.http.contract import described

Json = dict[str, Any]


@pytest.fixture(scope="module")
def contract(app: FastAPI) -> Json:
    return described(app)


def operations(contract: Json) -> list[Json]:
    return [operation for item in contract["paths"].values() for operation in item.values()]


def references(node: Any) -> set[str]:
    if isinstance(node, dict):
        return set().union(*(references(each) for each in node.values()), set())
    if isinstance(node, list):
        return set().union(*(references(each) for each in node), set())
    return {node} if isinstance(node, str) and node.startswith("#/components/") else set()


def test_every_operation_answers_every_problem_as_problem_json(contract: Json) -> None:
    statuses = {"401", "403", "404", "409", "413", "415", "422", "429", "500", "503"}
    assert operations(contract)
    for operation in operations(contract):
        assert statuses <= set(operation["responses"]), operation["operationId"]
    for answer in contract["components"]["responses"].values():
        assert list(answer["content"]) == ["application/problem+json"]


def test_operations_and_schemas_have_short_names_of_their_own(contract: Json) -> None:
    ids = [operation["operationId"] for operation in operations(contract)]
    assert len(ids) == len(set(ids))
    assert [each for each in ids if not re.fullmatch("[a-z][a-z_]+", each)] == []
    assert [each for each in contract["components"]["schemas"] if not re.fullmatch("[A-Z][A-Za-z0-9]+", each)] == []


def test_every_reference_leads_somewhere(contract: Json) -> None:
    for each in references(contract):
        _, _, kind, name = each.split("/")
        assert name in contract["components"][kind]


def test_it_says_where_the_service_is_and_under_which_licence(contract: Json) -> None:
    assert contract["servers"][0]["url"] == "/"
    assert contract["info"]["license"]["identifier"] == "Apache-2.0"


async def test_a_problem_is_of_the_shape_described(contract: Json, client: Any) -> None:
    document = (await client.get("/v1/me")).json()
    problem = contract["components"]["schemas"]["Problem"]
    assert set(problem["required"]) <= set(document)
    assert {name: type(document[name]) for name in problem["required"]} == {
        name: int if name == "status" else str for name in problem["required"]
    }
