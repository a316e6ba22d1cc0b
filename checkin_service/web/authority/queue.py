"""One queue of everything that waits for me, with its age and its deadline: what is due first stands on top."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import Response

from checkin_service.access.model import Permission
from checkin_service.attendance.service import appeals as hour_appeals
from checkin_service.attendance.service import leave
from checkin_service.eligibility import service as eligibility
from checkin_service.eligibility.service import desk as determinations
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.money import yuan
from checkin_service.policy_decisions import service as policy
from checkin_service.policy_decisions.model import DecisionState
from checkin_service.review.service import doubts, proposals
from checkin_service.settlement.model import ApplicationState
from checkin_service.settlement.service import applying
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/queue", "queue.title", "inbox", Group.WORK, Permission.REVIEW_READ),)

_FIRST = PageRequest.first(200)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: of which kind, whose, since when, until when, and where it is done."""

    kind: str
    what: str
    since: datetime
    path: str
    due_on: date | None = None

    def age_days(self, today: date) -> int:
        return (today - day_of(self.since)).days

    def is_overdue(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


@router.shows("/queue", by=Permission.REVIEW_READ)
async def queue(visit: Visit) -> Response:
    today = day_of(visit.resources.clock.now())
    return visit.page("office/queue.html", items=await waiting_for(visit), today=today)


async def waiting_for(visit: Visit) -> list[Waiting]:
    """Everything that this person may decide, by deadline and then by age."""
    found = [each for permission, ask in _SOURCES if visit.subject.may(permission) for each in await ask(visit)]
    return sorted(found, key=lambda each: (each.due_on or date.max, each.since))


async def _classes(visit: Visit, state: ClassState, kind: str, path: str) -> list[Waiting]:
    found = await timetable.classes(visit.resources, visit.subject, _FIRST, state=state)
    return [Waiting(kind, each.name, each.applied_at, f"{path}/{each.class_id}") for each in found.classes]


async def _openings(visit: Visit) -> Iterable[Waiting]:
    return await _classes(visit, ClassState.APPLIED, "opening", "/openings")


async def _completions(visit: Visit) -> Iterable[Waiting]:
    return await _classes(visit, ClassState.COMPLETION_APPLIED, "completion", "/completions")


async def _reviews(visit: Visit) -> Iterable[Waiting]:
    found = await doubts.open_doubts(visit.resources, visit.subject, class_id=None, page=_FIRST)
    return [Waiting("review", each.trainee_name, each.attempt.received_at, "/reviews") for each in found.reviews]


async def _hour_appeals(visit: Visit) -> Iterable[Waiting]:
    found = await hour_appeals.appeals_visible_to(
        visit.resources, visit.subject, class_id=None, only_open=True, page=_FIRST
    )
    return [
        Waiting("appeal", each.trainee_name, each.filed_at, f"/appeals#a{each.appeal_id}", each.due_on)
        for each in found.appeals
    ]


async def _denial_appeals(visit: Visit) -> Iterable[Waiting]:
    found = [each for each in await eligibility.appeals(visit.resources, visit.subject, _FIRST) if each.upheld is None]
    people = await identity.people(visit.resources, {each.trainee_id for each in found})
    return [
        Waiting("denial", people[each.trainee_id].name, each.raised_at, f"/appeals#a{each.appeal_id}") for each in found
    ]


async def _determinations(visit: Visit) -> Iterable[Waiting]:
    found = await determinations.open_doubts(visit.resources, visit.subject, class_id=None, page=_FIRST)
    return [Waiting("doubt", each.trainee_name, each.since, "/doubts", each.decide_by) for each in found.doubts]


async def _leaves(visit: Visit) -> Iterable[Waiting]:
    held = await timetable.classes(visit.resources, visit.subject, _FIRST, state=ClassState.OPEN)
    found = []
    for each in held.classes:
        page = await leave.leaves_visible_to(
            visit.resources, visit.subject, class_id=each.class_id, only_open=True, page=_FIRST
        )
        found += [
            Waiting("leave", one.trainee_name, one.filed_at, f"/classes/{each.class_id}/leaves#l{one.leave_id}")
            for one in page.leaves
        ]
    return found


async def _settlements(visit: Visit) -> Iterable[Waiting]:
    found = await applying.applications(visit.resources, visit.subject, _FIRST)
    return [
        Waiting("settlement", yuan(each.total_fen), each.submitted_at, f"/settlements/{each.application_id}")
        for each in found.applications
        if each.state in {ApplicationState.SUBMITTED, ApplicationState.REVIEWED}
    ]


async def _policies(visit: Visit) -> Iterable[Waiting]:
    found = await policy.history(visit.resources, visit.subject, _FIRST, key=None)
    return [
        Waiting("policy", visit.speech.said(each.title), each.proposed_at, "/policy")
        for each in found.decisions
        if each.state is DecisionState.PROPOSED and each.proposed_by != visit.subject.subject_id
    ]


async def _proposals(visit: Visit) -> Iterable[Waiting]:
    found = await proposals.listed(visit.resources, visit.subject, _FIRST, only_waiting=True)
    return [
        Waiting("proposal", visit.speech.said(each.sentence), each.proposed_at, "/proposals")
        for each in found.proposals
        if each.proposed_by != visit.subject.subject_id
    ]


Ask = Callable[[Visit], Awaitable[Iterable[Waiting]]]

_SOURCES: tuple[tuple[Permission, Ask], ...] = (
    (Permission.CLASS_APPROVE, _openings),
    (Permission.COMPLETION_APPROVE, _completions),
    (Permission.REVIEW_DECIDE, _reviews),
    (Permission.APPEAL_DECIDE, _hour_appeals),
    (Permission.DENIAL_APPEAL_DECIDE, _denial_appeals),
    (Permission.DOUBT_DECIDE, _determinations),
    (Permission.LEAVE_DECIDE, _leaves),
    (Permission.SETTLEMENT_APPROVE, _settlements),
    (Permission.POLICY_RULE, _policies),
    (Permission.PROPOSAL_RULE, _proposals),
)
