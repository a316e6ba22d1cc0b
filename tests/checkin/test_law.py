"""The law of evidence: who says less is never better off, and a place denied stays denied.

A message and a weakening of it are judged and compared on the ladder A > B > C > D > doubtful > refused. Check-ins,
scans, sign-ins asserted by a platform and moving fences are drawn alike.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import (
    AssertionProof,
    Binding,
    CodeSource,
    CodeState,
    FaceProof,
    Phase,
    PinProof,
)
from checkin_service.checkin.model.cases import Case, Judgement
from checkin_service.checkin.rules import judge
from checkin_service.checkin.rules.platform_sign_ins import AssertedFacts, judge_asserted
from checkin_service.checkin.rules.scanned import judge_scan
from checkin_service.kit.verdict import Decision
from checkin_service.policy.book import PolicyView, policy_of
from checkin_service.policy.proofs import ProofKind
from geo import Circle, Datum, convert, displaced
from tests.checkin.builders import SITE, STARTS_AT, a_case, a_sighting, evidence_of, session_facts, trainee_facts

RADII_M = (50, 100, 200, 500)
POLICY = policy_of(session_facts(), known_at=STARTS_AT)
PROOFS: dict[ProofKind, Any] = {
    ProofKind.PIN_CODE: PinProof(is_right=True),
    ProofKind.FACE: FaceProof(result="match", liveness="challenge_passed"),
    ProofKind.E_CARD: AssertionProof(kind=ProofKind.E_CARD, fault=None),
    ProofKind.LIVE_QR: AssertionProof(kind=ProofKind.LIVE_QR, fault=None),
}

accuracies = st.floats(1, 20_000)
unusable = st.sampled_from([None, 0.0, -1.0])
codes = st.sampled_from([CodeState.VALID, CodeState.ABSENT, CodeState.EXPIRED_OR_WRONG])
distances = st.one_of(st.floats(0, 1_500), st.floats(0, 60_000))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """An attempt from somewhere around a site, with everything else in order."""
    radius_m = draw(st.sampled_from(RADII_M))
    away_m, is_north = draw(distances), draw(st.booleans())
    here = displaced(SITE, east_m=0 if is_north else away_m, north_m=away_m if is_north else 0)
    kind = draw(st.sampled_from(list(PROOFS)))
    phase = draw(st.sampled_from([Phase.IN, Phase.MID]))
    evidence = evidence_of(
        position=convert(here, draw(st.sampled_from(Datum))),
        accuracy_m=draw(accuracies),
        confidence=draw(st.sampled_from([None, 0.5, 0.63, 0.68, 0.95])),
        proof_kind=kind,
        proof=PROOFS[kind],
        code=draw(codes),
        binding=draw(st.sampled_from([None, *Binding])),
        code_source=draw(st.sampled_from([None, *CodeSource])),
        witness=a_sighting() if kind is ProofKind.LIVE_QR else None,
        agent_family=draw(st.sampled_from([None, "wechat", "ios"])),
        phase=phase,
        received_at=STARTS_AT,
        captured_at=STARTS_AT,
    )
    fence = Circle(centre=SITE, radius_m=radius_m)
    moves = draw(st.booleans())
    earlier = tuple(a_sighting(convert(SITE, each)) for each in draw(st.lists(st.sampled_from(Datum), max_size=4)))
    session = session_facts(fence=fence, fence_moves=moves, phases=frozenset({phase}))
    return a_case(
        evidence,
        session,
        trainee_facts(
            contrary_m=draw(st.sampled_from([None, None, 5.0, 50.0])),
            recent=earlier,
            check=(STARTS_AT, STARTS_AT + timedelta(minutes=5)) if phase is Phase.MID else None,
        ),
    )


def judged(case: Case) -> Judgement:
    judge_it: Callable[[Case, PolicyView], Judgement] = (
        judge_scan if case.evidence.proof_kind is ProofKind.LIVE_QR else judge
    )
    return judge_it(case, POLICY)


LADDER = ["refused", "doubtful", "G", "F", "D", "C", "E", "B", "A"]


def rung(judgement: Judgement) -> int:
    """How good an answer is, from 0 for a refusal."""
    return LADDER.index(judgement.evidence_class or judgement.verdict.decision.value)


def weaker(case: Case, **changes: Any) -> Case:
    return replace(case, evidence=replace(case.evidence, **changes))


def speaks_against(case: Case) -> bool:
    """Whether the phone itself says that it is elsewhere, surely or weakly."""
    return any(each.reason in {"outside", "out_of_reach"} for each in judged(case).verdict.findings)


@given(cases(), st.floats(1, 1_000))
def test_a_worse_accuracy_is_never_a_better_answer_unless_it_takes_back_a_denial(case: Case, factor: float) -> None:
    coarser = weaker(case, accuracy_m=(case.evidence.accuracy_m or 0) * factor)
    if speaks_against(case):
        # Nobody can stop a phone from claiming a disc so wide that it reaches: what it gains is bounded.
        assert rung(judged(coarser)) <= LADDER.index("C")
    else:
        assert rung(judged(coarser)) <= rung(judged(case))


@given(cases(), unusable)
def test_silence_is_never_a_better_answer_and_worth_d_at_most(case: Case, nothing: float | None) -> None:
    for silent in (weaker(case, position=None), weaker(case, accuracy_m=nothing)):
        found = judged(silent)
        assert rung(found) <= LADDER.index("D")
        if not speaks_against(case):
            assert rung(found) <= rung(judged(case))
        if case.evidence.code is not CodeState.VALID:
            assert found.verdict.decision is not Decision.ACCEPTED


@given(cases())
def test_without_the_code_or_with_a_self_bound_phone_nothing_gets_better(case: Case) -> None:
    for changes in ({"code": CodeState.ABSENT}, {"binding": Binding.SELF_BOUND}, {"is_offline": True}):
        assert rung(judged(weaker(case, **changes))) <= rung(judged(case))
    if case.evidence.code is CodeState.VALID:
        remote = weaker(case, code_source=CodeSource.REMOTE_DISPLAY)
        assert rung(judged(remote)) <= rung(judged(weaker(case, code_source=CodeSource.DISPLAY)))


@given(cases(), accuracies)
def test_a_denial_stays_within_the_session(case: Case, said_m: float) -> None:
    standing = replace(case, trainee=replace(case.trainee, contrary_m=said_m))
    assert rung(judged(standing)) <= rung(judged(replace(case, trainee=replace(case.trainee, contrary_m=None))))
    is_finer = case.evidence.fix_is_own and (case.evidence.accuracy_m or 0) <= said_m
    if not is_finer:
        assert judged(standing).verdict.decision is not Decision.ACCEPTED
    assert judged(weaker(standing, position=None)).verdict.decision is not Decision.ACCEPTED


@given(cases(), st.floats(500, 60_000), st.floats(1, 150))
def test_a_truthful_fix_half_a_kilometre_outside_is_refused_whoever_shows_whichever_code(
    case: Case, gap_m: float, accuracy_m: float
) -> None:
    fence = case.session.fence
    assert isinstance(fence, Circle)
    far = displaced(SITE, east_m=fence.radius_m + gap_m, north_m=0)
    found = judged(weaker(case, position=far, accuracy_m=accuracy_m, confidence=0.68))
    # Some such places are where the site would lie if its numbers were read in another datum; those say so instead.
    assume(not any(each.reason == "other_datum" for each in found.verdict.findings))
    assert found.verdict.decision is Decision.REFUSED


@given(cases(), st.lists(st.one_of(accuracies, unusable), min_size=2, max_size=4))
def test_in_the_room_the_code_gets_one_answer_whatever_the_phone_says_of_its_precision(
    case: Case, said: list[float | None]
) -> None:
    in_room = weaker(case, position=SITE, code=CodeState.VALID, confidence=0.68)
    in_room = replace(in_room, trainee=replace(case.trainee, contrary_m=None))
    found = [judged(weaker(in_room, accuracy_m=accuracy_m)) for accuracy_m in said]
    assert {each.verdict.decision for each in found} == {Decision.ACCEPTED}
    nothing_said = {each.evidence_class for each, of in zip(found, said, strict=True) if not of or of < 0 or of > 500}
    is_self_bound = case.evidence.binding is Binding.SELF_BOUND
    assert nothing_said <= {EvidenceClass.G if is_self_bound else EvidenceClass.D}


@given(cases(), st.floats(1, 1_000), st.sampled_from([None, True, False]))
def test_a_platforms_word_is_worth_f_and_gains_nothing_by_a_coarser_fix(
    case: Case,
    factor: float,
    agrees: bool | None,  # noqa: FBT001 - drawn, not passed
) -> None:
    asserted = AssertedFacts(phases=frozenset(), place_agrees=agrees)
    base = weaker(case, code=CodeState.ABSENT, fix_is_own=False, proof_kind=ProofKind.E_CARD)
    strong = judge_asserted(base, POLICY, asserted=asserted)
    coarse = weaker(base, accuracy_m=(base.evidence.accuracy_m or 0) * factor)
    weak = judge_asserted(coarse, POLICY, asserted=asserted)
    assert weak.evidence_class in {None, EvidenceClass.F}
    if strong.verdict.decision is not Decision.REFUSED:
        assert rung(weak) <= rung(strong)
    else:
        assert weak.verdict.decision is not Decision.ACCEPTED
