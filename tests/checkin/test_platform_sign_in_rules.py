"""Sign-ins on the national platform's word: what they credit, and that they are never mixed with our own evidence."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.cases import Case
from checkin_service.checkin.rules.platform_sign_ins import AssertedFacts, completes_by_assertion, judge_asserted
from checkin_service.checkin.words.findings import SAID
from checkin_service.kit.verdict import Decision, Verdict
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import Delivery
from tests.checkin.builders import STARTS_AT, a_case, evidence_of, finding, session_facts, trainee_facts


def asserted(*phases: Phase, place_agrees: bool | None = True) -> AssertedFacts:
    return AssertedFacts(phases=frozenset(phases), place_agrees=place_agrees)


def an_assertion(**changes: Any) -> Any:
    return evidence_of(**{"position": None, "accuracy_m": None, "confidence": None} | changes)


def judged(case: Case, policy: PolicyView, *, asserted: AssertedFacts) -> Verdict:
    return judge_asserted(case, policy, asserted=asserted).verdict


def uncounted(policy: PolicyView) -> PolicyView:
    """The same rules where the platform's word counts nothing."""
    other = replace(policy)
    value = policy.value("attendance.counted_modes")
    other._found["attendance.counted_modes", None] = replace(value, value=("located", "scanned"))
    return other


def test_the_platforms_word_is_enough_where_policy_counts_it(policy: PolicyView) -> None:
    session = session_facts()
    verdict = judged(a_case(an_assertion(), session), policy, asserted=asserted())
    assert verdict.decision is Decision.ACCEPTED
    assert finding(verdict, "location").reason == "asserted_place"
    assert completes_by_assertion(verdict, Phase.IN, session, asserted(), policy)
    assert judge_asserted(a_case(an_assertion(), session), policy, asserted=asserted()).completes_session


def test_where_policy_does_not_count_it_it_is_recorded_only(policy: PolicyView) -> None:
    session, silent = session_facts(), uncounted(policy)
    verdict = judged(a_case(an_assertion(), session), silent, asserted=asserted())
    assert finding(verdict, "counting").reason == "asserted_recorded"
    assert not completes_by_assertion(verdict, Phase.IN, session, asserted(), silent)
    assert not judge_asserted(a_case(an_assertion(), session), silent, asserted=asserted()).completes_session


def test_every_phase_needs_the_platforms_own_word(policy: PolicyView) -> None:
    session = session_facts(phases=frozenset({Phase.IN, Phase.OUT}))
    verdict = judged(a_case(an_assertion(), session), policy, asserted=asserted())
    assert not completes_by_assertion(verdict, Phase.IN, session, asserted(), policy)
    assert completes_by_assertion(verdict, Phase.IN, session, asserted(Phase.OUT), policy)


def test_a_phase_nobody_asks_for_completes_nothing(policy: PolicyView) -> None:
    session = session_facts()
    verdict = judged(
        a_case(
            an_assertion(phase=Phase.MID, captured_at=STARTS_AT + timedelta(minutes=1), received_at=STARTS_AT),
            session,
            trainee_facts(),
        ),
        policy,
        asserted=asserted(),
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
    verdict = judged(a_case(an_assertion()), policy, asserted=asserted(place_agrees=place_agrees))
    assert (finding(verdict, "location").reason, verdict.decision) == (reason, decision)


def test_online_there_is_no_place_to_agree(policy: PolicyView) -> None:
    session = session_facts(delivery=Delivery.ONLINE)
    verdict = judged(a_case(an_assertion(), session), policy, asserted=asserted(place_agrees=None))
    assert verdict.decision is Decision.ACCEPTED


def test_a_message_may_come_late_but_not_from_ahead(policy: PolicyView) -> None:
    late = an_assertion(received_at=STARTS_AT + timedelta(hours=9))
    assert judged(a_case(late), policy, asserted=asserted()).decision is Decision.ACCEPTED
    ahead = an_assertion(received_at=STARTS_AT - timedelta(minutes=20))
    verdict = judged(a_case(ahead), policy, asserted=asserted())
    assert finding(verdict, "time").reason == "asserted_ahead"


@pytest.mark.parametrize(("minutes", "reason"), [(-600, "too_early"), (600, "too_late")])
def test_the_moment_the_platform_states_has_to_lie_in_the_window(policy: PolicyView, minutes: int, reason: str) -> None:
    signed_at = STARTS_AT + timedelta(minutes=minutes)
    evidence = an_assertion(captured_at=signed_at, received_at=signed_at)
    verdict = judged(a_case(evidence), policy, asserted=asserted())
    assert (finding(verdict, "time").reason, verdict.decision) == (reason, Decision.REFUSED)


def test_a_check_that_breaks_leaves_a_doubt(policy: PolicyView) -> None:
    broken = an_assertion(captured_at=None)
    assert judged(a_case(broken), policy, asserted=asserted()).decision is Decision.DOUBTFUL


def test_every_reason_has_its_words(policy: PolicyView) -> None:
    for place_agrees in (None, True, False):
        facts = asserted(Phase.IN, place_agrees=place_agrees)
        verdict = judged(a_case(an_assertion()), policy, asserted=facts)
        assert {each.reason for each in verdict.findings} <= set(SAID)
