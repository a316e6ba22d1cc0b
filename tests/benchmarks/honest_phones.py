"""Honest phones of one town at one site, judged by the shipped rules: what the location rule does to people who came.

`python -m tests.benchmarks.honest_phones` prints for each radius how many sign-ins are refused or in doubt after the
retry that the advice suggests (a new fix of the same phone, with the room's code), which classes of evidence the others
have, and how many of a class of 30 people and 40 sessions need a person. The models are assumptions, stated below.
"""

import math
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import numpy as np

from checkin_service.checkin.model.attempts import CodeState, FaceProof
from checkin_service.checkin.model.cases import Judgement
from checkin_service.checkin.rules import judge
from checkin_service.kit.verdict import Decision
from checkin_service.policy.book import policy_of
from checkin_service.policy.proofs import ProofKind
from geo import Circle, Datum, Position, convert, displaced
from tests.checkin.builders import SITE, STARTS_AT, a_case, evidence_of, session_facts, trainee_facts

RADII_M = (50, 100, 200, 500)
SIGN_INS = 40
IN_CLASS = 30
_ONE_SITE_OF = 10
_ENOUGH = 0.6
_POLICY = policy_of(session_facts(), known_at=STARTS_AT)
_FACE = {"proof_kind": ProofKind.FACE, "proof": FaceProof(result="match", liveness="challenge_passed")}


@dataclass(frozen=True, slots=True)
class Reported:
    """A fix as a phone reports it: error in metres east and north, accuracy in metres, confidence, datum mixed up."""

    east_m: float
    north_m: float
    accuracy_m: float | None
    confidence: float | None = 0.68
    is_mislabelled: bool = False


Phone = Callable[[], Reported | None]
"""One person's phone, asked for a fix; None where there is none."""


def _noise(chance: np.random.Generator, r68_m: float) -> tuple[float, float]:
    east_m, north_m = chance.normal(0, r68_m / 1.51, 2).tolist()
    return east_m, north_m


def _as_stated(chance: np.random.Generator, accuracy: Callable[[], float], *, confidence: float | None = 0.68) -> Phone:
    """Errors as large as the phone says."""

    def fix() -> Reported:
        accuracy_m = accuracy()
        return Reported(*_noise(chance, accuracy_m), accuracy_m, confidence)

    return fix


def _scaled(
    chance: np.random.Generator,
    accuracy: Callable[[], float],
    low: float,
    high: float,
    *,
    confidence: float | None = 0.68,
) -> Phone:
    """Errors smaller or larger than the phone says by a factor between these."""

    def fix() -> Reported:
        accuracy_m = accuracy()
        return Reported(*_noise(chance, accuracy_m * chance.uniform(low, high)), accuracy_m, confidence)

    return fix


def _biased(
    chance: np.random.Generator,
    bias_m: float,
    accuracy: Callable[[], float],
    *,
    noise_m: float = 8,
    confidence: float | None = 0.68,
) -> Phone:
    """A bias that stays with the person, in one direction, and a little noise on top."""
    angle = chance.uniform(0, 2 * math.pi)
    east_m, north_m = bias_m * math.sin(angle), bias_m * math.cos(angle)

    def fix() -> Reported:
        more = chance.normal(0, noise_m, 2)
        return Reported(east_m + more[0], north_m + more[1], accuracy(), confidence)

    return fix


def _stale(chance: np.random.Generator) -> Phone:
    """Good indoors, and on one day in ten a fix from somewhere else that claims to be fresh."""
    good = _as_stated(chance, partial(chance.uniform, 10, 40))

    def fix() -> Reported | None:
        if chance.random() >= 0.1:
            return good()
        away_m = math.exp(chance.uniform(math.log(300), math.log(15_000)))
        angle = chance.uniform(0, 2 * math.pi)
        return Reported(away_m * math.sin(angle), away_m * math.cos(angle), chance.uniform(4, 30))

    return fix


def _mislabelled(chance: np.random.Generator) -> Phone:
    def fix() -> Reported:
        accuracy_m = chance.uniform(6, 25)
        return Reported(*_noise(chance, accuracy_m), accuracy_m, is_mislabelled=True)

    return fix


