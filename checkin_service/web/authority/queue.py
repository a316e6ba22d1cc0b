"""One queue of everything that waits for me, with its age and its deadline: what is due first stands on top."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date

from fastapi import Response

from checkin_service.access.model import Permission
from checkin_service.checkin.schemas.devices import ShownDeviceAnswer
from checkin_service.checkin.service import devices
from checkin_service.eligibility.schemas.doubts import DoubtBody, DoubtPage
from checkin_service.eligibility.service import desk as determinations
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import every
from checkin_service.kit.money import yuan
from checkin_service.policy_decisions import service as policy
from checkin_service.policy_decisions.model import DecisionState
from checkin_service.registry import service as registry
from checkin_service.registry.model import MatchState
from checkin_service.reporting import service as reporting
from checkin_service.review.service import corrections, doubts, proposals
from checkin_service.settlement.model import ApplicationState
from checkin_service.settlement.service import applying, claw_backs
from checkin_service.timetable.model import ClassState
from checkin_service.web.authority import queue_of_institutions as institutions
from checkin_service.web.authority.decisions import leaves_of, open_denial_appeals, open_hour_appeals
from checkin_service.web.authority.queue_of_institutions import Waiting
from checkin_service.web.listing import found_by, sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.term.class_form import classes_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/queue", "queue.title", "inbox", Group.WORK, Permission.REVIEW_READ),)


@router.shows("/queue", by=Permission.REVIEW_READ)
async def queue(visit: Visit) -> Response:
    today = day_of(visit.resources.clock.now())
    found = await waiting_for(visit)
    listing = sifted(visit, found, lambda each: [visit.speech(f"queue.{each.kind}"), each.what])
    return visit.page("office/queue.html", listing=listing, today=today)


async def waiting_for(visit: Visit) -> list[Waiting]:
    """Everything that this person may decide, by deadline and then by age."""
    found = [each for permission, ask in _SOURCES if visit.subject.may(permission) for each in await ask(visit)]
    return sorted(found, key=lambda each: (each.due_on or date.max, each.since))


async def _classes(visit: Visit, state: ClassState, kind: str, path: str) -> list[Waiting]:
    found = await classes_of(visit, state)
    return [Waiting(kind, each.name, each.applied_at, f"{path}/{each.class_id}") for each in found]


async def _openings(visit: Visit) -> Iterable[Waiting]:
    return await _classes(visit, ClassState.APPLIED, "opening", "/openings")


async def _completions(visit: Visit) -> Iterable[Waiting]:
    return await _classes(visit, ClassState.COMPLETION_APPLIED, "completion", "/completions")


async def _reviews(visit: Visit) -> Iterable[Waiting]:
    found = await every(
        lambda page: doubts.open_doubts(visit.resources, visit.subject, class_id=None, page=page),
        lambda page: page.reviews,
    )
    return [Waiting("review", each.trainee_name, each.attempt.received_at, "/reviews") for each in found]


async def _hour_appeals(visit: Visit) -> Iterable[Waiting]:
    return [
        Waiting(
            "appeal",
            each.trainee_name,
            each.filed_at,
            f"/appeals?first={each.appeal_id}#a{each.appeal_id}",
            each.due_on,
        )
        for each in await open_hour_appeals(visit)
    ]


async def _denial_appeals(visit: Visit) -> Iterable[Waiting]:
    found = await open_denial_appeals(visit)
    people = await identity.people(visit.resources, {each.trainee_id for each in found})
    return [
        Waiting(
            "denial", people[each.trainee_id].name, each.raised_at, f"/appeals?first={each.appeal_id}#a{each.appeal_id}"
        )
        for each in found
    ]


async def _determinations(visit: Visit) -> Iterable[Waiting]:
    found = await _doubtful(visit)
    undecided = [
        Waiting("doubt", each.trainee_name, each.since, _at_the_desk(each), each.decide_by)
        for sheet in found
        for each in sheet.doubts
        if each.waiting is None
    ]
    return undecided + [
        Waiting(
            "held_back",
            f"{each.trainee_name} · {each.class_name}",
            each.since,
            found_by("/doubts", each.trainee_name),
            each.decide_by,
        )
        for sheet in found
        for each in sheet.held_back
    ]


async def _doubt_decisions(visit: Visit) -> Iterable[Waiting]:
    """Decisions in a person's favour that count once somebody else has confirmed them."""
    return [
        Waiting("confirmation", each.trainee_name, each.waiting.decided_at, _at_the_desk(each), each.decide_by)
        for sheet in await _doubtful(visit)
        for each in sheet.doubts
        if each.waiting is not None and each.waiting.decided_by != visit.subject.subject_id
    ]


async def _doubtful(visit: Visit) -> Sequence[DoubtPage]:
    return await every(
        lambda page: determinations.open_doubts(visit.resources, visit.subject, class_id=None, page=page),
        lambda page: [page],
    )


def _at_the_desk(doubt: DoubtBody) -> str:
    return f"{found_by('/doubts', doubt.trainee_name)}#d{doubt.determination_id}{doubt.criterion}"


async def _leaves(visit: Visit) -> Iterable[Waiting]:
    return [
        Waiting("leave", each.trainee_name, each.filed_at, f"/classes/{each.class_id}/leaves#l{each.leave_id}")
        for each in await leaves_of(visit, None, only_open=True)
    ]


