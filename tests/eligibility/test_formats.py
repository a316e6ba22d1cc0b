"""Documents of the first format stay recomputable by the rules that they were made by."""

from datetime import UTC, datetime
from json import loads
from typing import Any

import pytest

from checkin_service.eligibility.model.facts import Facts
from checkin_service.eligibility.rules import determine, recompute
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.eligibility.words.reading import facts_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.voucher.model.persons import PersonFile
from checkin_service.voucher.model.vouchers import VoucherKind
from tests.eligibility.builders import CERTIFICATE, FAILED, TRAINEE, a_policy, a_used_voucher, some_facts

AT = datetime(2022, 5, 30, 2, tzinfo=UTC)


def written(facts: Facts) -> dict[str, Any]:
    policy = a_policy(facts.voucher_kind)
    heading = Heading(determination_id=new_id(), ordinal=1, supersedes=None, determined_at=AT)
    cause = Event(trainee_id=TRAINEE, event_id=new_id(), type="class.completed", payload={}, occurred_at=AT)
    made = determine(facts, policy)
    document: dict[str, Any] = loads(document_of(heading, facts=facts, policy=policy, determination=made, cause=cause))
    return document


def as_first_format(document: dict[str, Any]) -> dict[str, Any]:
    """The same as it was written then: without what nobody could say yet."""
    facts = {name: value for name, value in document["facts"].items() if name != "desk_decisions"}
    facts["person"] = {name: value for name, value in facts["person"].items() if name != "examined"}
    return document | {"format": "eligibility-determination/1", "facts": facts}


def test_what_fitted_then_fits_today() -> None:
    facts = some_facts()
    document = as_first_format(written(facts))
    assert recompute.faults_of(document) == []
    assert facts_of(document) == facts


def test_a_denial_listed_payments_then_and_lists_none_today() -> None:
    document = written(some_facts(assessment=FAILED))
    assert (document["payments"], recompute.faults_of(document)) == ([], [])
    would_pay = {"payments": [{"leg": "training", "authority_code": "330600", "amount_fen": 120_000}]}
    would_pay["payments"][0]["payee"] = document["payee"]
    assert recompute.faults_of(as_first_format(document) | would_pay) == []
    assert recompute.faults_of(document | would_pay) != []
    assert recompute.faults_of(as_first_format(document)) != []


def as_noted(document: dict[str, Any]) -> dict[str, Any]:
    """What nobody checked was a note, and decided nothing."""
    old = as_first_format(document)
    conditions = [
        each | {"outcome": "note"} if each["reason"] == "not_checked" else each
        for each in old["facts"]["person"]["conditions"]
    ]
    old["facts"]["person"] = old["facts"]["person"] | {"conditions": conditions}
    noted = {"person_conditions": "person_not_checked", "payer": "payer_unknown"}
    criteria = [
        each | {"outcome": "note", "measured": None} if each["reason"] == noted.get(each["criterion"]) else each
        for each in old["criteria"]
    ]
    return old | {"criteria": criteria, "outcome": "eligible", "eligible": True, "amount_fen": 120_000}


@pytest.mark.parametrize("kind", list(VoucherKind))
def test_what_nobody_had_checked_was_a_note_then_and_is_a_doubt_today(kind: VoucherKind) -> None:
    facts = some_facts(
        voucher_kind=kind, voucher=a_used_voucher(kind=kind), certificates=(CERTIFICATE,), person=PersonFile()
    )
    document = written(facts)
    assert (document["outcome"], recompute.faults_of(document)) == ("doubtful", [])
    then = as_noted(document)
    assert recompute.faults_of(then) == []
    assert recompute.faults_of(then | {"format": document["format"]}) != []
