"""The stand-alone verifier of draws: it stands alone, agrees with the service, and names what does not follow."""

import ast
import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from checkin_service.draws import rules as service_rules
from checkin_service.kit.ids import new_id
from checkin_service.transparency.rules import draws

SEED = b"a seed of thirty-two bytes or so"
CHAIN = "authority:330600"
DRAW = str(new_id())
THINGS = sorted(new_id() for _ in range(20))


def entry(kind: str, fact: dict[str, Any], chain: str = CHAIN) -> str:
    return json.dumps({"what": "entry", "chain": chain, "kind": kind, "fact": json.dumps(fact)})


def committed(purpose: str = "inspection", **terms: Any) -> str:
    fact = {"at": "2026-03-02T01:00:00+00:00", "draw_id": DRAW, "purpose": purpose, "terms": terms or {"count": 3}}
    return entry("draw", fact | {"commitment": f"\\x{sha256(SEED).hexdigest()}"})


def revealed(**changes: Any) -> str:
    drawn = [str(each) for each in service_rules.drawn(SEED, THINGS, {"count": 3})]
    fact = {"at": "2026-03-03T01:00:00+00:00", "draw_id": DRAW, "seed": f"\\x{SEED.hex()}", "drawn": drawn}
    return entry("draw_reveal", fact | {"population": [str(each) for each in THINGS]} | changes)


def faults_of(*lines: str) -> list[str]:
    faults: list[str] = []
    found = draws.Draws(faults.append)
    for line in lines:
        found.read(line)
    return faults


def test_a_draw_that_follows_from_its_hash_has_no_fault() -> None:
    assert faults_of(committed(), revealed()) == []
    assert faults_of(committed()) == []


@pytest.mark.parametrize("terms", [{"count": 0}, {"count": 4}, {"count": 90}, {"percent": 10}, {"percent": 55}])
def test_it_draws_as_the_service_does(terms: dict[str, int]) -> None:
    assert draws.drawn(SEED, THINGS, terms) == service_rules.drawn(SEED, THINGS, terms)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([revealed()], "no hash stood in the log before its seed"),
        ([revealed(), committed()], "no hash stood in the log before its seed"),
        ([committed(), revealed(seed=f"\\x{b'other'.hex()}")], "not the one that was committed to"),
        ([committed(), revealed(drawn=[str(THINGS[0])])], "does not follow from the seed"),
        ([committed(), revealed(population=[str(THINGS[0])] * 2)], "drew from something twice"),
        ([committed(count=4), revealed()], "does not follow from the seed"),
    ],
)
def test_what_does_not_follow_is_named(lines: list[str], said: str) -> None:
    assert any(said in each for each in faults_of(*lines))


@pytest.mark.parametrize(("at", "faults"), [("2026-03-02T00:59:59+00:00", 1), ("2026-03-02T01:00:01+00:00", 0)])
def test_a_decision_from_before_the_hash_is_named(at: str, faults: int) -> None:
    some = draws.drawn(SEED, THINGS, {"percent": 10})
    reveal = revealed(drawn=[str(each) for each in some])
    review = entry("review", {"at": at, "attempt_id": str(THINGS[4])}, chain="institution:a")
    assert len(faults_of(committed("second_look", percent=10), reveal, review)) == faults


def test_a_check_that_the_seed_did_not_draw_is_named() -> None:
    person, lessons = new_id(), [str(each) for each in THINGS[:6]]
    terms = {"sessions": lessons, "per_person": 2, "after_s": 600}
    held = [each for each in lessons if draws.check_of(SEED, person, UUID(each), 1000, terms) is not None]
    assert len(held) == 2
    right = draws.check_of(SEED, person, UUID(held[0]), 1000, terms)
    fact = {"at": "2026-03-02T09:00:00+00:00", "draw_id": DRAW, "trainee_id": str(person), "session_id": held[0]}
    reveal = revealed(drawn=[], population=[str(person)])
    for offset, faults in ((right, 0), ((right or 0) + 1, 1)):
        check = entry("person_check", fact | {"offset_s": offset, "length_s": 1000}, chain="institution:a")
        assert len(faults_of(committed("checks", **terms), reveal, check)) == faults
        assert faults_of(committed("checks", **terms), check) == []
    elsewhere = next(each for each in lessons if each not in held)
    check = entry("person_check", fact | {"session_id": elsewhere, "offset_s": 600, "length_s": 1000})
    assert len(faults_of(committed("checks", **terms), reveal, check)) == 1
    early = entry("person_check", fact | {"at": "2026-03-01T09:00:00+00:00", "offset_s": right, "length_s": 1000})
    assert "before its hash" in faults_of(committed("checks", **terms), reveal, early)[0]


