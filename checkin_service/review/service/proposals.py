"""The desk of proposals that need two people: the list in names, and the ruling that carries one out."""

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.attendance.schemas.learning import NewPlatform, PlatformBody
from checkin_service.attendance.schemas.leave import TransferAnswer, TransferRequest
from checkin_service.attendance.schemas.opening_balances import BalanceAnswer, OpeningBalance
from checkin_service.attendance.service import learning_platforms, opening_balances, transfers
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.schemas.project_steps import NewProjectStep
from checkin_service.catalogue.schemas.standing import NewStanding, StandingAnswer
from checkin_service.checkin.schemas.group_checks import GroupCheckAnswer, NewGroupCheck
from checkin_service.checkin.service import group_checks
from checkin_service.conduct import service as conduct
from checkin_service.conduct.schemas import LapseAnswer, NewLapse, NewRectification, RectificationAnswer
from checkin_service.conduct.schemas.entry import EntryAnswer, NewEntryDecision
from checkin_service.conduct.schemas.sanctions import SanctionAnswer
from checkin_service.conduct.words import ENTRY, LAPSES, RECTIFY
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import NewRuling, ProposalAnswer
from checkin_service.review.schemas.projects import ProjectStepDone
from checkin_service.review.schemas.proposals import ProposalItem, ProposalPage, ProposalRuled
from checkin_service.review.service import institutions, projects, sanctions
from checkin_service.review.words.proposals import (
    BALANCE,
    GROUP,
    LINE,
    PLATFORM,
    PROJECTS,
    RENAME,
    STANDINGS,
    TAKEN_OVER,
    TRANSFER,
)
from checkin_service.timetable import service as timetable

Outcome = (
    BalanceAnswer
    | EntryAnswer
    | GroupCheckAnswer
    | LapseAnswer
    | PlatformBody
    | ProjectStepDone
    | RectificationAnswer
    | SanctionAnswer
    | StandingAnswer
    | TransferAnswer
)
Act = Callable[[UnitOfWork, Resources, Subject, Proposal], Awaitable[Outcome]]
Sentence = Callable[[Resources, Subject, Proposal], Awaitable[Words]]


@once_per("request_id", operation="ruling")
async def rule(
    unit: UnitOfWork, resources: Resources, subject: Subject, proposal_id: UUID, body: NewRuling
) -> ProposalRuled:
    """Another person's word; an approval does at once what was proposed, if it can still be done."""
    found = await proposals.waiting_for(resources, subject, proposal_id, body)
    outcome = await _ACTS[found.kind](unit, resources, subject, found) if body.approved else None
    return ProposalRuled(proposal=proposals.rule(unit, resources, subject, found, body), outcome=outcome)


async def listed(resources: Resources, subject: Subject, page: PageRequest, *, only_waiting: bool) -> ProposalPage:
    """One's own authority's proposals, oldest first, each told in names."""
    found, cursor = await proposals.proposals(resources, subject, page, only_waiting=only_waiting)
    return ProposalPage(proposals=[await _item(resources, subject, each) for each in found], next_cursor=cursor)


async def _item(resources: Resources, subject: Subject, proposal: Proposal) -> ProposalItem:
    sentence = await _SENTENCES[proposal.kind](resources, subject, proposal)
    shown = ProposalAnswer.showing(proposal)
    details = await _DETAILS[proposal.kind](resources, proposal) if proposal.kind in _DETAILS else []
    return ProposalItem.showing(
        shown, sentence=WordsBody.of(sentence), details=[WordsBody.of(each) for each in details]
    )


