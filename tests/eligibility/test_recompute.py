"""The offline verifier comes to the same outcome from the document alone, and finds every change to it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin_service.eligibility.model.canonical import canonical
from checkin_service.eligibility.model.facts import Facts
from checkin_service.eligibility.model.payments import MixedFact
from checkin_service.eligibility.rules import determine, recompute
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.eligibility.words.reading import facts_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from checkin_service.policy.keys.people import CONDITIONS
from checkin_service.recordings.model import Tally
from checkin_service.voucher.model.persons import FactKind, PersonFact, PersonFile
from checkin_service.voucher.model.vouchers import VoucherKind, VoucherState
from tests.eligibility.builders import (
    CERTIFICATE,
    ENTERPRISE,
    FAILED,
    PASSED,
    SUBSIDY_FEN,
    TRAINEE,
    a_payment,
    a_policy,
    a_used_voucher,
    shared_teaching,
    some_facts,
    some_sessions,
)

AT = datetime(2022, 5, 30, 2, tzinfo=UTC)


def written(facts: Facts, jurisdiction: str = "330600") -> bytes:
    policy = a_policy(facts.voucher_kind, jurisdiction)
    return document_of(
        Heading(determination_id=new_id(), ordinal=1, supersedes=None, determined_at=AT),
        facts=facts,
        policy=policy,
        determination=determine(facts, policy),
        cause=Event(trainee_id=TRAINEE, event_id=new_id(), type="class.completed", payload={}, occurred_at=AT),
    )


def faults(content: bytes) -> list[str]:
    (checked,) = recompute.check(content)
    return list(checked.faults)


some_kind = st.sampled_from(VoucherKind)
any_fact = st.builds(
    PersonFact,
    kind=st.sampled_from(FactKind),
    since=st.dates(date(2015, 1, 1), date(2023, 1, 1)),
    source=st.just("人社数据比对"),
    place=st.sampled_from([None, "330602", "330100", "340100", "370102"]),
)
any_person = st.builds(
    lambda facts, asked, declared: PersonFile(
        facts=tuple(facts), asked=frozenset(asked) | {fact.kind for fact in facts}, declared=frozenset(declared)
    ),
    st.lists(any_fact, max_size=6),
    st.lists(st.sampled_from(FactKind)),
    st.lists(st.sampled_from(CONDITIONS)),
)
any_money = st.builds(
    lambda teaching, enterprise, mixed, legs: {
        "teaching": teaching,
        "enterprise_id": enterprise,
        "mixed": mixed,
        "set_aside": tuple(legs),
        "subsidy_fen": sum(leg.amount_fen for leg in legs) or SUBSIDY_FEN,
    },
    st.builds(shared_teaching, st.integers(1, 99)) | st.just(()),
    st.sampled_from([None, ENTERPRISE]),
    st.none()
    | st.builds(
        MixedFact,
        theory_passed=st.sampled_from([True, False, None]),
        practice_passed=st.sampled_from([True, False, None]),
    ),
    st.sampled_from(
        [
            [],
            [a_payment("training", 100)],
            [a_payment("online", 33), a_payment("training", 67)],
            [a_payment("assessment", 20, payee=f"trainee:{TRAINEE}"), a_payment("training", 1)],
            [a_payment("living", 5, authority_code="330602"), a_payment("training", 90, authority_code="330602")],
        ]
    ),
)
any_facts = st.builds(
    lambda kind, credited, doubtful, assessment, certified, voucher, person, opened, recorded, money: some_facts(
        voucher_kind=kind,
        sessions=some_sessions(*credited, doubtful=doubtful),
        assessment=assessment,
        certificates=(CERTIFICATE,) if certified else (),
        voucher=voucher,
        person=person,
        opened_at=opened,
        registered_at=AT,
        recordings=recorded,
        **money,
    ),
    some_kind,
    st.lists(st.booleans(), max_size=12),
    st.integers(0, 3),
    st.sampled_from([PASSED, FAILED, None]),
    st.booleans(),
    st.sampled_from(
        [a_used_voucher(), a_used_voucher(class_id=None), a_used_voucher(state=VoucherState.ACTIVATED), None]
    ),
    any_person,
    st.sampled_from([None, AT - timedelta(days=40), AT]),
    st.sampled_from([None, Tally(kept=0, lessons=0), Tally(kept=12, lessons=14), Tally(kept=14, lessons=14)]),
    any_money,
)


@given(any_facts, st.sampled_from(["330600", "330602", "340000", "350000", "370000"]))
def test_service_and_verifier_agree_about_everybody_everywhere(facts: Facts, jurisdiction: str) -> None:
    assert faults(written(facts, jurisdiction)) == []


@given(any_facts, st.sampled_from(["330600", "340000", "350000", "370000"]))
def test_the_facts_are_read_back_from_the_document(facts: Facts, jurisdiction: str) -> None:
    assert facts_of(json.loads(written(facts, jurisdiction))) == facts


def an_answer(document: bytes) -> dict[str, Any]:
    content = json.loads(document)
    names = ("determination_id", "trainee_id", "class_id", "ordinal", "outcome", "eligible")
    return {name: content[name] for name in names} | {
        "document": content,
        "document_sha256": sha256(document).hexdigest(),
    }


def test_an_answer_of_the_service_is_checked_against_its_digest() -> None:
    answer = an_answer(written(some_facts()))
    page = {"determinations": [answer, answer], "next_cursor": None}
    assert [each.faults for each in recompute.check(json.dumps(page).encode())] == [(), ()]


def test_a_changed_answer_is_found_by_its_digest_alone() -> None:
    answer = an_answer(written(some_facts()))
    answer["document"]["facts"]["sessions"][0]["starts_at"] = "2022-05-10T01:00:00+00:00"
    (fault,) = faults(json.dumps(answer).encode())
    assert "digest" in fault


def test_an_answer_that_says_other_than_its_document_is_found() -> None:
    answer = an_answer(written(some_facts()))
    answer["outcome"] = "not_eligible"
    assert faults(json.dumps(answer).encode()) == ["outcome differs between answer and document"]


def _changes() -> Iterator[tuple[str, Any]]:
    """Whatever somebody might change in favour of a person or an institution, or against them."""
    yield "an hour credited", lambda d: d["facts"]["sessions"][9].update(credited_hours=4, credited=True)
    yield "a credit without evidence", lambda d: d["facts"]["sessions"][0].update(attempt_ids=[])
    yield "more than the session has", lambda d: d["facts"]["sessions"][0].update(credited_hours=5)
    yield "called credited", lambda d: d["facts"]["sessions"][9].update(credited=True)
    yield "a session left out", lambda d: d["facts"]["sessions"].pop()
    yield "a session twice", lambda d: d["facts"]["sessions"].append(d["facts"]["sessions"][0])
    yield "the total", lambda d: d["facts"].update(total_hours=20)
    yield "the sum", lambda d: d["facts"].update(credited_hours=40)
    yield "hours under review", lambda d: d["facts"].update(hours_under_review=4)
    yield "the outcome", lambda d: d.update(outcome="not_eligible")
    yield "the money", lambda d: d.update(amount_fen=999_999)
    yield "a payment", lambda d: d["payments"][0].update(payee="institution:somebody-else")
    yield "an amount", lambda d: d["payments"][0].update(amount_fen=1)
    yield "the payee", lambda d: d.update(payee="institution:somebody-else")
    yield "the limit", lambda d: d["policy"]["values"][1].update(value=10)
    yield "the criteria asked for", lambda d: d["policy"]["values"][0].update(value=["certificate"])
    yield "the arithmetic", lambda d: d["criteria"][0].update(arithmetic="40/40 >= 3/5")
    yield "a criterion left out", lambda d: d["criteria"].pop()
    yield "the assessment", lambda d: d["facts"]["assessment"].update(passed=False)
    yield "the clause", lambda d: d["criteria"][0]["basis"].update(clause="SX-99")
    yield "a remedy against nothing", lambda d: d["remedies"].append({"kind": "appeal", "until": "2022-06-30"})
    yield "the format", lambda d: d.update(format="another/1")
    yield "something missing", lambda d: d["facts"].pop("voucher")


@pytest.mark.parametrize("change", [pytest.param(change, id=name) for name, change in _changes()])
def test_a_tampered_document_is_found_even_without_its_digest(change: Any) -> None:
    document = json.loads(written(some_facts()))
    change(document)
    assert faults(canonical(document))


def test_a_remedy_cut_short_is_found() -> None:
    document = json.loads(written(some_facts(assessment=FAILED)))
    document["remedies"][0]["until"] = document["served_on"]
    assert faults(canonical(document)) == ["a remedy ends before it begins"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"a":1,"a":2}', b'{"a":0.5}', b"\xff", b'{"document":{}}'])
def test_what_is_no_document_is_said_to_be_none(content: bytes) -> None:
    assert faults(content)


def test_another_way_to_write_the_same_document_is_found() -> None:
    spaced = json.dumps(json.loads(written(some_facts())), ensure_ascii=False).encode()
    (fault,) = faults(spaced)
    assert "digest" in fault


def test_the_folder_alone_checks_documents_without_the_service(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_bytes(written(some_facts()) + b"\n")
    bad.write_bytes(written(some_facts()).replace(b'"amount_fen":120000', b'"amount_fen":120001'))
    copied = shutil.copytree(Path(recompute.__file__).parent, tmp_path / "elsewhere" / "recompute")
    command = [sys.executable, "-m", "recompute"]
    told = subprocess.run([*command, str(good)], cwd=copied.parent, capture_output=True, text=True, check=False)
    assert told.returncode == 0
    assert "recomputed, correct" in told.stdout
    again = subprocess.run([*command, str(good), str(bad)], cwd=copied.parent, capture_output=True, check=False)
    assert again.returncode == 1
