"""A term played over HTTP comes to what an independent computation comes to."""

from collections import Counter, defaultdict
from fractions import Fraction
from typing import Any

import psycopg
import pytest

from checkin_service.cli.verify import verify
from checkin_service.demo.cast import Role, cast_of
from checkin_service.eligibility.rules import recompute
from checkin_service.kit.database import Database
from checkin_service.kit.scope import Work
from tests.demo.conftest import SEED, SESSIONS, TRAINEES, Performance
from tests.tools.seeing import seeing

HOURS = 4
SUBSIDY_FEN = 150_000

Json = dict[str, Any]


def by_role(performance: Performance, role: str) -> list[Json]:
    return [line for line in performance.report["trainees"] if line["role"] == role]


def expected_hours(role: Role, attended_sessions: int) -> int:
    """What the cast earns: presence counts unless place or person could not be shown."""
    is_never_credited = role in {Role.FAR_AWAY, Role.WRONG_FACE, Role.BROKEN_GPS}
    return 0 if is_never_credited else attended_sessions * HOURS


def expected_eligible(line: Json) -> bool:
    """SX-23 for targeted vouchers, SX-19 for general ones."""
    if line["voucher_kind"] == "general":
        return bool(line["certificate"])
    return bool(Fraction(line["attended_hours"], line["total_hours"]) >= Fraction(3, 5) and line["passed"])


def test_everybody_gets_the_class_hours_their_part_earns(performance: Performance) -> None:
    cast = cast_of(trainees=TRAINEES, sessions=SESSIONS, seed=SEED)
    found = [(line["name"], line["role"], line["attended_hours"]) for line in performance.report["trainees"]]
    assert found == [(each.name, each.role, expected_hours(each.role, len(each.attends))) for each in cast]


def test_hours_are_those_of_accepted_attempts_in_the_database(performance: Performance) -> None:
    sessions: defaultdict[Any, set[Any]] = defaultdict(set)
    with psycopg.connect(seeing(performance.database_url)) as connection:
        rows = connection.execute("SELECT trainee_id, session_id FROM attempt WHERE decision = 'accepted'")
        for trainee_id, session_id in rows:
            sessions[trainee_id].add(session_id)
    recomputed = sorted(len(attended) * HOURS for attended in sessions.values())
    assert recomputed == sorted(hours for line in performance.report["trainees"] if (hours := line["attended_hours"]))


def test_check_ins_are_the_attempts_kept_by_outcome(performance: Performance) -> None:
    with psycopg.connect(seeing(performance.database_url)) as connection:
        kept = Counter(decision for (decision,) in connection.execute("SELECT decision FROM attempt"))
    report = performance.report
    assert {name: report[name] for name in kept} == kept
    assert report["check_ins"] == kept.total() == report["accepted"] + report["doubtful"] + report["refused"]


def test_rate_and_assessment_decide_for_targeted_vouchers_and_the_certificate_for_general_ones(
    performance: Performance,
) -> None:
    for line in performance.report["trainees"]:
        assert line["rate"] == f"{line['attended_hours']}/{line['total_hours']}"
        assert line["eligible"] == expected_eligible(line), line
        assert line["subsidy_fen"] == (SUBSIDY_FEN if line["eligible"] else 0)
        assert line["voucher_state"] == ("payable" if line["eligible"] else "released")


@pytest.mark.parametrize(
    ("role", "eligible"),
    [
        ("exactly_60_percent", True),
        ("just_below_60_percent", False),
        ("fails_assessment", False),
        ("general_voucher", True),
        ("no_phone", True),
        ("broken_gps_recovers", True),
        ("broken_gps", False),
        ("far_away", False),
        ("wrong_face", False),
        ("replayer", False),
    ],
)
def test_every_part_ends_as_it_should(performance: Performance, role: str, eligible: bool) -> None:  # noqa: FBT001
    (line,) = by_role(performance, role)
    assert line["eligible"] is eligible
    assert line["reasons"]


def test_every_fen_reserved_is_payable_or_released(performance: Performance) -> None:
    ledger, trainees = performance.report["ledger"], performance.report["trainees"]
    payable = sum(line["subsidy_fen"] for line in trainees)
    assert ledger == {
        "reserved_fen": len(trainees) * SUBSIDY_FEN,
        "payable_fen": payable,
        "released_fen": len(trainees) * SUBSIDY_FEN - payable,
        "balanced": True,
    }


def test_a_doubt_that_nobody_resolved_is_rejected_by_a_reviewer(performance: Performance) -> None:
    with psycopg.connect(seeing(performance.database_url)) as connection:
        decisions = connection.execute("SELECT accepted, count(*) FROM review GROUP BY accepted").fetchall()
    unresolved = 2 * SESSIONS  # The wrong face and the broken GPS without a code, at every session.
    assert decisions == [(False, unresolved)]


def test_the_same_seed_gives_the_same_report(performance: Performance) -> None:
    differing = {"seconds": None, "checkpoint": None}
    assert {**performance.repeated, **differing} == {**performance.report, **differing}


def test_the_whole_log_is_verified_at_the_end(performance: Performance) -> None:
    assert performance.report["verified"] is True
    assert performance.report["checkpoint"]["size"] > performance.report["check_ins"]


async def test_the_database_it_leaves_is_sound(performance: Performance) -> None:
    async with Database.connected(performance.database_url, connections=2, work=Work.OPERATOR) as database:
        assert await verify(database) == 0
    with psycopg.connect(seeing(performance.database_url)) as connection:
        documents = [bytes(document) for (document,) in connection.execute("SELECT document FROM determination")]
        waiting = connection.execute("SELECT type, last_error FROM outbox WHERE delivered_at IS NULL").fetchall()
    assert len(documents) >= TRAINEES
    assert [
        (each.determination_id, each.faults)
        for document in documents
        for each in recompute.check(document)
        if each.faults
    ] == []
    assert waiting == []