async def _of_platform(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    del subject
    asked = proposal.request_as(NewPlatform)
    operator = await catalogue.institution_of(resources, asked.operator_id)
    return PLATFORM.filled(name=asked.name, operator=operator.name if operator else "")


async def _of_standing(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    del subject
    asked = proposal.request_as(NewStanding)
    named = await catalogue.institution_of(resources, proposal.about)
    return STANDINGS[asked.standing].filled(name=named.name if named else "")


async def _of_project(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    del subject
    asked, held = proposal.request_as(NewProjectStep), await catalogue.project_of(resources, proposal.about)
    called = held.name if held else ""
    said = [PROJECTS[asked.standing].filled(name=called)] if asked.standing else []
    if asked.name:
        said.append(RENAME.filled(name=called, new=asked.name))
    return Words("".join(each.zh for each in said), " ".join(each.en for each in said))


async def _of_entry(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    asked = proposal.request_as(NewEntryDecision)
    found = await conduct.entry_of(resources, subject, proposal.about)
    return ENTRY[asked.admitted].filled(name=found.name, code=found.credit_code)


async def _of_lapse(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    del subject
    asked = proposal.request_as(NewLapse)
    named = await catalogue.institution_of(resources, proposal.about)
    return LAPSES[asked.kind].filled(name=named.name if named else "", day=asked.occurred_on)


async def _of_rectification(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    del subject
    asked = proposal.request_as(NewRectification)
    named = await catalogue.institution_of(resources, proposal.about)
    return RECTIFY.filled(name=named.name if named else "", day=asked.due_on, demands=asked.demands)


async def _of_group(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    held = await timetable.class_for(resources, subject, proposal.about)
    return GROUP.filled(held=held.name, people=len(proposal.request_as(NewGroupCheck).trainee_ids))


async def _group(resources: Resources, proposal: Proposal) -> list[Words]:
    """Whom it would ask."""
    people = await identity.people(resources, proposal.request_as(NewGroupCheck).trainee_ids)
    return [Words(each.name, each.name) for each in people.values()]


async def _of_balance(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    held = await timetable.class_for(resources, subject, proposal.about)
    asked = proposal.request_as(OpeningBalance)
    return BALANCE.filled(
        source=asked.source,
        held=held.name,
        people=len({line.trainee_id for line in asked.lines}),
        hours=sum(line.hours for line in asked.lines),
    )


async def _lines(resources: Resources, proposal: Proposal) -> list[Words]:
    """What a second person compares with the paper."""
    asked = proposal.request_as(OpeningBalance)
    people = await identity.people(resources, {line.trainee_id for line in asked.lines})
    lessons = {
        each.session_id: each.ordinal for each in await timetable.sessions_of(resources.database, proposal.about)
    }
    return [
        LINE.filled(name=people[line.trainee_id].name, ordinal=lessons[line.session_id], hours=line.hours)
        for line in asked.lines
        if line.trainee_id in people and line.session_id in lessons
    ]


async def _of_transfer(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    asked = proposal.request_as(TransferRequest)
    held = await timetable.class_for(resources, subject, proposal.about)
    target = await timetable.class_for(resources, subject, asked.to_class_id)
    people = await identity.people(resources, [asked.trainee_id])
    name = people[asked.trainee_id].name
    if held.institution_id == target.institution_id:
        return TRANSFER.filled(name=name, held=held.name, target=target.name)
    left, taking = [
        existing(await catalogue.institution_of(resources, each.institution_id)).name for each in (held, target)
    ]
    return TAKEN_OVER.filled(name=name, held=held.name, target=target.name, left=left, taking=taking)


_ACTS: Mapping[ProposalKind, Act] = MappingProxyType(
    {
        ProposalKind.GROUP_CHECK: group_checks.carry_out,
        ProposalKind.INSTITUTION_ENTRY: conduct.decide_entry,
        ProposalKind.INSTITUTION_STANDING: institutions.carry_out,
        ProposalKind.LAPSE: conduct.record_lapse,
        ProposalKind.LEARNING_PLATFORM: learning_platforms.carry_out,
        ProposalKind.OPENING_BALANCE: opening_balances.carry_out,
        ProposalKind.PROJECT_STEP: projects.carry_out,
        ProposalKind.RECTIFICATION: conduct.order,
        ProposalKind.SANCTION: conduct.impose,
        ProposalKind.TRANSFER: transfers.carry_out,
    }
)
_DETAILS: Mapping[ProposalKind, Callable[[Resources, Proposal], Awaitable[list[Words]]]] = MappingProxyType(
    {ProposalKind.GROUP_CHECK: _group, ProposalKind.OPENING_BALANCE: _lines}
)
_SENTENCES: Mapping[ProposalKind, Sentence] = MappingProxyType(
    {
        ProposalKind.GROUP_CHECK: _of_group,
        ProposalKind.INSTITUTION_ENTRY: _of_entry,
        ProposalKind.INSTITUTION_STANDING: _of_standing,
        ProposalKind.LAPSE: _of_lapse,
        ProposalKind.LEARNING_PLATFORM: _of_platform,
        ProposalKind.OPENING_BALANCE: _of_balance,
        ProposalKind.PROJECT_STEP: _of_project,
        ProposalKind.RECTIFICATION: _of_rectification,
        ProposalKind.SANCTION: sanctions.sentence,
        ProposalKind.TRANSFER: _of_transfer,
    }
)
