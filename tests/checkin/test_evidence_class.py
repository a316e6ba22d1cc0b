"""The class of an accepted attempt: what it needs, and what takes it away."""

from typing import Any

import pytest

from checkin_service.attendance.model.evidence import EvidenceClass, weakest
from checkin_service.checkin.model.attempts import AssertionProof, Binding, CodeSource, CodeState, FaceProof
from checkin_service.checkin.rules.evidence_class import class_of_hours, evidence_class, is_seen_by_display
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Delivery
from geo import displaced
from tests.checkin.builders import SITE, a_case, evidence_of, session_facts, trainee_facts

A, B, C, D, E, F, G = EvidenceClass
E_CARD = {"proof_kind": ProofKind.E_CARD, "proof": AssertionProof(kind=ProofKind.E_CARD, fault=None)}
LIVE_FACE = {"proof_kind": ProofKind.FACE, "proof": FaceProof(result="match", liveness="challenge_passed")}
LIVE_QR = {"proof_kind": ProofKind.LIVE_QR, "proof": AssertionProof(kind=ProofKind.LIVE_QR, fault=None)}
PROVEN = {"binding": Binding.PROVEN}
AT_THE_EDGE = displaced(SITE, east_m=205, north_m=0)


def worth(policy: PolicyView, session: Any = None, **changes: Any) -> EvidenceClass:
    return evidence_class(a_case(evidence_of(**changes), session), policy)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (PROVEN | E_CARD, A),
        (PROVEN | LIVE_FACE, A),
        (PROVEN | E_CARD | {"code": CodeState.ABSENT}, B),
        (PROVEN | E_CARD | {"code_source": CodeSource.DISPLAY}, A),
        (PROVEN | E_CARD | {"code_source": CodeSource.REMOTE_DISPLAY}, B),
        (PROVEN | {"proof_kind": ProofKind.FACE, "proof": FaceProof(result="match")}, B),
        (PROVEN, B),
        (E_CARD, B),
        ({}, B),
        ({"code_source": CodeSource.REMOTE_DISPLAY}, D),
        ({"code_source": CodeSource.DISPLAY}, B),
        (LIVE_FACE | {"code_source": CodeSource.REMOTE_DISPLAY}, B),
        (LIVE_QR, C),
        (PROVEN | LIVE_QR, C),
        (LIVE_QR | {"position": AT_THE_EDGE}, C),
        (LIVE_QR | {"code_source": CodeSource.REMOTE_DISPLAY}, D),
        (LIVE_QR | {"code": CodeState.ABSENT}, D),
        ({"position": AT_THE_EDGE}, C),
        (PROVEN | E_CARD | {"position": AT_THE_EDGE}, C),
        ({"position": AT_THE_EDGE, "code_source": CodeSource.REMOTE_DISPLAY}, D),
        ({"accuracy_m": 501.0}, D),
        ({"accuracy_m": None}, D),
        ({"position": None}, D),
        (E_CARD | {"binding": Binding.SELF_BOUND}, G),
        ({"binding": Binding.SELF_BOUND, "position": None}, G),
        ({"binding": Binding.SELF_BOUND, "is_offline": True}, G),
        (PROVEN | E_CARD | {"is_offline": True}, D),
        (PROVEN | E_CARD | {"fix_is_own": False}, D),
        ({"at_terminal": True, "position": None}, E),
    ],
)
def test_an_attempt_is_worth_what_person_place_and_room_show(
    policy: PolicyView, changes: dict[str, Any], expected: EvidenceClass
) -> None:
    assert worth(policy, **changes) is expected


def test_a_terminal_that_was_carried_along_is_worth_what_a_moving_fence_is(policy: PolicyView) -> None:
    assert worth(policy, session_facts(fence_moves=True), at_terminal=True, position=None) is D


def test_a_fence_around_an_instructor_places_nobody_surely(policy: PolicyView) -> None:
    assert worth(policy, session_facts(fence_moves=True), **PROVEN | E_CARD) is D


@pytest.mark.parametrize(("binding", "expected"), [(None, B), (Binding.PROVEN, B), (Binding.SELF_BOUND, G)])
def test_online_only_the_person_counts(policy: PolicyView, binding: Binding | None, expected: EvidenceClass) -> None:
    online = session_facts(delivery=Delivery.ONLINE)
    assert worth(policy, online, binding=binding, position=None) is expected


def test_hours_of_several_phases_are_worth_the_weakest() -> None:
    assert weakest([A, B]) is B
    assert weakest([E, D]) is D
    assert weakest([C, E]) is C
    assert weakest([D, F, A]) is F
    assert weakest([G, F, D]) is G


@pytest.mark.parametrize(("before", "expected"), [((), B), ((A,), B), ((C,), C), ((A, D), D)])
def test_a_phase_that_completes_a_session_is_worth_no_more_than_those_before_it(
    before: tuple[EvidenceClass, ...], expected: EvidenceClass
) -> None:
    assert class_of_hours(B, trainee_facts(phase_classes=before)) is expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"position": AT_THE_EDGE}, True),
        ({"position": displaced(SITE, east_m=345, north_m=0), "accuracy_m": 200.0}, True),
        ({"position": displaced(SITE, east_m=355, north_m=0), "accuracy_m": 200.0}, False),
        ({"position": displaced(SITE, east_m=1_200, north_m=0), "accuracy_m": 450.0}, False),
        ({"position": displaced(SITE, east_m=330, north_m=0), "accuracy_m": 10.0}, False),
        ({"position": AT_THE_EDGE, "code_source": CodeSource.REMOTE_DISPLAY}, False),
        ({"position": AT_THE_EDGE, "code": CodeState.ABSENT}, False),
        ({"position": AT_THE_EDGE, "binding": Binding.SELF_BOUND}, False),
        ({"position": None}, False),
        ({}, False),
        (LIVE_QR, True),
        (LIVE_QR | {"position": displaced(SITE, east_m=330, north_m=0), "accuracy_m": 10.0}, False),
        (LIVE_QR | {"code_source": CodeSource.REMOTE_DISPLAY}, False),
        (LIVE_QR | {"binding": Binding.SELF_BOUND}, False),
    ],
)
def test_a_display_confirms_a_phone_beside_the_fence_and_no_disc_drawn_wide_from_afar(
    policy: PolicyView, changes: dict[str, Any], *, expected: bool
) -> None:
    shown = {"code_source": CodeSource.DISPLAY, "code": CodeState.VALID} | changes
    case = a_case(evidence_of(**shown))
    assert is_seen_by_display(case, policy, worth=evidence_class(case, policy)) is expected