async def _settlements(visit: Visit) -> Iterable[Waiting]:
    found = await every(
        lambda page: applying.applications(visit.resources, visit.subject, page), lambda page: page.applications
    )
    return [
        Waiting("settlement", yuan(each.total_fen), each.submitted_at, f"/settlements/{each.application_id}")
        for each in found
        if each.state in {ApplicationState.SUBMITTED, ApplicationState.REVIEWED}
    ]


async def _policies(visit: Visit) -> Iterable[Waiting]:
    found = await every(
        lambda page: policy.history(visit.resources, visit.subject, page, key=None), lambda page: page.decisions
    )
    return [
        Waiting("policy", visit.speech.said(each.title), each.proposed_at, "/policy")
        for each in found
        if each.state is DecisionState.PROPOSED and each.proposed_by != visit.subject.subject_id
    ]


async def _proposals(visit: Visit) -> Iterable[Waiting]:
    found = await every(
        lambda page: proposals.listed(visit.resources, visit.subject, page, only_waiting=True),
        lambda page: page.proposals,
    )
    return [
        Waiting(
            "proposal",
            visit.speech.said(each.sentence),
            each.proposed_at,
            f"{found_by('/proposals', each.document_number)}#p{each.proposal_id}",
        )
        for each in found
        if each.proposed_by != visit.subject.subject_id
    ]


async def _claw_backs(visit: Visit) -> Iterable[Waiting]:
    found = await every(
        lambda page: claw_backs.listed(visit.resources, visit.subject, page, only_waiting=True),
        lambda page: page.claw_backs,
    )
    return [
        Waiting(
            "claw_back",
            f"{each.trainee_name} · {each.decision_number}",
            each.proposed_at,
            f"{found_by('/claw-backs?waiting=true', each.voucher_code)}#c{each.claw_back_id}",
        )
        for each in found
        if each.proposed_by != visit.subject.subject_id
    ]


async def _person_corrections(visit: Visit) -> Iterable[Waiting]:
    found = await every(
        lambda page: corrections.listed(visit.resources, visit.subject, page, only_waiting=True),
        lambda page: page.corrections,
    )
    return [
        Waiting(
            "correction",
            f"{each.before.name} → {each.after.name}",
            each.asked_at,
            f"{found_by('/person-corrections?waiting=true', each.after.name)}#c{each.correction_id}",
        )
        for each in found
        if each.asked_by != visit.subject.subject_id
    ]


async def _matches(visit: Visit) -> Iterable[Waiting]:
    found = await every(lambda page: registry.matches(visit.resources, visit.subject, page), lambda page: page.matches)
    return [
        Waiting("match", each.name, each.proposed_at, f"{found_by('/matches', each.name)}#m{each.match_id}")
        for each in found
        if each.state is MatchState.PROPOSED and each.proposed_by != visit.subject.subject_id
    ]


async def _refused_reports(visit: Visit) -> Iterable[Waiting]:
    """What the national platform did not take: corrected and sent again, or settled with a reason."""
    found = await reporting.refused_reports(visit.resources, visit.subject)
    return [
        Waiting(
            "refused_report",
            " · ".join(filter(None, (visit.speech(f"report_kind.{each.kind}"), each.name, each.value))),
            each.refused_at,
            f"/national-platform#r{each.report_id}",
        )
        for each in found.reports
    ]


async def _differences(visit: Visit) -> Iterable[Waiting]:
    found = await reporting.open_differences(visit.resources, visit.subject)
    return [
        Waiting(
            "report_difference",
            " · ".join(filter(None, (visit.speech(f"report_kind.{each.report_kind}"), each.name))),
            each.found_at,
            f"/national-platform#d{each.difference_id}",
        )
        for each in found.differences
    ]


async def _terminals(visit: Visit) -> Iterable[Waiting]:
    found = (await devices.devices(visit.resources, visit.subject)).terminals
    return [
        Waiting("terminal", f"{each.site_name} · {each.name}", each.approved_at, _at_the_door(each))
        for each in found
        if each.confirmed_at is None and each.revoked_at is None and each.approved_by != visit.subject.subject_id
    ]


def _at_the_door(device: ShownDeviceAnswer) -> str:
    return f"{found_by('/terminals', device.name or device.site_name)}#t{device.terminal_id}"


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
    (Permission.INSTITUTION_CREATE, institutions.changes),
    (Permission.INSTITUTION_CREATE, institutions.entries),
    (Permission.COURSE_EXAMINE, institutions.waiting_courses),
    (Permission.VACANCY_EXAMINE, institutions.waiting_vacancies),
    (Permission.LAPSE_APPEAL_DECIDE, institutions.lapse_appeals),
    (Permission.LAPSE_APPEAL_DECIDE, institutions.sanction_appeals),
    (Permission.CONDUCT_JUDGE, institutions.rectifications),
    (Permission.COMPLAINT_HANDLE, institutions.complaints),
    (Permission.INSPECTION_RUN, institutions.due_inspections),
    (Permission.INSPECTION_RUN, institutions.low_scores),
    (Permission.LAPSE_APPEAL_DECIDE, institutions.credit_appeals),
    (Permission.MATCH_RULE, _matches),
    (Permission.REPORTING_HANDLE, _refused_reports),
    (Permission.REPORTING_HANDLE, _differences),
    (Permission.TERMINAL_CONFIRM, _terminals),
)
