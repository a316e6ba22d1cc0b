"""Wire shapes of proposals at the authority's desk."""

from pydantic import Field

from checkin_service.attendance.schemas.learning import PlatformBody
from checkin_service.attendance.schemas.leave import TransferAnswer
from checkin_service.attendance.schemas.opening_balances import BalanceAnswer
from checkin_service.catalogue.schemas.standing import StandingAnswer
from checkin_service.checkin.schemas.group_checks import GroupCheckAnswer
from checkin_service.conduct.schemas import LapseAnswer, RectificationAnswer
from checkin_service.conduct.schemas.entry import EntryAnswer
from checkin_service.conduct.schemas.sanctions import SanctionAnswer
from checkin_service.kit.http.schema import StrictModel, WordsBody
from checkin_service.proposals.schemas import ProposalAnswer
from checkin_service.review.schemas.projects import ProjectStepDone


class ProposalItem(ProposalAnswer):
    """A proposal as the desk lists it."""

    sentence: WordsBody = Field(description="What it would do, in names")
    details: list[WordsBody] = Field(description="Of hours from paper each line, by name and lesson; else none")


class ProposalPage(StrictModel):
    proposals: list[ProposalItem]
    next_cursor: str | None


class ProposalRuled(StrictModel):
    """The ruling, and what came of an approval."""

    proposal: ProposalAnswer
    outcome: (
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
        | None
    )
