"""Rules about codes, card challenges, terminals and offline attempts, without a database."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from checkin_service.checkin.model.attempts import AssertionProof, CodeSource, CodeState, Phase
from checkin_service.checkin.rules.card_challenge import challenge, given_at
from checkin_service.checkin.rules.classroom_code import Recognised, code_of, recognised, window_number
from checkin_service.checkin.rules.code_claim import CodeClaim, opened, signed
from checkin_service.checkin.rules.fixes import usable_fix
from checkin_service.checkin.rules.offline import (
    delivery,
    is_claim_of_then,
    moment_of_claim,
    moment_of_then,
    recognised_then,
)
from checkin_service.checkin.rules.terminals import statement
from checkin_service.checkin.rules.when import clock, missed_hours, time
from checkin_service.checkin.rules.where import location
from checkin_service.kit.base64url import decode, encode
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from tests.building.policies import with_values
from tests.checkin.builders import ENDS_AT, SITE, STARTS_AT, a_case, a_sighting, evidence_of

KEY = b"a key of thirty-two bytes for us"
OTHER_KEY = b"another key of thirty-two bytes!"
SESSION, TERMINAL, ATTEMPT = UUID(int=1), UUID(int=6), UUID(int=7)
GIVEN = {"terminal_id": TERMINAL, "attempt_id": ATTEMPT, "session_id": SESSION}
NOW = STARTS_AT + timedelta(milliseconds=250)
NOTE, DOUBT, FAIL, PASS = Outcome.NOTE, Outcome.DOUBT, Outcome.FAIL, Outcome.PASS


def test_a_card_challenge_tells_the_moment_it_was_given() -> None:
    assert given_at(KEY, challenge(KEY, **GIVEN, at=NOW), **GIVEN) == NOW


@pytest.mark.parametrize("of", ["terminal_id", "attempt_id", "session_id"])
def test_a_card_challenge_serves_one_attempt_at_one_terminal_for_one_session(of: str) -> None:
    assert given_at(KEY, challenge(KEY, **GIVEN, at=NOW), **GIVEN | {of: UUID(int=99)}) is None


def test_a_card_challenge_of_another_key_or_another_moment_is_not_ours() -> None:
    text = challenge(KEY, **GIVEN, at=NOW)
    mark = decode(text)[8:]
    later = encode(round((NOW + timedelta(seconds=9)).timestamp() * 1000).to_bytes(8) + mark)
    assert given_at(OTHER_KEY, text, **GIVEN) is None
    assert given_at(KEY, later, **GIVEN) is None


@pytest.mark.parametrize("text", ["", "AAAA", "not base64url!"])
def test_what_is_no_card_challenge_at_all_is_not_ours(text: str) -> None:
    assert given_at(KEY, text, **GIVEN) is None


WINDOW = 177_242_400


def test_a_classroom_code_has_six_digits_and_is_the_same_for_everybody_in_its_window() -> None:
    codes = [code_of(KEY, SESSION, window) for window in range(WINDOW, WINDOW + 200)]
    assert all(len(code) == 6 and code.isdecimal() for code in codes)
    assert code_of(KEY, SESSION, WINDOW) == codes[0]
    assert len(set(codes)) > 190


def test_a_classroom_code_differs_by_key_session_and_screen() -> None:
    codes = {
        code_of(KEY, SESSION, WINDOW),
        code_of(OTHER_KEY, SESSION, WINDOW),
        code_of(KEY, UUID(int=2), WINDOW),
        code_of(KEY, SESSION, WINDOW, CodeSource.REMOTE_DISPLAY),
    }
    assert len(codes) == 4


@pytest.mark.parametrize("source", [CodeSource.DISPLAY, CodeSource.REMOTE_DISPLAY])
@pytest.mark.parametrize(("age", "is_accepted"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_code_is_recognised_in_its_accepted_windows_and_tells_its_screen(
    source: CodeSource, age: int, *, is_accepted: bool
) -> None:
    found = recognised(KEY, SESSION, code_of(KEY, SESSION, WINDOW - age, source), now_window=WINDOW, accepted=2)
    assert found == (Recognised(window=WINDOW - age, source=source) if is_accepted else None)


@pytest.mark.parametrize("typed", ["", "12345", "１２３４５６", "abcdef"])
def test_what_is_no_code_is_not_recognised(typed: str) -> None:
    assert recognised(KEY, SESSION, typed, now_window=WINDOW, accepted=2) is None


CLAIM = CodeClaim(
    claim_id=UUID(int=10),
    trainee_id=UUID(int=5),
    device_id=UUID(int=8),
    session_id=SESSION,
    claimed_at=NOW,
    source=CodeSource.REMOTE_DISPLAY,
)


@pytest.mark.parametrize("source", CodeSource)
def test_a_code_claim_comes_back_as_it_was_signed(source: CodeSource) -> None:
    claim = replace(CLAIM, source=source)
    assert opened(KEY, signed(KEY, claim)) == claim


def test_a_code_claim_that_we_did_not_sign_is_none() -> None:
    changed = bytearray(decode(signed(KEY, CLAIM)))
    changed[20] ^= 1
    assert opened(OTHER_KEY, signed(KEY, CLAIM)) is None
    assert opened(KEY, encode(bytes(changed))) is None
    assert opened(KEY, "not base64url!") is None


@pytest.mark.parametrize(
    ("changes", "is_of"),
    [
        ({}, True),
        ({"trainee_id": UUID(int=99)}, False),
        ({"device_id": None}, False),
        ({"session_id": UUID(int=99)}, False),
    ],
)
def test_a_code_claim_serves_its_person_on_their_device_for_its_session(
    changes: dict[str, Any], *, is_of: bool
) -> None:
    asked = {"trainee_id": CLAIM.trainee_id, "device_id": CLAIM.device_id, "session_id": SESSION}
    assert CLAIM.is_of(**asked | changes) is is_of


@pytest.mark.parametrize(("ahead_s", "is_found"), [(0, True), (300, True), (-300, True), (310, False), (-310, False)])
def test_an_offline_code_is_found_as_far_from_the_claim_as_clocks_may_differ(
    policy: PolicyView, ahead_s: int, *, is_found: bool
) -> None:
    window = window_number(STARTS_AT, 10)
    found = recognised_then(
        KEY, SESSION, code_of(KEY, SESSION, window), claimed_at=STARTS_AT + timedelta(seconds=ahead_s), policy=policy
    )
    assert found == (Recognised(window=window, source=CodeSource.DISPLAY) if is_found else None)


@pytest.mark.parametrize(("claimed_s", "kept_s"), [(-40, 0), (0, 0), (7, 7), (20, 20), (40, 20)])
def test_an_offline_claim_is_kept_within_the_time_its_code_was_accepted(
    policy: PolicyView, claimed_s: int, kept_s: int
) -> None:
    claimed_at = STARTS_AT + timedelta(seconds=claimed_s)
    moment = moment_of_then(window_number(STARTS_AT, 10), claimed_at=claimed_at, policy=policy)
    assert moment == STARTS_AT + timedelta(seconds=kept_s)


@pytest.mark.parametrize(
    ("made_s", "is_then", "kept_s"),
    [(-400, False, 0), (-200, True, 0), (60, True, 60), (400, True, 180), (700, False, 180)],
)
def test_an_offline_attempt_with_a_claim_is_judged_within_the_life_of_the_claim(
    policy: PolicyView, made_s: int, kept_s: int, *, is_then: bool
) -> None:
    made_at = STARTS_AT + timedelta(seconds=made_s)
    assert is_claim_of_then(STARTS_AT, made_at=made_at, policy=policy) is is_then
    assert moment_of_claim(STARTS_AT, made_at=made_at, policy=policy) == STARTS_AT + timedelta(seconds=kept_s)


def told(found: Finding) -> tuple[Any, ...]:
    return found.outcome, found.reason, found.measured, found.limit, found.unit


@pytest.mark.parametrize(
    ("hours", "bracketed_at", "expected"),
    [
        (24, STARTS_AT, (NOTE, "offline_bracketed", 24.0, 24, "h")),
        (2, None, (DOUBT, "offline_not_bracketed", 2.0, 24, "h")),
        (24.5, STARTS_AT, (DOUBT, "offline_too_old", 24.5, 24, "h")),
        (24.5, None, (DOUBT, "offline_too_old", 24.5, 24, "h")),
    ],
)
def test_an_offline_attempt_is_noted_when_bracketed_and_delivered_within_a_day(
    policy: PolicyView, hours: float, bracketed_at: datetime | None, expected: tuple[Any, ...]
) -> None:
    received_at = STARTS_AT + timedelta(hours=hours)
    late = evidence_of(is_offline=True, captured_at=STARTS_AT, received_at=received_at, bracketed_at=bracketed_at)
    (found,) = delivery(a_case(late), policy)
    assert told(found) == expected
    assert found.basis == policy.value("offline.received_within_h").basis


def test_there_is_nothing_to_say_of_the_delivery_of_an_attempt_made_with_a_network(policy: PolicyView) -> None:
    assert not list(delivery(a_case(), policy))


def of_a_terminal(policy: PolicyView, **changes: Any) -> list[tuple[Any, ...]]:
    proof = AssertionProof(**{"kind": ProofKind.CARD_PIN, "fault": None, "took_s": 12.0, "clock_ahead_s": 0} | changes)
    return [told(each) for each in statement(a_case(evidence_of(proof_kind=proof.kind, proof=proof)), policy)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"took_s": 5.0}, []),
        ({"took_s": 4.9}, [(DOUBT, "terminal_too_fast", 4.9, 5, "s")]),
        ({"took_s": None}, [(DOUBT, "terminal_without_challenge", None, None, None)]),
        ({"is_confirmed": False}, [(DOUBT, "terminal_not_confirmed", None, None, None)]),
        ({"is_away": True}, [(DOUBT, "terminal_away", None, None, None)]),
        ({"clock_ahead_s": None}, []),
        ({"clock_ahead_s": 120}, []),
        ({"clock_ahead_s": -121}, [(NOTE, "terminal_clock_differs", -121, 120, "s")]),
        ({"took_s": 1.0, "fault": "not_fresh"}, []),
        ({"took_s": 1.0, "kind": ProofKind.E_CARD}, []),
    ],
)
def test_a_terminals_statement_takes_the_time_of_a_card_and_a_pin(
    policy: PolicyView, changes: dict[str, Any], expected: list[tuple[Any, ...]]
) -> None:
    assert of_a_terminal(policy, **changes) == expected


def test_a_pin_on_a_phone_says_nothing_of_a_terminal(policy: PolicyView) -> None:
    assert not list(statement(a_case(), policy))


def arriving(minutes: int, **changes: Any) -> Any:
    return a_case(evidence_of(received_at=STARTS_AT + timedelta(minutes=minutes), **changes))


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(15, ("in_time", PASS)), (16, ("late", NOTE)), (150, ("late", NOTE)), (151, ("too_late", FAIL))],
)
def test_where_hours_count_one_by_one_a_late_arrival_is_noted_until_the_last_hour_is_lost(
    policy: PolicyView, minutes: int, expected: tuple[str, Outcome]
) -> None:
    rules = with_values(policy, {"attendance.credit": "per_hour"})
    (found,) = time(arriving(minutes), rules)
    assert (found.reason, found.outcome) == expected


def test_a_late_arrival_is_told_with_the_hours_it_costs(policy: PolicyView) -> None:
    (found,) = time(arriving(61), with_values(policy, {"attendance.credit": "per_hour"}))
    assert told(found) == (NOTE, "late", 2, 4, "class hour")
    assert found.basis == policy.value("attendance.credit").basis


def test_who_exchanged_the_code_in_time_is_not_late_however_slow_the_fix(policy: PolicyView) -> None:
    slow = arriving(40, code_claimed_at=STARTS_AT + timedelta(minutes=10))
    assert [each.reason for each in time(slow, policy)] == ["in_time"]
    assert missed_hours(slow, policy) == 0


@pytest.mark.parametrize(("minutes", "hours"), [(30, 0), (31, 4)])
def test_a_departure_costs_no_hours_unless_its_window_has_closed(policy: PolicyView, minutes: int, hours: int) -> None:
    leaving = evidence_of(phase=Phase.OUT, received_at=ENDS_AT + timedelta(minutes=minutes))
    assert missed_hours(a_case(leaving), policy) == hours


def test_the_clock_of_an_offline_phone_is_not_compared_with_the_receipt(policy: PolicyView) -> None:
    changes = {"captured_at": STARTS_AT, "received_at": STARTS_AT + timedelta(hours=3)}
    assert not list(clock(a_case(evidence_of(**changes, is_offline=True)), policy))
    assert [each.measured for each in clock(a_case(evidence_of(**changes)), policy)] == [-10_800]


@pytest.mark.parametrize(
    ("age_s", "code", "expected"),
    [
        (120.0, CodeState.ABSENT, (PASS, "inside")),
        (121.0, CodeState.ABSENT, (DOUBT, "fix_too_old")),
        (-121.0, CodeState.ABSENT, (DOUBT, "fix_too_old")),
        (121.0, CodeState.VALID, (NOTE, "fix_too_old_but_code")),
    ],
)
def test_a_fix_measured_too_long_before_it_was_sent_counts_as_none(
    policy: PolicyView, age_s: float, code: CodeState, expected: tuple[Outcome, str]
) -> None:
    (found,) = location(a_case(evidence_of(fix_age_s=age_s, code=code)), policy)
    assert (found.outcome, found.reason) == expected


def test_there_is_a_usable_fix_only_where_something_was_measured(policy: PolicyView) -> None:
    fix = usable_fix(a_sighting(), policy)
    assert fix is not None
    assert (fix.position, fix.accuracy_m) == (SITE, 12.0)
    assert usable_fix(None, policy) is None
    assert usable_fix(a_sighting(accuracy_m=None), policy) is None
