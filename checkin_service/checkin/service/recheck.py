"""Judging stored attempts once more: the sealed evidence, today's rules or a draft, and what would come out now.

Nothing is written: a verdict stands as it was given. What an attempt found at its time (a voucher not yet in use, a
phase attested before) is taken from its own findings, because those facts have moved on since.
"""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from checkin_service.attendance.model.credits import Counter
from checkin_service.checkin import store
from checkin_service.checkin.model.attempts import Evidence, Phase, SessionFacts, Sighting, TraineeFacts
from checkin_service.checkin.model.cases import Case
from checkin_service.checkin.model.rechecks import ChangedFinding, Rechecked, StoredAttempt
from checkin_service.checkin.rules import judge
from checkin_service.checkin.service.attempts import RECENT_FIXES
from checkin_service.checkin.service.judging import raise_alarm
from checkin_service.checkin.service.sealed_evidence import EVIDENCE_PURPOSE, opened
from checkin_service.kit.civil import day_of
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from checkin_service.kit.verdict import Decision, Verdict
from checkin_service.policy.book import Book, PolicyView
from checkin_service.timetable import service as timetable

_IN_USE = "used"


@dataclass(slots=True)
class _Past:
    """What a person had attested in the class before the attempt at hand."""

    presences: set[tuple[UUID, Phase]] = field(default_factory=set)
    sightings: list[Sighting] = field(default_factory=list)
    last_accepted: Sighting | None = None
    contrary_m: dict[UUID, float] = field(default_factory=dict)
    """By session, of the fixes that spoke against the place and that nothing has lifted since."""

    def remember(self, attempt: StoredAttempt, evidence: Evidence | None) -> None:
        if attempt.decision is Decision.ACCEPTED or attempt.is_accepted_since:
            self.presences.add((attempt.session.session_id, attempt.phase))
            self.contrary_m.pop(attempt.session.session_id, None)
        elif attempt.contrary_m is not None:
            before = self.contrary_m.get(attempt.session.session_id, attempt.contrary_m)
            self.contrary_m[attempt.session.session_id] = min(before, attempt.contrary_m)
        if evidence is not None and evidence.sighting is not None:
            self.sightings.append(evidence.sighting)
            if attempt.decision is Decision.ACCEPTED:
                self.last_accepted = evidence.sighting


async def recheck(
    resources: Resources, book: Book, class_id: UUID, *, on: date | None, known_on: date | None
) -> AsyncIterator[Rechecked]:
    """Every attempt of a class, person by person in the order of receipt, with what the book says of it.

    `on` and `known_on` replace the session's own day and today.
    """
    known_on = known_on or day_of(resources.clock.now())
    for registration in await timetable.roster_of(resources.database, class_id):
        past = _Past()
        async for attempt in store.attempts_of(resources.database, registration.trainee_id, class_id):
            await resources.sealer.ready(Realm.EVIDENCE, attempt.trainee_id)
            evidence = _opened(resources, attempt)
            yield _replayed(attempt, evidence, past, _policy(book, attempt.session, on=on, known_on=known_on))
            past.remember(attempt, evidence)


def _policy(book: Book, session: SessionFacts, *, on: date | None, known_on: date) -> PolicyView:
    day = on or day_of(session.starts_at)
    return book.at(session.supervising_authority, on=day, known_on=known_on)


def _replayed(attempt: StoredAttempt, evidence: Evidence | None, past: _Past, policy: PolicyView) -> Rechecked:
    stored = {each["check"]: each for each in json.loads(attempt.answer)["findings"]}
    if evidence is None:
        return Rechecked(attempt=attempt, decision=None, findings=())
    case = Case(evidence=evidence, session=_as_it_was(attempt.session, stored), trainee=_trainee(attempt, stored, past))
    judgement = judge(case, policy)
    raise_alarm(judgement.faults)
    verdict = judgement.verdict
    return Rechecked(attempt=attempt, decision=verdict.decision, findings=_changed(attempt, verdict))


def _opened(resources: Resources, attempt: StoredAttempt) -> Evidence | None:
    """The evidence; `None` when it was purged or the person's key is destroyed: the verdict stands all the same."""
    if attempt.evidence_sealed is None:
        return None
    try:
        salted = resources.sealer.open(attempt.trainee_id, EVIDENCE_PURPOSE, attempt.evidence_sealed)
    except SealBroken:
        return None
    return opened(salted)


def _trainee(attempt: StoredAttempt, stored: Mapping[str, Any], past: _Past) -> TraineeFacts:
    registration = stored["registration"]
    known = registration["reason"] == "voucher_not_in_use"
    return TraineeFacts(
        trainee_id=attempt.trainee_id,
        voucher_kind=attempt.voucher_kind,
        is_withdrawn=registration["reason"] == "withdrawn",
        voucher_state=registration["measured"] if known else _IN_USE,
        counter=Counter(),
        presences=frozenset(past.presences),
        contrary_m=past.contrary_m.get(attempt.session.session_id),
        last_accepted=past.last_accepted,
        recent=tuple(past.sightings[-RECENT_FIXES:]),
        has_passed_theory=_reason(stored, "theory") == "theory_passed",
        is_elsewhere=_reason(stored, "elsewhere") is not None,
        check=attempt.check if stored["time"]["reason"] != "no_check_now" else None,
        is_asked_together=attempt.is_asked_together,
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
