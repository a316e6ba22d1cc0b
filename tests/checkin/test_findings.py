"""Findings of each check: reason, what was measured, against which limit, on which basis."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from shapely import Polygon

from checkin_service.checkin.model.attempts import AssertionProof, CodeState, FaceProof, Phase, PinProof
from checkin_service.checkin.rules import judge
from checkin_service.kit.verdict import OURS, Finding, Outcome
from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery, SessionPart
from geo import Area, Circle, Union, displaced
from tests.checkin.builders import ENDS_AT, SITE, STARTS_AT, a_case, evidence_of, session_facts, trainee_facts
from tests.checkin.conftest import Judge

PASS, NOTE, DOUBT, FAIL = Outcome
ONLINE = session_facts(delivery=Delivery.ONLINE)
NO_CODE = {"code": CodeState.ABSENT}
FACE = {"proof_kind": ProofKind.FACE, "proof": FaceProof(result="match", distance=0.3, match_at_most=0.45)}


def said(findings: tuple[Finding, ...], check: str) -> list[tuple[Any, ...]]:
    """Everything the findings of a check say, apart from what they stand on."""
    return [
        (each.outcome, each.reason, each.measured, each.limit, each.unit) for each in findings if each.check == check
    ]


def test_an_honest_arrival_is_told_check_by_check(judged: Judge) -> None:
    here = displaced(SITE, east_m=12.3456, north_m=7.891)
    found = [(each.check, each.outcome, each.reason) for each in judged(position=here).findings]
    assert found == [
        ("registration", PASS, "registered"),
        ("session", PASS, "session_takes_place"),
        ("time", PASS, "in_time"),
        ("location", PASS, "inside"),
        ("person", PASS, "pin_and_code"),
        ("sender", PASS, "sender_known"),
    ]


@pytest.mark.parametrize(
    ("trainee", "expected"),
    [
        ({"is_withdrawn": True}, (FAIL, "withdrawn", None, None, None)),
        ({"voucher_state": "issued"}, (DOUBT, "voucher_not_in_use", "issued", None, None)),
        ({"voucher_state": None}, (DOUBT, "voucher_not_in_use", None, None, None)),
        ({"voucher_state": "activated"}, (PASS, "registered", None, None, None)),
        ({"voucher_state": "used"}, (PASS, "registered", None, None, None)),
    ],
)
def test_who_may_earn_hours_here(judged: Judge, trainee: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert said(judged(None, trainee_facts(**trainee)).findings, "registration") == [expected]


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        ({"class_state": "completed"}, (FAIL, "class_not_open", "completed", "open", None)),
        ({"is_cancelled": True}, (FAIL, "session_cancelled", None, None, None)),
    ],
)
def test_a_session_that_does_not_take_place(judged: Judge, session: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert said(judged(session_facts(**session)).findings, "session") == [expected]


def test_what_counted_before_and_what_nobody_asks_for_are_noted(judged: Judge) -> None:
    session = session_facts(phases=frozenset({Phase.OUT, Phase.IN}))
    present = trainee_facts(presences=frozenset({(session.session_id, Phase.IN)}))
    assert said(judged(session, present).findings, "repeat") == [(NOTE, "already_counted", None, None, None)]
    middle = STARTS_AT + timedelta(hours=1)
    halfway = judged(session, phase=Phase.MID, received_at=middle, captured_at=middle)
    assert said(halfway.findings, "repeat") == [(NOTE, "phase_not_required", Phase.MID, [Phase.IN, Phase.OUT], None)]


def test_the_middle_is_attested_when_somebody_is_asked_to_and_at_no_other_time(
    judged: Judge, policy: PolicyView
) -> None:
    asked_at = STARTS_AT + timedelta(hours=1)
    asked = trainee_facts(check=(asked_at, asked_at + timedelta(minutes=5)))
    for moment, trainee, outcome, reason in (
        (asked_at, None, FAIL, "no_check_now"),
        (asked_at, asked, PASS, "in_time"),
        (asked_at + timedelta(minutes=5), asked, PASS, "in_time"),
        (asked_at + timedelta(minutes=6), asked, FAIL, "too_late"),
        (asked_at - timedelta(seconds=1), asked, FAIL, "too_early"),
    ):
        judgement = judged(session_facts(), trainee, phase=Phase.MID, received_at=moment, captured_at=moment)
        (found,) = (each for each in judgement.findings if each.check == "time")
        assert (found.outcome, found.reason) == (outcome, reason)
    assert found.basis == policy.value("checks.answer_within_s").basis


def test_practice_before_theory_names_the_clause() -> None:
    fujian = book().at("350100", on=date(2026, 3, 2))
    session = session_facts(part=SessionPart.PRACTICE)
    for passed, outcome, reason in ((True, PASS, "theory_passed"), (False, FAIL, "theory_not_passed")):
        verdict = judge(a_case(evidence_of(), session, trainee_facts(has_passed_theory=passed)), fujian).verdict
        (found,) = (each for each in verdict.findings if each.check == "theory")
        assert (found.outcome, found.reason, found.basis.clause) == (outcome, reason, "FJ-23")


def test_two_classes_at_once_stand_on_the_policy(judged: Judge, policy: PolicyView) -> None:
    (found,) = (each for each in judged(None, trainee_facts(is_elsewhere=True)).findings if each.check == "elsewhere")
    assert (found.outcome, found.reason) == (DOUBT, "present_elsewhere")
    assert found.basis == policy.value("attendance.two_classes").basis


@pytest.mark.parametrize(
    ("phase", "received_at", "outcome", "reason", "limit", "key"),
    [
        (Phase.IN, STARTS_AT - timedelta(minutes=31), FAIL, "too_early", ("08:30", "09:15"), "in_opens_before_min"),
        (Phase.IN, STARTS_AT + timedelta(minutes=16), FAIL, "too_late", ("08:30", "09:15"), "in_opens_before_min"),
        (Phase.OUT, ENDS_AT - timedelta(minutes=10), PASS, "in_time", ("11:50", "12:30"), "out_opens_before_min"),
    ],
)
def test_the_time_is_told_as_people_here_read_it(
    judged: Judge,
    policy: PolicyView,
    phase: Phase,
    received_at: datetime,
    outcome: Outcome,
    reason: str,
    limit: tuple[str, str],
    key: str,
) -> None:
    verdict = judged(phase=phase, received_at=received_at, captured_at=received_at)
    (found,) = (each for each in verdict.findings if each.check == "time")
    local = (received_at + timedelta(hours=8)).strftime("%Y-%m-%d %H:%M:%S")
    assert (found.outcome, found.reason, found.measured) == (outcome, reason, local)
    assert found.limit == f"2026-03-02 {limit[0]}:00 – 2026-03-02 {limit[1]}:00"
    assert found.basis == policy.value(f"checkin.{key}").basis


@pytest.mark.parametrize(("seconds", "is_noted"), [(120, False), (-120, False), (121, True), (-121, True)])
def test_a_phones_clock_is_noted_when_it_differs_by_more_than_two_minutes(
    judged: Judge, policy: PolicyView, seconds: int, *, is_noted: bool
) -> None:
    verdict = judged(captured_at=evidence_of().received_at + timedelta(seconds=seconds))
    expected = [(NOTE, "clock_differs", seconds, 120, "s")] if is_noted else []
    assert said(verdict.findings, "clock") == expected
    bases = {each.basis for each in verdict.findings if each.check == "clock"}
    assert bases <= {policy.value("clock.skew_note_s").basis}


@pytest.mark.parametrize(
    ("session", "changes", "expected"),
    [
        (ONLINE, {"position": None}, (PASS, "online_session", None, None, None)),
        (None, {"position": None, "at_terminal": True}, (PASS, "terminal_at_site", None, None, None)),
        (None, {"position": None}, (NOTE, "no_position_but_code", None, None, None)),
        (None, {"accuracy_m": -1.0}, (NOTE, "no_usable_accuracy_but_code", None, None, None)),
        (None, NO_CODE | {"position": None}, (DOUBT, "no_position", None, None, None)),
        (None, NO_CODE | {"accuracy_m": -1.0}, (DOUBT, "no_usable_accuracy", -1.0, None, "m")),
        (None, NO_CODE | {"accuracy_m": None}, (DOUBT, "no_usable_accuracy", None, None, "m")),
    ],
)
def test_where_there_is_no_fix_the_reason_is_told(
    judged: Judge, session: Any, changes: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert said(judged(session, **changes).findings, "location") == [expected]


@pytest.mark.parametrize(
    ("east_m", "accuracy_m", "code", "outcome", "reason"),
    [
        (0, 15.0, CodeState.ABSENT, PASS, "inside"),
        (5000, 15.0, CodeState.ABSENT, FAIL, "outside"),
        (200, 50.0, CodeState.ABSENT, DOUBT, "edge"),
        (200, 50.0, CodeState.VALID, NOTE, "edge_but_code"),
        (0, 500.0, CodeState.ABSENT, DOUBT, "edge"),
        (0, 501.0, CodeState.ABSENT, DOUBT, "too_inaccurate"),
        (0, 501.0, CodeState.EXPIRED_OR_WRONG, DOUBT, "too_inaccurate"),
    ],
)
def test_a_place_is_told_with_distance_margin_and_probability(
    judged: Judge, policy: PolicyView, east_m: float, accuracy_m: float, code: CodeState, outcome: Outcome, reason: str
) -> None:
    verdict = judged(position=displaced(SITE, east_m=east_m, north_m=0), accuracy_m=accuracy_m, code=code)
    (found,) = (each for each in verdict.findings if each.check == "location")
    assert (found.outcome, found.reason, found.limit, found.unit) == (outcome, reason, 200, "m")
    measured: Any = found.measured
    assert set(measured) == {"distance_m", "margin_m", "accuracy_m", "probability_inside"}
    assert measured["accuracy_m"] == accuracy_m
    assert measured["distance_m"] == round(measured["distance_m"], 1) == pytest.approx(east_m, abs=0.1)
    assert measured["margin_m"] == round(measured["margin_m"], 1)
    assert measured["probability_inside"] == round(measured["probability_inside"], 4)
    assert found.basis == policy.value("location.inside_at").basis


_SQUARE = ((-90, -90), (90, -90), (90, 90), (-90, 90))


def test_the_radius_told_is_that_of_the_circle_even_among_several_grounds(judged: Judge) -> None:
    circle = Circle(centre=SITE, radius_m=150)
    corners = [displaced(SITE, east_m=east, north_m=north) for east, north in _SQUARE]
    area = Area(Polygon([(corner.longitude, corner.latitude) for corner in corners]), datum=SITE.datum)
    for fence, radius_m in ((Union((circle, area)), 150), (area, 0.0), (circle, 150)):
        (found,) = (each for each in judged(session_facts(fence=fence)).findings if each.check == "location")
        assert (found.outcome, found.limit) == (PASS, radius_m)


def test_an_accuracy_of_unknown_confidence_is_taken_for_what_policy_says(judged: Judge) -> None:
    def inside_with(confidence: float | None) -> Any:
        at_the_edge = displaced(SITE, east_m=150, north_m=0)
        verdict = judged(position=at_the_edge, accuracy_m=100.0, confidence=confidence)
        (found,) = (each for each in verdict.findings if each.check == "location")
        return found.measured

    assert inside_with(None) == inside_with(0.63) != inside_with(0.95)


def test_a_fence_around_the_instructor_is_noted(judged: Judge) -> None:
    assert said(judged(session_facts(fence_moves=True)).findings, "moving_fence") == [
        (NOTE, "around_instructor", None, None, None)
    ]


def test_a_simulated_position_is_a_doubt_at_a_site_and_says_nothing_online(judged: Judge) -> None:
    assert said(judged(is_mock=True).findings, "mock_location") == [(DOUBT, "mock_flag", None, None, None)]
    assert said(judged(ONLINE, is_mock=True).findings, "mock_location") == []
    assert said(judged(is_mock=None).findings, "mock_location") == []


CARD = AssertionProof(kind=ProofKind.CARD_PIN, fault=None)
FORGED = AssertionProof(kind=ProofKind.E_CARD, fault="bad_signature")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"proof": PinProof(is_right=False)}, (DOUBT, "pin_wrong", None, None, None)),
        ({"code": CodeState.ABSENT}, (DOUBT, "pin_without_code", CodeState.ABSENT, None, None)),
        ({"proof_kind": ProofKind.CARD_PIN, "proof": CARD}, (PASS, "card_pin_asserted", None, None, None)),
        (
            {"proof_kind": ProofKind.E_CARD, "proof": FORGED},
            (DOUBT, "assertion_invalid", "bad_signature", None, None),
        ),
    ],
)
def test_how_a_person_is_shown(judged: Judge, changes: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert said(judged(**changes).findings, "person") == [expected]


def test_a_proof_the_class_does_not_offer_is_told_with_those_it_does(judged: Judge, policy: PolicyView) -> None:
    session = session_facts(proofs=frozenset({ProofKind.PIN_CODE, ProofKind.CARD_PIN}))
    first = next(each for each in judged(session, **FACE).findings if each.check == "person")
    assert (first.outcome, first.reason, first.measured) == (DOUBT, "proof_not_offered", ProofKind.FACE)
    assert first.limit == [ProofKind.CARD_PIN, ProofKind.PIN_CODE]
    assert first.basis == policy.value("checkin.proofs").basis
    online = next(each for each in judged(ONLINE, **FACE).findings if each.check == "person")
    assert (online.limit, online.basis.clause) == (["e_card"], "MP-25")


@pytest.mark.parametrize(
    ("is_right", "expected"),
    [(True, (PASS, "pin_on_device", None, None, None)), (False, (DOUBT, "pin_wrong", None, None, None))],
)
def test_online_a_pin_stands_for_the_device_without_a_code(
    judged: Judge, expected: tuple[Any, ...], *, is_right: bool
) -> None:
    verdict = judged(ONLINE, proof=PinProof(is_right=is_right), code=CodeState.EXPIRED_OR_WRONG)
    assert said(verdict.findings, "person")[-1] == expected
    assert said(verdict.findings, "classroom_code") == []


def test_the_fifth_failure_is_told(judged: Judge) -> None:
    expected = (DOUBT, "too_many_failures", 5, 5, None)
    assert expected in said(judged(recent_failures=5).findings, "person")
    assert expected not in said(judged(recent_failures=4).findings, "person")


@pytest.mark.parametrize("code", [CodeState.EXPIRED_OR_WRONG, CodeState.USED_BEFORE])
def test_a_code_that_does_not_count_weighs_only_with_a_pin(judged: Judge, code: CodeState) -> None:
    assert said(judged(code=code).findings, "classroom_code") == [(DOUBT, f"code_{code}", None, None, None)]
    assert said(judged(**FACE, code=code).findings, "classroom_code") == [(NOTE, f"code_{code}", None, None, None)]


def test_a_revoked_sender_and_a_renewed_face_are_told(judged: Judge) -> None:
    assert said(judged(sender_is_active=False).findings, "sender") == [(FAIL, "sender_revoked", None, None, None)]
    assert said(judged(renewal="renewed").findings, "face_renewal") == [(NOTE, "face_renewed", "renewed", None, None)]


def test_a_check_that_breaks_is_told_under_its_own_name(policy: PolicyView) -> None:
    broken = evidence_of(captured_at=datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None))
    verdict = judge(a_case(broken), policy).verdict
    (found,) = (each for each in verdict.findings if each.check == "clock")
    assert (found.outcome, found.reason, found.basis) == (DOUBT, "check_failed", OURS)
