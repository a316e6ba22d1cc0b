"""Steps of projects carried out: a closure refuses the classes that nobody has opened yet."""

from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.standing import Standing
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.resources import Resources
from checkin_service.proposals.model import Proposal
from checkin_service.review.schemas.projects import ProjectStepDone
from checkin_service.review.words.proposals import PROJECT_CLOSED
from checkin_service.timetable import service as timetable


async def carry_out(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> ProjectStepDone:
    """Approved by a second person; what has begun goes on to its end and is paid as it was promised."""
    step = await catalogue.take_project_step(unit, resources, subject, proposal)
    refused = []
    if step.standing is Standing.CLOSED:
        reason = PROJECT_CLOSED.filled(document=step.document_number).zh
        refused = await timetable.refuse_waiting(unit, resources, subject, step.project_id, reason=reason)
    return ProjectStepDone.showing(step, refused_classes=[each.class_id for each in refused])
