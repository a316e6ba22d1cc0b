"""Sign-ins on the national platform's word: what they credit, and that they are never mixed with our own evidence."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from checkin_service.checkin.model import Phase
from checkin_service.checkin.rules.asserted import AssertedFacts, completes_by_assertion, judge_asserted
from checkin_service.checkin.words import SAID
from checkin_service.kit.verdict import Decision
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery
from tests.builders import STARTS_AT, a_session, a_trainee, evidence_of, finding


def asserted(*phases: Phase, place_agrees: bool | None = True) -> AssertedFacts:
    return AssertedFacts(phases=frozenset(phases), place_agrees=place_agrees)


def an_assertion(**changes: Any) -> Any:
    return evidence_of(**{"position": None, "accuracy_m": None, "confidence": None} | changes)


def uncounted(policy: PolicyView) -> PolicyView:
    """The same rules where the platform's word counts nothing."""
    other = replace(policy)
    value = policy.value("attendance.counted_modes")
    other._found["attendance.counted_modes", None] = replace(value, value=("located", "scanned"))
    return other


def test_the_platforms_word_is_enough_where_policy_counts_it(policy: PolicyView) -> None:
    session = a_session()
    verdict = judge_asserted(an_assertion(), session, a_trainee(), asserted(), policy)
    assert verdict.decision is Decision.ACCEPTED
    assert finding(verdict, "location").reason == "asserted_place"
    assert completes_by_assertion(verdict, Phase.IN, session, asserted(), policy)


def test_where_policy_does_not_count_it_it_is_recorded_only(policy: PolicyView) -> None:
    session, silent = a_session(), uncounted(policy)
    verdict = judge_asserted(an_assertion(), session, a_trainee(), asserted(), silent)
    assert finding(verdict, "counting").reason == "asserted_recorded"
    assert not completes_by_assertion(verdict, Phase.IN, session, asserted(), silent)


def test_every_phase_needs_the_platforms_own_word(policy: PolicyView) -> None:
    session = a_session(phases=frozenset({Phase.IN, Phase.OUT}))
    verdict = judge_asserted(an_assertion(), session, a_trainee(), asserted(), policy)
    assert not completes_by_assertion(verdict, Phase.IN, session, asserted(), policy)
    assert completes_by_assertion(verdict, Phase.IN, session, asserted(Phase.OUT), policy)


def test_a_phase_nobody_asks_for_completes_nothing(policy: PolicyView) -> None:
    session = a_session()
    verdict = judge_asserted(
        an_assertion(phase=Phase.MID, captured_at=STARTS_AT + timedelta(minutes=1), received_at=STARTS_AT),
        session,
        a_trainee(),
        asserted(),
        policy,
    )
    assert finding(verdict, "repeat").reason == "phase_not_required"
    assert not completes_by_assertion(verdict, Phase.MID, session, asserted(), policy)


@pytest.mark.parametrize(
    ("place_agrees", "reason", "decision"),
    [(None, "no_position", Decision.DOUBTFUL), (False, "asserted_elsewhere", Decision.REFUSED)],
)
def test_without_a_position_the_platform_has_to_say_something_of_the_place(
    policy: PolicyView, *, place_agrees: bool | None, reason: str, decision: Decision
) -> None:
    verdict = judge_asserted(an_assertion(), a_session(), a_trainee(), asserted(place_agrees=place_agrees), policy)
    assert (finding(verdict, "location").reason, verdict.decision) == (reason, decision)


def test_online_there_is_no_place_to_agree(policy: PolicyView) -> None:
    session = a_session(delivery=Delivery.ONLINE)
    verdict = judge_asserted(an_assertion(), session, a_trainee(), asserted(place_agrees=None), policy)
    assert verdict.decision is Decision.ACCEPTED


def test_a_message_may_come_late_but_not_from_ahead(policy: PolicyView) -> None:
    late = an_assertion(received_at=STARTS_AT + timedelta(hours=9))
    assert judge_asserted(late, a_session(), a_trainee(), asserted(), policy).decision is Decision.ACCEPTED
    ahead = an_assertion(received_at=STARTS_AT - timedelta(minutes=20))
    verdict = judge_asserted(ahead, a_session(), a_trainee(), asserted(), policy)
    assert finding(verdict, "time").reason == "asserted_ahead"


@pytest.mark.parametrize(("minutes", "reason"), [(-600, "too_early"), (600, "too_late")])
def test_the_moment_the_platform_states_has_to_lie_in_the_window(policy: PolicyView, minutes: int, reason: str) -> None:
    signed_at = STARTS_AT + timedelta(minutes=minutes)
    evidence = an_assertion(captured_at=signed_at, received_at=signed_at)
    verdict = judge_asserted(evidence, a_session(), a_trainee(), asserted(), policy)
    assert (finding(verdict, "time").reason, verdict.decision) == (reason, Decision.REFUSED)


def test_a_check_that_breaks_leaves_a_doubt(policy: PolicyView) -> None:
    broken = an_assertion(captured_at=None)
    assert judge_asserted(broken, a_session(), a_trainee(), asserted(), policy).decision is Decision.DOUBTFUL


def test_every_reason_has_its_words(policy: PolicyView) -> None:
    for place_agrees in (None, True, False):
        facts = asserted(Phase.IN, place_agrees=place_agrees)
        verdict = judge_asserted(an_assertion(), a_session(), a_trainee(), facts, policy)
        assert {each.reason for each in verdict.findings} <= set(SAID)
