"""One queue of everything that waits for me, with its age and its deadline: what is due first stands on top."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from fastapi import Response

from checkin_service.access.model import Permission
from checkin_service.attendance.service import appeals as hour_appeals
from checkin_service.attendance.service import leave
from checkin_service.checkin.service import devices
from checkin_service.eligibility import service as eligibility
from checkin_service.eligibility.schemas.doubts import DoubtBody
from checkin_service.eligibility.service import desk as determinations
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.money import yuan
from checkin_service.policy_decisions import service as policy
from checkin_service.policy_decisions.model import DecisionState
from checkin_service.registry import service as registry
from checkin_service.registry.model import MatchState
from checkin_service.registry.schemas.matches import MatchAnswer
from checkin_service.review.schemas.corrections import CorrectionItem
from checkin_service.review.service import corrections, doubts, proposals
from checkin_service.settlement.model import ApplicationState
from checkin_service.settlement.schemas.applications import ClawBackItem
from checkin_service.settlement.service import applying, claw_backs
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.web.listing import everything
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
    undecided = [
        Waiting("doubt", each.trainee_name, each.since, _at_the_desk(each), each.decide_by)
        for each in found.doubts
        if each.waiting is None
    ]
    return undecided + [
        Waiting("held_back", f"{each.trainee_name} · {each.class_name}", each.since, "/doubts", each.decide_by)
        for each in found.held_back
    ]


async def _doubt_decisions(visit: Visit) -> Iterable[Waiting]:
    """Decisions in a person's favour that count once somebody else has confirmed them."""
    found = await determinations.open_doubts(visit.resources, visit.subject, class_id=None, page=_FIRST)
    return [
        Waiting("confirmation", each.trainee_name, each.waiting.decided_at, _at_the_desk(each), each.decide_by)
        for each in found.doubts
        if each.waiting is not None and each.waiting.decided_by != visit.subject.subject_id
    ]


def _at_the_desk(doubt: DoubtBody) -> str:
    return f"/doubts#d{doubt.determination_id}{doubt.criterion}"


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
        Waiting("proposal", visit.speech.said(each.sentence), each.proposed_at, f"/proposals#p{each.proposal_id}")
        for each in found.proposals
        if each.proposed_by != visit.subject.subject_id
    ]


async def _claw_backs(visit: Visit) -> Iterable[Waiting]:
    async def ask(page: PageRequest) -> tuple[list[ClawBackItem], str | None]:
        found = await claw_backs.listed(visit.resources, visit.subject, page, only_waiting=True)
        return found.claw_backs, found.next_cursor

    return [
        Waiting(
            "claw_back",
            f"{each.trainee_name} · {each.decision_number}",
            each.proposed_at,
            f"/claw-backs?waiting=true#c{each.claw_back_id}",
        )
        for each in await everything(ask)
        if each.proposed_by != visit.subject.subject_id
    ]


async def _person_corrections(visit: Visit) -> Iterable[Waiting]:
    async def ask(page: PageRequest) -> tuple[list[CorrectionItem], str | None]:
        found = await corrections.listed(visit.resources, visit.subject, page, only_waiting=True)
        return found.corrections, found.next_cursor

    return [
        Waiting(
            "correction",
            f"{each.before.name} → {each.after.name}",
            each.asked_at,
            f"/person-corrections?waiting=true#c{each.correction_id}",
        )
        for each in await everything(ask)
        if each.asked_by != visit.subject.subject_id
    ]


async def _matches(visit: Visit) -> Iterable[Waiting]:
    async def ask(page: PageRequest) -> tuple[list[MatchAnswer], str | None]:
        found = await registry.matches(visit.resources, visit.subject, page)
        return found.matches, found.next_cursor

    return [
        Waiting("match", each.name, each.proposed_at, f"/matches#m{each.match_id}")
        for each in await everything(ask)
        if each.state is MatchState.PROPOSED and each.proposed_by != visit.subject.subject_id
    ]


async def _terminals(visit: Visit) -> Iterable[Waiting]:
    found = (await devices.devices(visit.resources, visit.subject)).terminals
    return [
        Waiting("terminal", f"{each.site_name} · {each.name}", each.approved_at, f"/terminals#t{each.terminal_id}")
        for each in found
        if each.confirmed_at is None and each.revoked_at is None and each.approved_by != visit.subject.subject_id
    ]


Ask = Callable[[Visit], Awaitable[Iterable[Waiting]]]

_SOURCES: tuple[tuple[Permission, Ask], ...] = (
    (Permission.CLASS_APPROVE, _openings),
    (Permission.COMPLETION_APPROVE, _completions),
    (Permission.REVIEW_DECIDE, _reviews),
    (Permission.APPEAL_DECIDE, _hour_appeals),
    (Permission.DENIAL_APPEAL_DECIDE, _denial_appeals),
    (Permission.DOUBT_DECIDE, _determinations),
    (Permission.DOUBT_CONFIRM, _doubt_decisions),
    (Permission.LEAVE_DECIDE, _leaves),
    (Permission.SETTLEMENT_APPROVE, _settlements),
    (Permission.POLICY_RULE, _policies),
    (Permission.PROPOSAL_RULE, _proposals),
    (Permission.VOUCHER_CLAW_BACK, _claw_backs),
    (Permission.PERSON_CORRECTION_DECIDE, _person_corrections),
    (Permission.MATCH_RULE, _matches),
    (Permission.TERMINAL_CONFIRM, _terminals),
)
