"""One of a person's own sessions: its windows, every check-in with what spoke against it, and what counts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import from_json

from checkin_service.access.model import Subject
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.model.today import Mark
from checkin_service.checkin.rules.today import mark_of
from checkin_service.checkin.schemas.today import OwnAttempt, OwnFinding, OwnReview, OwnSessionAnswer
from checkin_service.checkin.store.own_sessions import OwnSessionRow, TriedRow, own_session, tried_at
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Decision
from checkin_service.policy.book import policy_at
from checkin_service.timetable import rules as timetable
from checkin_service.timetable.schemas import WindowBody

_WORST_FIRST = ("fail", "doubt")


async def session_of_own(resources: Resources, subject: Subject, session_id: UUID) -> OwnSessionAnswer:
    """What counted of a session and why not; 404 for one of a class that the person is not in."""
    row = existing(await own_session(resources.database, subject.subject_id, session_id))
    tried = await tried_at(resources.database, subject.subject_id, session_id)
    now, session = resources.clock.now(), row.session
    policy = policy_at(row.supervising_authority, session.starts_at, known_at=now)
    return OwnSessionAnswer.showing(
        session,
        site_name=row.site_name,
        address=row.address,
        mark=_mark(row, tried, now),
        credited_hours=row.credited_hours,
        corrected_hours=row.corrected_hours,
        windows=[
            WindowBody(phase=each.phase, opens_at=each.opens_at, closes_at=each.closes_at)
            for each in timetable.windows(session, row.phases, policy)
        ],
        attempts=[_attempt(each) for each in tried],
    )


def _mark(row: OwnSessionRow, tried: list[TriedRow], now: datetime) -> Mark:
    waiting = [
        Phase(from_json(each.answer)["phase"])
        for each in tried
        if each.decision is Decision.DOUBTFUL and each.review is None
    ]
    return mark_of(row.session, credited_hours=row.credited_hours, waiting=waiting, leaves=(), now=now)


def _attempt(tried: TriedRow) -> OwnAttempt:
    answer: dict[str, Any] = from_json(tried.answer)
    against = [each for each in answer["findings"] if each["outcome"] in _WORST_FIRST]
    return OwnAttempt(
        attempt_id=UUID(answer["attempt_id"]),
        phase=Phase(answer["phase"]),
        outcome=tried.decision,
        received_at=tried.received_at,
        summary=WordsBody(**answer["summary"]),
        findings=[
            OwnFinding(
                outcome=each["outcome"],
                reason=each["reason"],
                sentence=WordsBody(**each["sentence"]),
                advice=each["advice"] and WordsBody(**each["advice"]),
            )
            for each in sorted(against, key=lambda each: _WORST_FIRST.index(each["outcome"]))
        ],
        has_receipt=tried.kind == "attempt",
        review=tried.review and OwnReview.showing(tried.review),
    )
