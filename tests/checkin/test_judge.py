"""The judgement of one attempt."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from checkin_service.checkin.model.attempts import (
    AssertionProof,
    CodeState,
    Evidence,
    FaceProof,
    Phase,
    PinProof,
    Sighting,
)
from checkin_service.checkin.model.cases import Case, Fault, Judgement
from checkin_service.checkin.rules import completes_session, judge
from checkin_service.checkin.rules.platform_sign_ins import AssertedFacts, judge_asserted
from checkin_service.checkin.rules.scanned import judge_scan
from checkin_service.checkin.words.findings import SAID, SUMMARY
from checkin_service.kit.verdict import Decision, Outcome, Verdict
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from geo import Circle, Datum, Position, displaced
from tests.checkin.builders import ENDS_AT, SITE, STARTS_AT, a_case, evidence_of, finding, session_facts, trainee_facts
from tests.checkin.conftest import Judge

NOTHING_SAID = AssertedFacts(phases=frozenset(), place_agrees=None)
A_MATCH = {"proof_kind": ProofKind.FACE, "proof": FaceProof(result="match", distance=0.3, match_at_most=0.45)}


def test_an_honest_arrival_is_accepted(judged: Judge) -> None:
    assert judged().decision is Decision.ACCEPTED


def test_no_finding_at_all_is_a_doubt() -> None:
    assert Verdict().decision is Decision.DOUBTFUL


@pytest.mark.parametrize(
    ("received_at", "decision"),
    [
        (STARTS_AT - timedelta(minutes=30), Decision.ACCEPTED),
        (STARTS_AT - timedelta(minutes=30, seconds=1), Decision.REFUSED),
        (STARTS_AT + timedelta(minutes=15), Decision.ACCEPTED),
        (STARTS_AT + timedelta(minutes=15, seconds=1), Decision.REFUSED),
    ],
)
def test_the_window_includes_its_first_and_last_moment(
    judged: Judge, received_at: datetime, decision: Decision
) -> None:
    assert judged(received_at=received_at, captured_at=received_at).decision is decision


def test_the_time_of_receipt_decides_and_the_phones_clock_is_only_noted(judged: Judge) -> None:
    verdict = judged(captured_at=datetime(1970, 1, 1, tzinfo=UTC))
    assert verdict.decision is Decision.ACCEPTED
    assert finding(verdict, "clock").outcome is Outcome.NOTE


def test_five_kilometres_away_is_refused_however_good_the_rest(judged: Judge) -> None:
    verdict = judged(position=displaced(SITE, east_m=5000, north_m=0))
    assert verdict.decision is Decision.REFUSED
    assert finding(verdict, "location").reason == "outside"


def test_a_valid_code_does_not_bring_a_distant_phone_into_the_room(judged: Judge) -> None:
    assert judged(position=displaced(SITE, east_m=5000, north_m=0), code=CodeState.VALID).decision is Decision.REFUSED


@pytest.mark.parametrize(("radius_m", "ring_m"), [(50, 200), (80, 170), (100, 150), (200, 150), (500, 150)])
def test_a_small_circle_has_a_wider_grey_ring_and_no_larger_one_loses_any(
    judged: Judge, radius_m: float, ring_m: float
) -> None:
    fence = session_facts(fence=Circle(centre=SITE, radius_m=radius_m))
    for beyond_m, decision in ((ring_m - 1, Decision.ACCEPTED), (ring_m + 1, Decision.REFUSED)):
        there = displaced(SITE, east_m=0, north_m=radius_m + beyond_m)
        verdict = judged(fence, position=there, accuracy_m=10.0, code=CodeState.VALID)
        assert verdict.decision is decision
    near = displaced(SITE, east_m=0, north_m=radius_m + ring_m - 1)
    found = finding(judged(fence, position=near, accuracy_m=10.0, code=CodeState.VALID), "grey_fix")
    assert (found.reason, found.limit) == ("grey_ring", ring_m)


def test_a_poor_fix_is_a_doubt_that_the_classroom_code_resolves(judged: Judge) -> None:
    poor = {"accuracy_m": 2000.0, **A_MATCH}
    assert judged(**poor, code=CodeState.ABSENT).decision is Decision.DOUBTFUL
    assert judged(**poor, code=CodeState.VALID).decision is Decision.ACCEPTED


SAYS_NOTHING = [{"position": None, "accuracy_m": None}, {"accuracy_m": None}, {"accuracy_m": 0.0}, {"accuracy_m": -1.0}]


@pytest.mark.parametrize("missing", SAYS_NOTHING)
def test_silence_about_the_place_is_worth_the_rooms_code_and_nothing_else(
    judged: Judge, missing: dict[str, Any]
) -> None:
    assert judged(**missing, **A_MATCH, code=CodeState.VALID).decision is Decision.ACCEPTED
    assert judged(**missing, **A_MATCH, code=CodeState.ABSENT).decision is Decision.DOUBTFUL


def test_a_simulated_place_is_never_accepted_even_with_a_code(judged: Judge) -> None:
    assert judged(is_mock=True, code=CodeState.VALID).decision is Decision.DOUBTFUL


@pytest.mark.parametrize(
    ("changes", "is_lifted"),
    [
        ({"accuracy_m": 10.0}, True),
        ({"accuracy_m": 11.0}, False),
        ({"accuracy_m": None}, False),
        ({"position": None}, False),
        ({"accuracy_m": 10.0, "fix_is_own": False}, False),
        ({"position": None, "at_terminal": True}, True),
    ],
)
def test_what_a_phone_said_against_itself_stands_until_something_as_fine_speaks_for_it(
    judged: Judge, changes: dict[str, Any], *, is_lifted: bool
) -> None:
    verdict = judged(None, trainee_facts(contrary_m=10.0), **changes)
    assert verdict.decision is (Decision.ACCEPTED if is_lifted else Decision.DOUBTFUL)
    assert [each.reason for each in verdict.findings if each.check == "contrary"] == (
        [] if is_lifted else ["contrary_stands"]
    )


def test_a_baidu_coordinate_sent_as_such_is_inside(judged: Judge) -> None:
    from geo import convert  # noqa: PLC0415

    assert judged(position=convert(SITE, Datum.BD09)).decision is Decision.ACCEPTED


def test_a_wrong_datum_needs_the_code_and_is_told(judged: Judge) -> None:
    from geo import convert  # noqa: PLC0415

    shifted = convert(SITE, Datum.BD09)
    wrong = Position(longitude=shifted.longitude, latitude=shifted.latitude, datum=Datum.WGS84)
    for code, decision in ((CodeState.VALID, Decision.ACCEPTED), (CodeState.ABSENT, Decision.DOUBTFUL)):
        verdict = judged(position=wrong, code=code, **A_MATCH)
        assert verdict.decision is decision
        assert finding(verdict, "grey_fix").reason == "other_datum"


@pytest.mark.parametrize("result", ["no_match", "doubt", "no_reference", "other_version", "no_face", "blurred"])
def test_a_face_that_does_not_match_is_a_doubt_and_never_a_refusal(judged: Judge, result: str) -> None:
    verdict = judged(proof_kind=ProofKind.FACE, proof=FaceProof(result=result), code=CodeState.ABSENT)
    assert verdict.decision is Decision.DOUBTFUL
    assert SAID[finding(verdict, "person").reason].advice is not None


def test_a_matching_face_needs_no_code(judged: Judge) -> None:
    assert judged(**A_MATCH, code=CodeState.ABSENT).decision is Decision.ACCEPTED


def test_a_wrong_code_beside_a_matching_face_only_leaves_a_note(judged: Judge) -> None:
    verdict = judged(**A_MATCH, code=CodeState.EXPIRED_OR_WRONG)
    assert verdict.decision is Decision.ACCEPTED
    assert finding(verdict, "classroom_code").outcome is Outcome.NOTE


@pytest.mark.parametrize("code", [CodeState.EXPIRED_OR_WRONG, CodeState.USED_BEFORE, CodeState.ABSENT])
def test_a_pin_is_worth_nothing_without_a_fresh_code(judged: Judge, code: CodeState) -> None:
    assert judged(code=code).decision is Decision.DOUBTFUL


def test_a_wrong_pin_is_a_doubt(judged: Judge) -> None:
    assert judged(proof=PinProof(is_right=False)).decision is Decision.DOUBTFUL


def test_guessing_ends_in_a_doubt_even_when_the_last_guess_is_right(judged: Judge) -> None:
    assert judged(recent_failures=4).decision is Decision.ACCEPTED
    assert judged(recent_failures=5).decision is Decision.DOUBTFUL


def test_the_card_terminal_of_the_site_needs_no_phone(judged: Judge) -> None:
    card = AssertionProof(kind=ProofKind.CARD_PIN, fault=None, took_s=8.0)
    verdict = judged(
        proof_kind=ProofKind.CARD_PIN,
        proof=card,
        at_terminal=True,
        position=None,
        accuracy_m=None,
        code=CodeState.ABSENT,
    )
    assert verdict.decision is Decision.ACCEPTED


def test_a_terminal_elsewhere_is_a_doubt(judged: Judge) -> None:
    card = AssertionProof(kind=ProofKind.CARD_PIN, fault=None)
    verdict = judged(proof_kind=ProofKind.CARD_PIN, proof=card, at_terminal=False, position=None, code=CodeState.ABSENT)
    assert verdict.decision is Decision.DOUBTFUL


@pytest.mark.parametrize("fault", ["bad_signature", "not_fresh", "other_person", "unknown_issuer"])
def test_a_faulty_assertion_is_a_doubt(judged: Judge, fault: str) -> None:
    proof = AssertionProof(kind=ProofKind.E_CARD, fault=fault)
    assert judged(proof_kind=ProofKind.E_CARD, proof=proof).decision is Decision.DOUBTFUL


def test_a_proof_that_the_class_does_not_offer_is_a_doubt(judged: Judge) -> None:
    session = session_facts(proofs=frozenset({ProofKind.PIN_CODE, ProofKind.CARD_PIN}))
    assert judged(session, **A_MATCH).decision is Decision.DOUBTFUL


def test_a_phone_that_another_has_replaced_is_refused_at_once(judged: Judge) -> None:
    verdict = judged(sender_is_active=False)
    assert verdict.decision is Decision.REFUSED
    assert finding(verdict, "sender").reason == "sender_revoked"


def test_a_card_read_by_a_terminal_that_was_ended_is_a_doubt(judged: Judge) -> None:
    card = AssertionProof(kind=ProofKind.CARD_PIN, fault=None)
    verdict = judged(
        proof_kind=ProofKind.CARD_PIN,
        proof=card,
        at_terminal=True,
        position=None,
        code=CodeState.ABSENT,
        sender_is_active=False,
    )
    assert verdict.decision is Decision.DOUBTFUL


@pytest.mark.parametrize("changes", [{"is_cancelled": True}, {"class_state": "applied"}, {"class_state": "completed"}])
def test_a_session_that_does_not_take_place_refuses(judged: Judge, changes: dict[str, Any]) -> None:
    assert judged(session_facts(**changes)).decision is Decision.REFUSED


def test_who_withdrew_is_refused_and_an_inactive_voucher_is_a_doubt(judged: Judge) -> None:
    assert judged(None, trainee_facts(is_withdrawn=True)).decision is Decision.REFUSED
    assert judged(None, trainee_facts(voucher_state="issued")).decision is Decision.DOUBTFUL
    assert judged(None, trainee_facts(voucher_state=None)).decision is Decision.DOUBTFUL


def test_a_check_that_breaks_is_a_doubt_and_never_an_acceptance(
    policy: PolicyView, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("checkin_service.checkin.rules.where.locate", broken)
    verdict = judge(a_case(), policy).verdict
    assert verdict.decision is Decision.DOUBTFUL
    assert finding(verdict, "location").reason == "check_failed"


def scanned() -> Evidence:
    """A phone's QR with its own fix, read by an administrator who stands at the site."""
    shown = evidence_of(proof_kind=ProofKind.LIVE_QR, proof=AssertionProof(kind=ProofKind.LIVE_QR, fault=None))
    stands = Sighting(position=SITE, accuracy_m=10.0, confidence=0.68, is_mock=False, received_at=shown.received_at)
    return replace(shown, witness=stands)


