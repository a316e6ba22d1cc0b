"""Carrying out what two people decided about an institution: a closure leaves no class and no account behind."""

from checkin_service.access import accounts
from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.schemas.standing import NewStanding, StandingAnswer
from checkin_service.conduct import service as conduct
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.proposals.model import Proposal
from checkin_service.review.words.proposals import UNFINISHED
from checkin_service.timetable import service as timetable

_NAMED = 5
"""So many of the classes that stand in the way are named."""


async def carry_out(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> StandingAnswer:
    """Approved by a second person."""
    if proposal.request_as(NewStanding).standing is Standing.ACTIVE:
        await conduct.require_rectified(resources, proposal.about)
    decided = await catalogue.stand(unit, resources, subject, proposal)
    if decided.standing is Standing.CLOSED:
        left = await timetable.unfinished_classes(resources, proposal.about)
        if left:
            names = "、".join(each.name for each in left[:_NAMED])
            raise unfit(UNFINISHED.filled(count=len(left), names=names))
        await accounts.end_all(unit, resources, subject, proposal.about, at=decided.decided_at)
    return StandingAnswer.showing(decided)
