"""The document of a determination: its arithmetic, its clauses in two languages, its own recomputation."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest

from checkin_service.eligibility.model.canonical import canonical, digest
from checkin_service.eligibility.model.facts import Facts
from checkin_service.eligibility.rules import determine
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.voucher.model.vouchers import VoucherKind
from tests.eligibility.builders import (
    ALWAYS_JUDGED,
    CERTIFICATE,
    CLASS,
    FAILED,
    TRAINEE,
    a_policy,
    some_facts,
    some_sessions,
)

AT = datetime(2022, 5, 30, 2, tzinfo=UTC)
BEFORE = UUID("01890000-0000-7000-8000-0000000000d0")


def written(facts: Facts) -> bytes:
    policy = a_policy(facts.voucher_kind)
    heading = Heading(determination_id=new_id(), ordinal=2, supersedes=BEFORE, determined_at=AT)
    cause = Event(
        trainee_id=TRAINEE, event_id=new_id(), type="class.completed", payload={"class_id": str(CLASS)}, occurred_at=AT
    )
    return document_of(heading, facts=facts, policy=policy, determination=determine(facts, policy), cause=cause)


def read(facts: Facts) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(written(facts))
    return document


def test_the_arithmetic_stands_as_written_by_hand() -> None:
    rate = read(some_facts())["criteria"][0]
    assert rate["arithmetic"] == "24/40 >= 3/5"
    below = read(some_facts(sessions=some_sessions(*[True] * 5 + [False] * 5)))["criteria"][0]
    assert below["arithmetic"] == "20/40 < 3/5"


def test_each_criterion_quotes_its_clause_and_speaks_two_languages() -> None:
    document = read(some_facts())
    assert [each["criterion"] for each in document["criteria"]] == ALWAYS_JUDGED
    rate = document["criteria"][0]
    assert rate["basis"]["clause"] == "SX-23"
    assert "60%以上" in rate["basis"]["quote"]
    assert "24/40" in rate["sentence"]["zh"]
    assert "24/40" in rate["sentence"]["en"]


def test_each_session_shows_whether_it_counted_and_on_what_evidence() -> None:
    sessions = some_sessions(True, False, False, doubtful=1)
    shown = read(some_facts(sessions=sessions))["facts"]["sessions"]
    assert [each["credited"] for each in shown] == [True, False, False]
    assert shown[0]["attempt_ids"] == [str(sessions[0].attempt_ids[0])]
    assert shown[1]["doubtful_attempt_ids"] == [str(sessions[1].doubtful_attempt_ids[0])]


def test_the_document_names_moment_authorities_policy_and_what_it_supersedes() -> None:
    document = read(some_facts())
    assert document["authorities"] == {"supervising": "330600", "paying": "330600", "counting": "330600"}
    assert document["determined_at"] == "2022-05-30T02:00:00+00:00"
    assert document["supersedes"] == str(BEFORE)
    keys = [value["key"] for value in document["policy"]["values"]]
    assert keys[:2] == ["eligibility.criteria", "attendance.minimum_percent"]
    assert {"certificate.accepted", "person.any_of", "payment.authority", "class.roster_after"} <= set(keys)


def test_the_outcome_can_be_recomputed_from_the_document_alone() -> None:
    for assessment in (FAILED, None, some_facts().assessment):
        document = read(some_facts(assessment=assessment))
        facts, minimum = document["facts"], document["policy"]["values"][1]["value"]
        credited = sum(each["credited_hours"] for each in facts["sessions"])
        passed = bool(facts["assessment"]) and facts["assessment"]["passed"]
        assert document["eligible"] is (credited * 100 >= minimum * facts["total_hours"] and passed)


def test_every_kind_of_case_finds_its_sentences() -> None:
    for kind in VoucherKind:
        for changes in (
            {},
            {"voucher": None},
            {"assessment": None},
            {"assessment": FAILED},
            {"certificates": (CERTIFICATE,)},
            {"sessions": some_sessions(*[True] * 5 + [False] * 5, doubtful=1)},
            {"sessions": (), "total_hours": 0},
        ):
            document = read(some_facts(voucher_kind=kind, **changes))
            assert all("{" not in each["sentence"]["zh"] for each in document["criteria"])


def test_canonical_json_sorts_keys_and_keeps_chinese() -> None:
    assert canonical({"b": [1, True, None], "a": "甲"}) == '{"a":"甲","b":[1,true,null]}'.encode()


def test_floats_never_enter_a_document() -> None:
    with pytest.raises(TypeError):
        canonical({"rate": [0.6]})


def test_writing_the_parsed_document_again_gives_the_same_bytes() -> None:
    document = written(some_facts(certificates=(CERTIFICATE,)))
    assert canonical(json.loads(document)) == document
    assert digest(document) == sha256(document).digest()
