"""The datum of a fix is a claim: nobody gets to the site by naming another, and honest phones are not touched."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.checkin.model.attempts import CodeSource, CodeState, FaceProof, Sighting
from checkin_service.checkin.model.cases import Judgement
from checkin_service.checkin.rules import judge
from checkin_service.kit.verdict import Decision
from checkin_service.policy.book import policy_of
from checkin_service.policy.proofs import ProofKind
from geo import Circle, Datum, Position, convert, displaced, distance_m
from tests.checkin.builders import (
    SITE,
    STARTS_AT,
    a_case,
    a_sighting,
    evidence_of,
    finding,
    session_facts,
    trainee_facts,
)

POLICY = policy_of(session_facts(), known_at=STARTS_AT)
MATCH: dict[str, Any] = {"proof_kind": ProofKind.FACE, "proof": FaceProof(result="match")}
IN_ANOTHER = st.sampled_from([Datum.GCJ02, Datum.BD09])
sides = st.floats(-1_500, 1_500)


def labelled(place: Position, datum: Datum) -> Position:
    """The numbers of a receiver there, called something else."""
    return Position(longitude=place.longitude, latitude=place.latitude, datum=datum)


def in_datum(place: Position, datum: Datum) -> Position:
    return convert(place, datum)


def judged(
    position: Position,
    *,
    radius_m: float = 200,
    recent: tuple[Sighting, ...] = (),
    contrary_m: float | None = None,
    **evidence: Any,
) -> Judgement:
    session = session_facts(fence=Circle(centre=SITE, radius_m=radius_m))
    trainee = trainee_facts(recent=recent, contrary_m=contrary_m)
    return judge(a_case(evidence_of(position=position, **MATCH | evidence), session, trainee), POLICY)


def where(found: Judgement) -> str:
    return finding(found.verdict, "location").reason


# Who is half a kilometre away so that the label moves the numbers onto the site.
TRICK = displaced(SITE, east_m=400, north_m=-290)


@given(sides, sides, IN_ANOTHER, st.sampled_from([50, 100, 200, 500]), st.floats(3, 500), st.booleans())
def test_no_label_carries_anybody_who_is_elsewhere_to_a_or_b(
    east_m: float,
    north_m: float,
    datum: Datum,
    radius_m: int,
    accuracy_m: float,
    has_code: bool,  # noqa: FBT001 - drawn
) -> None:
    there = displaced(SITE, east_m=east_m, north_m=north_m)
    code = CodeState.VALID if has_code else CodeState.ABSENT
    found = judged(
        labelled(there, datum), radius_m=radius_m, accuracy_m=accuracy_m, code=code, code_source=CodeSource.DISPLAY
    )
    if distance_m(there, SITE) > radius_m:
        assert found.evidence_class not in {EvidenceClass.A, EvidenceClass.B}
        assert has_code or found.verdict.decision is not Decision.ACCEPTED


def test_the_code_of_the_room_is_the_exit_in_a_lower_class() -> None:
    trick = labelled(TRICK, Datum.GCJ02)
    without, with_code = judged(trick, code=CodeState.ABSENT), judged(trick)
    assert (where(without), without.verdict.decision) == ("inside_by_label", Decision.DOUBTFUL)
    assert (where(with_code), with_code.evidence_class) == ("inside_by_label_but_code", EvidenceClass.C)
    assert finding(with_code.verdict, "datum").measured == "gcj02"
    remote = judged(trick, code_source=CodeSource.REMOTE_DISPLAY)
    assert remote.evidence_class is EvidenceClass.D


@given(st.floats(-60, 60), st.floats(-60, 60), st.sampled_from([Datum.WGS84, Datum.CGCS2000]), st.booleans())
def test_a_phone_that_says_wgs84_is_not_touched(east_m: float, north_m: float, datum: Datum, knows: bool) -> None:  # noqa: FBT001 - drawn
    earlier = (a_sighting(), a_sighting(in_datum(SITE, Datum.CGCS2000)), a_sighting()) if knows else ()
    here = in_datum(displaced(SITE, east_m=east_m, north_m=north_m), datum)
    found = judged(here, recent=earlier, code=CodeState.ABSENT, agent_family="android")
    assert (where(found), found.evidence_class) == ("inside", EvidenceClass.B)
    assert not any(each.check == "datum" for each in found.verdict.findings)


@given(st.floats(-60, 60), st.floats(-60, 60), st.integers(0, 5))
def test_a_mini_program_that_says_gcj02_every_time_is_not_touched(east_m: float, north_m: float, times: int) -> None:
    here = in_datum(displaced(SITE, east_m=east_m, north_m=north_m), Datum.GCJ02)
    earlier = (a_sighting(in_datum(SITE, Datum.GCJ02)),) * times
    found = judged(here, recent=earlier, code=CodeState.ABSENT, agent_family="wechat")
    assert (where(found), found.evidence_class) == ("inside", EvidenceClass.B)
    # Baidu's datum no interface of theirs gives.
    assert (
        where(judged(in_datum(SITE, Datum.BD09), recent=earlier, agent_family="wechat")) == "inside_by_label_but_code"
    )


def test_who_changes_the_datum_shows_the_code_until_the_latest_fixes_are_alike() -> None:
    gcj02, wgs84 = a_sighting(in_datum(SITE, Datum.GCJ02)), a_sighting()
    trick = labelled(TRICK, Datum.GCJ02)
    for earlier in ((wgs84,), (gcj02, gcj02, wgs84), (wgs84, gcj02, gcj02)):
        assert where(judged(trick, recent=earlier, agent_family="wechat")) == "inside_by_label_but_code"
        assert where(judged(trick, recent=earlier, agent_family="wechat", code=CodeState.ABSENT)) == "inside_by_label"
    assert (
        where(judged(in_datum(SITE, Datum.GCJ02), recent=(wgs84, gcj02, gcj02, gcj02), agent_family="wechat"))
        == "inside"
    )
    assert where(judged(SITE, recent=(gcj02,), agent_family="wechat")) == "inside_by_label_but_code"


def test_where_every_reading_lies_inside_the_label_decides_nothing() -> None:
    found = judged(in_datum(SITE, Datum.BD09), radius_m=3_000, code=CodeState.ABSENT)
    assert (where(found), found.evidence_class) == ("inside", EvidenceClass.B)


def test_another_label_does_not_take_back_what_a_phone_has_said_against_itself() -> None:
    found = judged(labelled(TRICK, Datum.GCJ02), contrary_m=50.0)
    assert found.verdict.decision is Decision.DOUBTFUL
    assert finding(found.verdict, "contrary").reason == "contrary_stands"
    assert judged(SITE, contrary_m=50.0).verdict.decision is Decision.ACCEPTED
