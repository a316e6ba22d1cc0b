"""Wire shapes of inspections and draws."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from checkin_service.conduct.model import LapseKind
from checkin_service.inspections.model import InspectionKind, Origin, Shows, StepKind
from checkin_service.kit.http.schema import FILE_BYTES, CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.pictures import Picture
from checkin_service.kit.words import Words, Wrong

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-000000000001"
About = Annotated[
    str, Field(pattern="^(class|institution):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Account = Annotated[CleanText, Field(min_length=1, max_length=2000)]


class NewInspection(StrictModel):
    """Planned by an officer, or on a signal: a class that looks empty or is on the risk list, a complaint."""

    inspection_id: ClientId = Field(examples=[_EXAMPLE_ID])
    about: About = Field(description="`class:<id>`, or the institution as such as `institution:<id>`")
    kind: InspectionKind
    origin: Literal[Origin.PLANNED, Origin.EMPTY_CLASS, Origin.COMPLAINT, Origin.CREDIT, Origin.RISK] = Origin.PLANNED
    complaint_id: UUID | None = Field(default=None, description="With the origin `complaint`")
    due_on: date
    reason: ShortText

    @property
    def class_id(self) -> UUID | None:
        return self._named("class")

    @property
    def institution_id(self) -> UUID | None:
        return self._named("institution")

    def _named(self, wanted: str) -> UUID | None:
        kind, _, key = self.about.partition(":")
        return UUID(key) if kind == wanted else None

    @model_validator(mode="after")
    def _complaint_is_named(self) -> Self:
        if (self.origin is Origin.COMPLAINT) is (self.complaint_id is None):
            raise Wrong(_COMPLAINT)
        return self


class NewVisit(StrictModel):
    """What somebody saw there; with a lesson the service keeps how many the roll knew at that moment."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    session_id: UUID | None = None
    headcount: int | None = Field(default=None, ge=0, le=2000, description="How many were sitting there")
    words: Account


class NewResult(StrictModel):
    """A wanting one names the lapse and the document; it counts once a second person confirms it."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    result: Literal[StepKind.PASSED, StepKind.WANTING]
    words: ShortText
    lapse_kind: LapseKind | None = None
    document_number: ShortText | None = None

    @model_validator(mode="after")
    def _wanting_names_the_lapse(self) -> Self:
        is_wanting = self.result is StepKind.WANTING
        if is_wanting is (self.lapse_kind is None) or is_wanting is (self.document_number is None):
            raise Wrong(_LAPSE)
        return self


class NewStatement(StrictModel):
    """What the institution says, once."""

    request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    words: Account


class NewPhoto(StrictModel, most_bytes=FILE_BYTES):
    """A photograph of a room or a paper at the latest visit; one with somebody's face in it is refused."""

    photo_id: ClientId = Field(examples=[_EXAMPLE_ID])
    shows: Shows
    picture: Picture = Field(description="JPEG or PNG of at most 4 MB, base64")


class PhotoAnswer(StrictModel):
    photo_id: UUID
    shows: Shows
    sha256: str = Field(description="Of the file as the service drew it anew, hexadecimal")
    is_kept: bool = Field(description="False once its time was over; the hash stays")
    taken_at: datetime


class InspectionStepAnswer(StrictModel):
    kind: StepKind
    session_id: UUID | None
    present: int | None
    doubtful: int | None
    missing: int | None
    headcount: int | None
    heads_lacking: int = Field(description="How many more had signed in than were counted")
    words: str
    photos: list[PhotoAnswer]
    taken_at: datetime


class InspectionAnswer(StrictModel):
    """A case with its timeline; the institution is told neither the origin nor the complaint."""

    inspection_id: UUID
    institution_id: UUID
    institution: str
    class_id: UUID | None
    class_name: str | None
    kind: InspectionKind
    origin: Origin | None
    complaint_id: UUID | None
    draw_id: UUID | None
    due_on: date
    is_overdue: bool
    result: StepKind | None
    reason: str | None
    basis: str
    clause: str | None
    planned_at: datetime
    steps: list[InspectionStepAnswer]


class InspectionPage(StrictModel):
    inspections: list[InspectionAnswer]
    next_cursor: str | None


class DrawnInspections(StrictModel):
    """Of inspections that a seed drew and that have a result, those that found something: the one fair sample."""

    concluded: int
    wanting: int
    low_percent: float = Field(description="Lower end of the exact 95 % interval (Clopper–Pearson)")
    high_percent: float


class InspectionFigures(StrictModel):
    """How many inspections there were, and what came of them; an unannounced one once somebody was there."""

    begun: int
    concluded: int
    wanting: int
    drawn: DrawnInspections | None = Field(description="None before one that a seed drew has a result")


class NewDraw(StrictModel):
    """The service makes a seed that nobody sees and publishes its hash; what is drawn from stands at the reveal."""

    draw_id: ClientId = Field(examples=[_EXAMPLE_ID])
    count: int = Field(ge=1, le=100)
    due_on: date
    reason: ShortText


class NewReveal(StrictModel):
    request_id: ClientId = Field(examples=[_EXAMPLE_ID])


class DrawAnswer(StrictModel):
    """Recompute it: SHA-256 of the seed is the commitment; the drawn are the smallest by SHA-256(seed + id)."""

    draw_id: UUID
    commitment: str = Field(description="Hexadecimal")
    count: int
    due_on: date
    reason: str
    committed_at: datetime
    revealed_at: datetime | None
    seed: str | None = Field(description="Hexadecimal; none before the reveal")
    population: list[UUID] | None = Field(description="The classes it drew from, in the order of their ids")
    drawn: list[UUID] | None


class DrawPage(StrictModel):
    draws: list[DrawAnswer]
    next_cursor: str | None


_COMPLAINT = Words("因投诉检查的须指明投诉。", "an inspection on a complaint names it, and no other does")
_LAPSE = Words(
    "发现问题的须写明问题种类和文号。", "a wanting result names the kind of lapse and the document, and only it"
)