@pytest.mark.parametrize("judge_it", [judge, judge_scan, partial(judge_asserted, asserted=NOTHING_SAID)])
def test_a_check_that_breaks_tells_operators_where_and_nothing_of_the_person(
    policy: PolicyView, monkeypatch: pytest.MonkeyPatch, judge_it: Callable[[Case, PolicyView], Judgement]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(SITE)

    case = a_case(scanned()) if judge_it is judge_scan else a_case()
    assert judge_it(case, policy).faults == ()
    monkeypatch.setattr("checkin_service.checkin.rules.where.locate", broken)
    fault = judge_it(replace(case), policy).faults[0]
    line = broken.__code__.co_firstlineno + 1
    assert fault == Fault(check="location", error="ValueError", where=f"{__name__}.broken:{line}")


@pytest.mark.parametrize("judge_it", [judge, judge_scan])
def test_the_judgement_says_whether_hours_follow(
    policy: PolicyView, judge_it: Callable[[Case, PolicyView], Judgement]
) -> None:
    arrived = scanned() if judge_it is judge_scan else evidence_of()
    assert judge_it(a_case(arrived), policy).completes_session
    assert not judge_it(
        a_case(replace(arrived, sender_is_active=False, position=None, code=CodeState.ABSENT)), policy
    ).completes_session
    both = session_facts(phases=frozenset({Phase.IN, Phase.OUT}))
    assert not judge_it(a_case(arrived, both), policy).completes_session


def test_what_counted_before_is_accepted_but_does_not_complete_the_session_again(judged: Judge) -> None:
    session = session_facts()
    trainee = trainee_facts(presences=frozenset({(session.session_id, Phase.IN)}))
    verdict = judged(session, trainee)
    assert verdict.decision is Decision.ACCEPTED
    assert not completes_session(verdict, Phase.IN, session, trainee)


def test_arrival_and_departure_are_both_needed_where_policy_asks_for_both(judged: Judge) -> None:
    session = session_facts(phases=frozenset({Phase.IN, Phase.OUT}))
    arrived = judged(session)
    assert not completes_session(arrived, Phase.IN, session, trainee_facts())
    present = trainee_facts(presences=frozenset({(session.session_id, Phase.IN)}))
    left = judged(session, present, phase=Phase.OUT, received_at=ENDS_AT, captured_at=ENDS_AT)
    assert left.decision is Decision.ACCEPTED
    assert completes_session(left, Phase.OUT, session, present)


def test_a_phase_nobody_asks_for_completes_nothing(judged: Judge) -> None:
    verdict = judged(phase=Phase.OUT, received_at=ENDS_AT, captured_at=ENDS_AT)
    assert verdict.decision is Decision.ACCEPTED
    assert not completes_session(verdict, Phase.OUT, session_facts(), trainee_facts())


def test_a_presence_in_another_session_counts_for_that_one_only(judged: Judge) -> None:
    trainee = trainee_facts(presences=frozenset({(UUID(int=99), Phase.IN)}))
    assert completes_session(judged(None, trainee), Phase.IN, session_facts(), trainee)


def test_every_sentence_exists_in_both_languages() -> None:
    for reason, said in SAID.items():
        for words in (said.sentence, said.advice):
            assert words is None or (words.zh and words.en), reason
    assert set(SUMMARY) == set(Decision)
