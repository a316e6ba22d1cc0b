"""Wire shapes of saved queries."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.http.schema import CleanText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.oversight.schemas import Narrowing

Name = Annotated[CleanText, Field(min_length=1, max_length=60)]
_NAME = "Told to nobody else; no name and no number of a person belongs in it"


class NewSavedQuery(Narrowing):
    """A search to be kept. By an identity number none is: the number would be kept with it."""

    query_id: ClientId
    name: Name = Field(description=_NAME, examples=["三月未通过"])


class SavedQueryKept(StrictModel):
    query_id: UUID
    saved_at: datetime


class SavedQueryName(StrictModel):
    request_id: ClientId
    name: Name = Field(description=_NAME)


class SavedQueryEnd(StrictModel):
    request_id: ClientId


class SavedQueryDone(StrictModel):
    query_id: UUID


class SavedQueryRun(StrictModel):
    """Why it is asked this time, and from where on."""

    purpose: Purpose
    cursor: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)


class SavedQueryBody(StrictModel):
    query_id: UUID
    name: str
    saved_at: datetime
    filters: Narrowing


class SavedQueries(StrictModel):
    """One's own, by name."""

    queries: list[SavedQueryBody]