def test_a_room_is_asked_at_one_moment_and_for_as_long_as_its_terms_say() -> None:
    lessons = [str(each) for each in THINGS[:8]]
    terms = {"sessions": lessons, "per_person": 2, "after_s": 600, "rooms": 2}
    terms |= {"room_within_s": 90, "room_longer_s": 300}
    people = [new_id(), new_id()]
    of_all = [each for each in lessons if draws.check_of(SEED, people[0], UUID(each), 1000, terms | {"per_person": 0})]
    assert len(of_all) == 2
    offset = draws.check_of(SEED, people[0], UUID(of_all[0]), 1000, terms)
    assert draws.check_of(SEED, people[1], UUID(of_all[0]), 1000, terms) == offset
    right = {"draw_id": DRAW, "session_id": of_all[0], "offset_s": offset, "length_s": 1000, "together": "room"}

    def asked(person: UUID, at: str, until: str) -> str:
        return entry("person_check", right | {"trainee_id": str(person), "at": at, "closes_at": until})

    first = asked(people[0], "2026-03-02T09:00:00+00:00", "2026-03-02T09:01:30+00:00")
    before = [committed("checks", **terms), revealed(drawn=[], population=[str(each) for each in people]), first]
    slow = asked(people[1], "2026-03-02T09:00:00+00:00", "2026-03-02T09:05:00+00:00")
    kind = asked(people[1], "2026-03-02T09:00:00+00:00", "2026-03-02T09:02:00+00:00")
    late = asked(people[1], "2026-03-02T09:03:00+00:00", "2026-03-02T09:04:30+00:00")
    assert faults_of(*before, slow) == []
    assert "longer or shorter" in faults_of(*before, kind)[0]
    assert "the others were asked" in faults_of(*before, late)[0]


def test_a_suspected_group_is_asked_when_its_seed_says_and_nobody_else_with_it() -> None:
    person, stranger, lesson = new_id(), new_id(), THINGS[0]
    terms = {"after_s": 600, "room_within_s": 90, "room_longer_s": 300}
    right = draws.group_of(SEED, lesson, 1000, terms)
    before = [committed("group_check", **terms), revealed(drawn=[], population=[str(person)])]

    def asked(whom: UUID, offset: int) -> str:
        fact = {"at": "2026-03-02T09:00:00+00:00", "closes_at": "2026-03-02T09:01:30+00:00", "together": "group"}
        fact |= {"draw_id": DRAW, "trainee_id": str(whom), "session_id": str(lesson)}
        return entry("person_check", fact | {"offset_s": offset, "length_s": 1000}, chain="institution:a")

    assert faults_of(*before, asked(person, right)) == []
    assert "does not follow" in faults_of(*before, asked(person, right + 1))[0]
    assert "does not follow" in faults_of(*before, asked(stranger, right))[0]


def test_it_needs_nothing_of_the_service_and_stays_short() -> None:
    source = Path(draws.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source)
    modules = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names])
    }
    assert modules <= {"argparse", "collections", "datetime", "hashlib", "json", "pathlib", "sys", "typing", "uuid"}
    assert len(source.splitlines()) < 300


def test_as_a_program_it_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "export.jsonl"
    export.write_text(f"{committed()}\n{revealed()}", encoding="utf-8")
    assert draws.main([str(export)]) == 0
    export.write_text(f"{committed()}\n{revealed(drawn=[])}", encoding="utf-8")
    assert draws.main([str(export)]) == 1
    assert draws.main([str(tmp_path / "nothing")]) == 2
    assert "each follows from its hash" in capsys.readouterr().out
