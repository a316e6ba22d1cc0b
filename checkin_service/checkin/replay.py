"""Judging stored attempts once more: the sealed evidence, today's rules or a draft, and what would come out now.

Nothing is written: a verdict stands as it was given. What an attempt found at its time (a voucher not yet in use, a
phase attested before) is taken from its own findings, because those facts have moved on since.
"""

import json
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from checkin_service.attendance.model import Counter
from checkin_service.checkin import store
from checkin_service.checkin.keeping import EVIDENCE_PURPOSE, SALT_BYTES
from checkin_service.checkin.model import (
    ChangedFinding,
    Evidence,
    Phase,
    Rechecked,
    SessionFacts,
    StoredAttempt,
    TraineeFacts,
)
from checkin_service.checkin.rules import judge
from checkin_service.kit.civil import CHINA
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from checkin_service.kit.verdict import Decision, Verdict
from checkin_service.policy.book import Book, PolicyView
from checkin_service.timetable import service as timetable

_EVIDENCE = TypeAdapter(Evidence)
_IN_USE = "used"

Presences = set[tuple[UUID, Phase]]


async def recheck(
    resources: Resources, book: Book, class_id: UUID, *, on: date | None, known_on: date | None
) -> AsyncIterator[Rechecked]:
    """Every attempt of a class, person by person in the order of receipt, with what the book says of it.

    `on` and `known_on` replace the session's own day and today.
    """
    known_on = known_on or resources.clock.now().astimezone(CHINA).date()
    sessions = await store.session_facts_of(resources.database, class_id)
    for registration in await timetable.roster_of(resources.database, class_id):
        present: Presences = set()
        async for attempt in store.attempts_of(resources.database, registration.trainee_id, class_id):
            session = sessions[attempt.session_id]
            policy = _policy(book, session, on=on, known_on=known_on)
            yield _replayed(resources, attempt, session, present, policy)
            if attempt.decision is Decision.ACCEPTED or attempt.is_accepted_since:
                present.add((attempt.session_id, attempt.phase))


def _policy(book: Book, session: SessionFacts, *, on: date | None, known_on: date) -> PolicyView:
    day = on or session.starts_at.astimezone(CHINA).date()
    return book.at(session.supervising_authority, on=day, known_on=known_on)


def _replayed(
    resources: Resources, attempt: StoredAttempt, session: SessionFacts, present: Presences, policy: PolicyView
) -> Rechecked:
    stored = {each["check"]: each for each in json.loads(attempt.answer)["findings"]}
    evidence = _opened(resources, attempt)
    if evidence is None:
        return Rechecked(attempt=attempt, decision=None, findings=())
    trainee = _trainee(attempt, stored, present)
    verdict = judge(evidence, _as_it_was(session, stored), trainee, policy)
    return Rechecked(attempt=attempt, decision=verdict.decision, findings=_changed(attempt, verdict))


def _opened(resources: Resources, attempt: StoredAttempt) -> Evidence | None:
    """The evidence; `None` when it was purged or the person's key is destroyed: the verdict stands all the same."""
    if attempt.evidence_sealed is None:
        return None
    try:
        salted = resources.sealer.open(attempt.trainee_id, EVIDENCE_PURPOSE, attempt.evidence_sealed)
    except SealBroken:
        return None
    return _EVIDENCE.validate_json(salted[SALT_BYTES:])


def _trainee(
    attempt: StoredAttempt, stored: Mapping[str, Any], present: Collection[tuple[UUID, Phase]]
) -> TraineeFacts:
    registration = stored["registration"]
    known = registration["reason"] == "voucher_not_in_use"
    return TraineeFacts(
        trainee_id=attempt.trainee_id,
        voucher_kind=attempt.voucher_kind,
        is_withdrawn=registration["reason"] == "withdrawn",
        voucher_state=registration["measured"] if known else _IN_USE,
        counter=Counter(),
        presences=frozenset(present),
        has_passed_theory=_reason(stored, "theory") == "theory_passed",
        is_elsewhere=_reason(stored, "elsewhere") is not None,
    )


def _reason(stored: Mapping[str, Any], check: str) -> str | None:
    return str(stored[check]["reason"]) if check in stored else None


def _as_it_was(session: SessionFacts, stored: Mapping[str, Any]) -> SessionFacts:
    """The session with the state in which the attempt found its class."""
    found = stored["session"]
    return replace(
        session,
        class_state=found["measured"] if found["reason"] == "class_not_open" else "open",
        is_cancelled=found["reason"] == "session_cancelled",
    )


def _changed(attempt: StoredAttempt, verdict: Verdict) -> tuple[ChangedFinding, ...]:
    before = {(each["check"], each["outcome"], each["reason"]) for each in json.loads(attempt.answer)["findings"]}
    after = {(each.check, each.outcome.name.lower(), each.reason) for each in verdict.findings}
    gone, new = sorted(before - after), sorted(after - before)
    return tuple(
        [ChangedFinding(check=check, outcome=outcome, reason=reason, is_new=False) for check, outcome, reason in gone]
        + [ChangedFinding(check=check, outcome=outcome, reason=reason, is_new=True) for check, outcome, reason in new]
    )
