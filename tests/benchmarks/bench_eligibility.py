"""Determinations of one core measured: the pure rules, and the whole document with its digest."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from time import process_time

from checkin_service.eligibility.model.canonical import digest
from checkin_service.eligibility.rules import determine, recompute
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event
from tests.eligibility.builders import TRAINEE, a_policy, some_facts

ROUNDS = 2_000
AT = datetime(2022, 5, 30, 2, tzinfo=UTC)
FACTS, POLICY = some_facts(), a_policy()
CAUSE = Event(trainee_id=TRAINEE, event_id=new_id(), type="class.completed", payload={}, occurred_at=AT)


def per_second(act: Callable[[], object]) -> float:
    """By CPU time, so that whatever else runs on the machine does not count."""
    act()
    before = process_time()
    for _ in range(ROUNDS):
        act()
    return ROUNDS / (process_time() - before)


def written() -> bytes:
    heading = Heading(determination_id=new_id(), ordinal=1, supersedes=None, determined_at=AT)
    made = determine(FACTS, POLICY)
    document = document_of(heading, facts=FACTS, policy=POLICY, determination=made, cause=CAUSE)
    digest(document)
    return document


def main() -> None:
    document = json.loads(written())
    figures = {
        "pure determinations per second and core": per_second(lambda: determine(FACTS, POLICY)),
        "documents with digest per second and core": per_second(written),
        "documents recomputed per second and core": per_second(lambda: recompute.faults_of(document)),
    }
    for name, figure in figures.items():
        print(f"{name}: {figure:,.0f}")  # noqa: T201 - it is a command


if __name__ == "__main__":
    main()
