"""Use cases of a project's steps: renamed, suspended, closed or let return by two people of its authority."""

from collections.abc import Collection
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import rules
from checkin_service.catalogue.model.project_steps import ProjectStep
from checkin_service.catalogue.model.registers import Project
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.schemas.project_steps import NewProjectStep, ProjectHistory, ProjectStepAnswer
from checkin_service.catalogue.service.guards import authority_over
from checkin_service.catalogue.store import project_steps as store
from checkin_service.catalogue.store import registers
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer


@once_per("step_id")
async def propose_project_step(
    unit: UnitOfWork, resources: Resources, subject: Subject, project_id: UUID, body: NewProjectStep
) -> ProposalAnswer:
    """By an officer of the authority that entered it; what could not be decided is refused at once."""
    held = await _of(resources, project_id, authority_of(subject))
    present = await project_standing(resources, project_id)
    _require(rules.project_step_refusal(present, held.name, to=body.standing, name=body.name))
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.PROJECT_STEP,
        proposal_id=body.step_id,
        about=project_id,
        permission=Permission.PROJECT_CREATE,
    )


async def take_project_step(
    unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal
) -> ProjectStep:
    """Approved by a second person; it holds from now on."""
    body, held = proposal.request_as(NewProjectStep), await _of(resources, proposal.about, proposal.authority_code)
    before = await store.steps_of(resources.database, proposal.about)
    present = rules.project_standing_after(before)
    _require(rules.project_step_refusal(present, held.name, to=body.standing, name=body.name))
    step = ProjectStep(
        project_id=proposal.about,
        ordinal=len(before) + 1,
        standing=body.standing or present,
        name=body.name or held.name,
        former_name=held.name,
        document_number=proposal.document_number,
        reason=proposal.reason,
        proposed_by=proposal.proposed_by,
        decided_by=subject.subject_id,
        decided_at=resources.clock.now(),
    )
    store.add_step(unit, step)
    if step.name != step.former_name:
        store.rename(unit, step.project_id, new_name=step.name)
    detail = {"standing": step.standing.value, "renamed": step.name != step.former_name}
    audit.record(unit, subject, Permission.PROJECT_CREATE, step.project_id, at=step.decided_at, detail=detail)
    return step


async def project_history(resources: Resources, subject: Subject, project_id: UUID) -> ProjectHistory:
    """For its authority and the institutions that this supervises."""
    held = await _of(resources, project_id, await authority_over(resources, subject))
    found = await store.steps_of(resources.database, project_id)
    return ProjectHistory(
        project_id=project_id,
        name=held.name,
        standing=rules.project_standing_after(found),
        steps=list(map(ProjectStepAnswer.showing, found)),
    )


async def require_project_active(resources: Resources, project_id: UUID) -> None:
    """Refuse a new class, or more people in one, of a project that is suspended or closed."""
    _require(rules.project_refusal_while(await project_standing(resources, project_id)))


async def project_standing(resources: Resources, project_id: UUID) -> Standing:
    """How a project stands now."""
    return rules.project_standing_after(await store.steps_of(resources.database, project_id))


async def project_standings(resources: Resources, project_ids: Collection[UUID]) -> dict[UUID, Standing]:
    """How each of these stands."""
    found = dict(await store.latest_of(resources.database, list(project_ids)))
    return {each: found.get(each, Standing.ACTIVE) for each in project_ids}


async def _of(resources: Resources, project_id: UUID, authority_code: str) -> Project:
    held = existing(await registers.project_of(resources.database, project_id))
    if held.authority_code != authority_code:
        raise not_found()
    return held


def _require(refusal: Words | None) -> None:
    if refusal is not None:
        raise unfit(refusal, reason="project_standing")
