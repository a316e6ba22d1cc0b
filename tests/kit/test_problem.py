"""Problem documents: RFC 9457, in two languages, one entry per kind."""

from typing import Any

import pytest
from starlette.requests import Request

from checkin_service.kit.http.problems import problem_answer
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.words import Words

KINDS = pytest.mark.parametrize("kind", ProblemKind)


def a_request(**scope: Any) -> Request:
    return Request({"type": "http", "method": "GET", "path": "/v1/x/330602199001011236", "headers": [], **scope})


@KINDS
def test_every_kind_says_what_happened_and_what_to_do_in_both_languages(kind: ProblemKind) -> None:
    document = Problem(kind).document("/v1/classes")
    assert document["type"] == f"/problems/{kind.name.lower().replace('_', '-')}"
    assert 400 <= document["status"] < 600
    for name in ("title", "detail", "advice"):
        assert any("\u4e00" <= each <= "\u9fff" for each in document[name])
        assert document[f"{name}_en"].isascii()


def test_kinds_are_told_apart_by_their_type() -> None:
    assert len({kind.slug for kind in ProblemKind}) == len(ProblemKind)
    # Equal values would make one kind an alias of another.
    assert len(ProblemKind) == len(ProblemKind.__members__)


def test_the_detail_says_more_than_the_title() -> None:
    document = Problem(ProblemKind.RULE_REFUSED, Words("半径过大。", "The radius is too large.")).document("/")
    assert (document["detail"], document["detail_en"]) == ("半径过大。", "The radius is too large.")


def test_further_fields_stand_beside_the_standard_ones() -> None:
    assert Problem(ProblemKind.CONSENT_REQUIRED, fields={"purpose": "face"}).document("/")["purpose"] == "face"


def test_what_is_not_ones_own_does_not_exist() -> None:
    assert not_found().kind is ProblemKind.NOT_FOUND
    assert str(not_found()) == "not-found: Not found"


def test_an_answer_names_the_route_and_never_the_path() -> None:
    class Route:
        path = "/v1/x/{number}"

    assert b'"instance":"/v1/x/{number}"' in problem_answer(a_request(route=Route()), not_found()).body
    unmatched = problem_answer(a_request(), not_found())
    assert b'"instance":"/"' in unmatched.body
    assert b"330602" not in bytes(unmatched.body)


@pytest.mark.parametrize("path", ["", "*", "/"])
def test_an_odd_path_makes_no_second_problem(path: str) -> None:
    assert problem_answer(a_request(path=path), not_found()).status_code == 404


def test_who_must_wait_is_told_how_long() -> None:
    answer = problem_answer(a_request(), Problem(ProblemKind.BUSY, retry_after_s=2))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")


def test_another_status_is_told_alike_in_head_and_body() -> None:
    answer = problem_answer(a_request(), not_found(), status=405, headers={"Allow": "GET"})
    assert answer.status_code == 405
    assert b'"status":405' in answer.body
    assert answer.headers["allow"] == "GET"


def test_no_cache_keeps_an_answer() -> None:
    assert problem_answer(a_request(), not_found()).headers["cache-control"] == "no-store"
