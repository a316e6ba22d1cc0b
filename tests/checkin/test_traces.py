"""Whole traces of people and of programs: no teleport is believed, honest people are hardly ever sent to a reviewer."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from checkin_service.checkin.model.attempts import CodeState, FaceProof, Sighting
from checkin_service.checkin.rules import judge
from checkin_service.kit.verdict import Decision
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind
from geo import Circle, Datum, Position, convert, displaced
from tests.checkin.builders import SITE, a_case, evidence_of, session_facts, trainee_facts

EIGHT = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
MATCH = FaceProof(result="match", distance=0.3, match_at_most=0.45)
TRACES = 50


@dataclass(frozen=True)
class Stop:
    """A check-in at a school that lies so far east of the first, some minutes after eight."""

    minute: float
    km_east: float
    datum: Datum = Datum.WGS84
    is_frozen: bool = False
    is_mislabelled: bool = False
    code: CodeState = CodeState.VALID


Trace = Iterator[Stop]


def a_walk(chance: random.Random) -> Trace:
    """Five lessons at one school."""
    for lesson in range(5):
        yield Stop(60 * lesson, chance.uniform(-0.08, 0.08))


def a_bus(chance: random.Random) -> Trace:
    """Two schools of a town, at 20 to 60 km/h."""
    km = chance.uniform(3, 30)
    yield Stop(0, 0)
    yield Stop(km / chance.uniform(20, 60) * 60, km)


def a_fast_train(chance: random.Random) -> Trace:
    """Two cities at up to 350 km/h, and back at night."""
    km = chance.uniform(100, 900)
    minutes = km / chance.uniform(200, 350) * 60
    yield Stop(0, 0)
    yield Stop(minutes, km)
    yield Stop(minutes + 600, 0)


def a_desktop(chance: random.Random) -> Trace:
    """The same fix to the last digit, day after day."""
    km = chance.uniform(-0.05, 0.05)
    for day in range(6):
        yield Stop(1440 * day, km, is_frozen=True)


def a_map_app(chance: random.Random) -> Trace:
    """A phone whose positions come from a Chinese map, rightly labelled."""
    datum = chance.choice([Datum.GCJ02, Datum.BD09])
    for lesson in range(3):
        yield Stop(60 * lesson, chance.uniform(-0.05, 0.05), datum=datum)


def a_teleport(chance: random.Random) -> Trace:
    """Two schools far apart within minutes, inside at both."""
    yield Stop(0, 0)
    yield Stop(chance.uniform(0.1, 8), chance.uniform(60, 2000))


def a_mislabelled_map_app(chance: random.Random) -> Trace:
    """A phone that sends the numbers of a Chinese map as GPS: some hundred metres off, first without the code."""
    datum = chance.choice([Datum.GCJ02, Datum.BD09])
    for lesson, code in enumerate((CodeState.ABSENT, CodeState.VALID)):
        yield Stop(60 * lesson, 0, datum=datum, is_mislabelled=True, code=code)


def an_absence_of_that_kind(chance: random.Random) -> Trace:
    """The same from some 950 m to the east, where no datum brings it into the fence."""
    datum = chance.choice([Datum.GCJ02, Datum.BD09])
    yield Stop(0, chance.uniform(0.9, 0.99), datum=datum, is_mislabelled=True)


def outcomes(trace: Trace, policy: PolicyView, chance: random.Random) -> list[Decision]:
    """What becomes of each stop, the earlier ones known as the service knows them."""
    decided: list[Decision] = []
    seen: list[Sighting] = []
    accepted: Sighting | None = None
    for stop in trace:
        school = displaced(SITE, east_m=stop.km_east * 1000 if abs(stop.km_east) > 1 else 0, north_m=0)
        east_m = stop.km_east * 1000 if abs(stop.km_east) <= 1 else 0
        error = 0.0 if stop.is_frozen else 6.0
        true = displaced(school, east_m=east_m + chance.gauss(0, error), north_m=chance.gauss(0, error))
        position = convert(true, stop.datum)
        if stop.is_mislabelled:
            position = Position(longitude=position.longitude, latitude=position.latitude, datum=Datum.WGS84)
        at = EIGHT + timedelta(minutes=stop.minute)
        evidence = evidence_of(
            position=position,
            accuracy_m=9.0 if stop.is_frozen else round(chance.uniform(6, 20), 3),
            captured_at=at,
            received_at=at,
            proof_kind=ProofKind.FACE,
            proof=MATCH,
            code=stop.code,
        )
        session = session_facts(
            starts_at=at, ends_at=at + timedelta(hours=1), fence=Circle(centre=school, radius_m=200)
        )
        trainee = trainee_facts(last_accepted=accepted, recent=tuple(seen[-5:]))
        decision = judge(a_case(evidence, session, trainee), policy).verdict.decision
        decided.append(decision)
        sighting = evidence.sighting
        assert sighting is not None
        seen.append(sighting)
        accepted = sighting if decision is Decision.ACCEPTED else accepted
    return decided


HONEST = (a_walk, a_bus, a_fast_train, a_desktop, a_map_app)


@pytest.mark.parametrize("kind", HONEST)
def test_honest_traces_are_hardly_ever_sent_to_a_reviewer(
    kind: Callable[[random.Random], Trace], policy: PolicyView
) -> None:
    chance = random.Random(kind.__name__)
    decided = [each for _ in range(TRACES) for each in outcomes(kind(chance), policy, chance)]
    assert sum(each is not Decision.ACCEPTED for each in decided) <= len(decided) / 100


def test_no_teleport_is_believed(policy: PolicyView) -> None:
    chance = random.Random(1)
    for _ in range(TRACES):
        first, second = outcomes(a_teleport(chance), policy, chance)
        assert (first, second) == (Decision.ACCEPTED, Decision.DOUBTFUL)


def test_numbers_of_a_chinese_map_sent_as_gps_are_not_inside_and_need_the_code_of_the_room(policy: PolicyView) -> None:
    chance = random.Random(2)
    for _ in range(TRACES):
        assert outcomes(a_mislabelled_map_app(chance), policy, chance) == [Decision.DOUBTFUL, Decision.ACCEPTED]


def test_a_wrong_label_excuses_nobody_who_is_elsewhere(policy: PolicyView) -> None:
    chance = random.Random(3)
    for _ in range(TRACES):
        assert outcomes(an_absence_of_that_kind(chance), policy, chance) == [Decision.REFUSED]