def _canyon(chance: np.random.Generator) -> Phone:
    bias_m = chance.uniform(20, 80)
    return _biased(chance, bias_m, lambda: max(4.0, (bias_m + 10) * chance.uniform(0.3, 0.8)), noise_m=10)


_I_PHONE_M = (35.0, 65.0, 65.0)
MODELS: tuple[tuple[str, float, Callable[[np.random.Generator], Phone]], ...] = (
    ("open sky", 4, lambda c: _as_stated(c, lambda: float(np.clip(c.lognormal(math.log(8), 0.45), 3.5, 30)))),
    ("good indoor", 42, lambda c: _as_stated(c, partial(c.uniform, 10, 40))),
    ("iPhone indoors", 20, lambda c: _scaled(c, lambda: float(c.choice(_I_PHONE_M)), 0.5, 1.2, confidence=None)),
    ("urban canyon", 8, _canyon),
    (
        "indoor Wi-Fi, said at 95 %",
        14,
        lambda c: _biased(c, c.uniform(30, 150), lambda: 5.0 * round(c.uniform(20, 65) / 5), confidence=0.95),
    ),
    ("cell only", 3, lambda c: _scaled(c, partial(c.uniform, 1000, 3000), 0.5, 1.3)),
    ("cell, optimistic", 1, lambda c: _biased(c, c.lognormal(math.log(600), 0.5), partial(c.uniform, 300, 500))),
    (
        "iOS approximate",
        3,
        lambda c: _biased(c, c.uniform(0, 4000), partial(c.uniform, 3000, 7000), confidence=None),
    ),
    ("stale on one day in ten", 1, _stale),
    ("no fix", 2, lambda _: lambda: None),
    ("no accuracy", 0.5, lambda c: lambda: Reported(*_noise(c, 15), None)),
    ("GCJ-02 labelled WGS-84", 1.5, _mislabelled),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """How people go about it: what the first try brings, and how often they try within one lesson."""

    said: str
    with_code: bool = False
    """The room's code from the first try on, as the app asks for it beside the PIN."""
    tries: int = 2


BY_FACE_ONCE_MORE = Habit(said="by face, once more with the code")
HABITS = (
    BY_FACE_ONCE_MORE,
    Habit(said="by face, up to three tries", tries=3),
    Habit(said="PIN and code, once more", with_code=True),
    Habit(said="PIN and code, up to three tries", with_code=True, tries=3),
)


def simulate(
    *,
    radius_m: float,
    people: int,
    sign_ins: int = SIGN_INS,
    seed: int = 20260302,
    habit: Habit = BY_FACE_ONCE_MORE,
) -> list[Counter[str]]:
    """What became of every lesson of each person in the end: `refused`, `doubtful` or a class of evidence.

    One person of ten is at a site that was entered 50 to 150 m off. Several tries in one lesson are one case at most:
    a doubt that a later try dissolves asks nobody for anything.
    """
    chance = np.random.default_rng((seed, int(radius_m)))
    found: list[Counter[str]] = []
    for make, is_beside in _dealt(people):
        phone, fence = make(chance), Circle(centre=_site(chance) if is_beside else SITE, radius_m=radius_m)
        seats = (_seat(chance, radius_m) for _ in range(sign_ins))
        found.append(Counter(_in_the_end(phone, fence, *seat, habit) for seat in seats))
    return found


def _dealt(people: int) -> Iterator[tuple[Callable[[np.random.Generator], Phone], bool]]:
    """Each kind of phone as often as its share says, and every tenth of a kind at a site entered beside its place.

    Drawn instead, the rare kinds that make the cases would come by chance twice as often or not at all.
    """
    total = sum(share for _, share, _ in MODELS)
    for _, share, make in MODELS:
        for number in range(round(people * share / total)):
            yield make, number % _ONE_SITE_OF == 0


def _site(chance: np.random.Generator) -> Position:
    """Where a fence is centred that was entered beside the place where the class is held."""
    angle, off_m = chance.uniform(0, 2 * math.pi), chance.uniform(50, 150)
    return displaced(SITE, east_m=off_m * math.sin(angle), north_m=off_m * math.cos(angle))


def _seat(chance: np.random.Generator, radius_m: float) -> tuple[float, float]:
    away_m, angle = min(0.6 * radius_m, 80) * math.sqrt(chance.random()), chance.uniform(0, 2 * math.pi)
    return away_m * math.sin(angle), away_m * math.cos(angle)


def _in_the_end(phone: Phone, fence: Circle, east_m: float, north_m: float, habit: Habit) -> str:
    """Whoever is not accepted tries again with a new fix and the room's code, as the advice says."""
    contrary_m: float | None = None
    for number in range(habit.tries):
        code = CodeState.VALID if habit.with_code or number else CodeState.ABSENT
        fix = phone()
        judged = _judged(fix, fence, east_m, north_m, code=code, contrary_m=contrary_m)
        if judged.evidence_class is not None:
            return judged.evidence_class
        said = {each.reason for each in judged.verdict.findings if each.check == "location"}
        if fix is not None and fix.accuracy_m is not None and {"outside", "out_of_reach"} & said:
            contrary_m = min(fix.accuracy_m, contrary_m or math.inf)
    return judged.verdict.decision.value


def _judged(
    fix: Reported | None, fence: Circle, east_m: float, north_m: float, *, code: CodeState, contrary_m: float | None
) -> Judgement:
    position = None
    if fix is not None:
        position = displaced(SITE, east_m=east_m + fix.east_m, north_m=north_m + fix.north_m)
        if fix.is_mislabelled:
            shown = convert(position, Datum.GCJ02)
            position = Position(longitude=shown.longitude, latitude=shown.latitude, datum=Datum.WGS84)
    evidence = evidence_of(
        **_FACE,
        position=position,
        accuracy_m=None if fix is None else fix.accuracy_m,
        confidence=None if fix is None else fix.confidence,
        code=code,
        received_at=STARTS_AT - timedelta(minutes=5),
    )
    return judge(a_case(evidence, session_facts(fence=fence), trainee_facts(contrary_m=contrary_m)), _POLICY)


def line(radius_m: float, found: list[Counter[str]]) -> str:
    """One radius as a row of a Markdown table."""
    together = sum(found, Counter[str]())
    total = together.total()
    shares = " | ".join(f"{together[name] / total:.1%}" for name in ("A", "B", "C", "D"))
    refused, doubtful = (together[each.value] / total for each in (Decision.REFUSED, Decision.DOUBTFUL))
    return f"| {radius_m:g} m | {refused:.2%} | {doubtful:.2%} | {cases(found)} | {below_sixty(found):.2%} | {shares} |"


def below_sixty(found: list[Counter[str]]) -> float:
    """Share of people who miss 60 % of their lessons unless a person helps."""
    missed = (each[Decision.REFUSED.value] + each[Decision.DOUBTFUL.value] for each in found)
    return sum(of > (1 - _ENOUGH) * each.total() for of, each in zip(missed, found, strict=True)) / len(found)


def cases(found: list[Counter[str]]) -> str:
    """Lessons of a class that need a person, at 95 %: a person's lessons are alike, so the interval is over people."""
    share = np.array([(each[Decision.REFUSED.value] + each[Decision.DOUBTFUL.value]) / each.total() for each in found])
    either_way = 1.96 * share.std(ddof=1) / math.sqrt(len(found))
    return f"{share.mean() * IN_CLASS * SIGN_INS:.1f} ± {either_way * IN_CLASS * SIGN_INS:.1f}"


def main() -> None:
    """Print the table for as many people at each radius as the first argument says; the second is a seed."""
    people = int(sys.argv[1]) if sys.argv[1:] else 2_000
    seed = int(sys.argv[2]) if sys.argv[2:] else 20260302
    for habit in HABITS:
        sys.stdout.write(
            f"\n{habit.said}\n\n"
            "| radius | refused | in doubt | cases per class | below 60 % | A | B | C | D |\n"
            "|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n"
        )
        for radius_m in RADII_M:
            found = simulate(radius_m=radius_m, people=people, sign_ins=10, seed=seed, habit=habit)
            sys.stdout.write(line(radius_m, found) + "\n")


if __name__ == "__main__":
    main()
