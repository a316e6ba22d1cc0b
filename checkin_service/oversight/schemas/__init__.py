"""Wire shapes of the regulators' searches, exports, lists of voucher codes and publication lists."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field

from checkin_service.eligibility.model.facts import DeterminationOutcome
from checkin_service.eligibility.schemas.asked import DocumentAsked
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.http.schema import LIST_BYTES, CleanText, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.oversight.model import ComplaintState, Listed, ListedVoucher, OfficeKind
from checkin_service.oversight.words.tables import FileKind
from checkin_service.timetable.model import ClassState

Role = Literal["supervising", "paying", "counting"]
_ROLES: tuple[Role, ...] = ("supervising", "paying", "counting")
Code = Annotated[CleanText, Field(max_length=40)]


class Narrowing(StrictModel):
    """What narrows a list of determinations. Everything may be left out; what is given must hold together."""

    roles: Annotated[list[Role], Field(min_length=1, max_length=3)] = Field(
        default=list(_ROLES), description="For which of the authority's roles in a class (SX-22, SX-36)"
    )
    class_id: UUID | None = None
    trainee_id: UUID | None = None
    voucher_code: Code | None = None
    institution_id: UUID | None = None
    region: str | None = Field(
        default=None, pattern="^[0-9]{2,6}$", description="Division code of the place, or how it begins"
    )
    determined_from: date | None = Field(default=None, description="First day, in China")
    determined_before: date | None = Field(default=None, description="The day after the last")
    outcome: DeterminationOutcome | None = None


class Filters(Narrowing):
    """The same with why it is asked, and perhaps of whom."""

    purpose: Purpose
    document: DocumentAsked | None = None


class Search(Filters):
    cursor: UUID | None = None
    limit: int = Field(default=50, ge=1, le=200)


class Export(Filters):
    format: FileKind


class LookAnswer(StrictModel):
    """One look at what is the person's own."""

    at: datetime
    office: str = Field(description="The authority or institution")
    role: WordsBody = Field(description="What whoever looked is there; never a name")
    what: WordsBody
    purpose: WordsBody | None = Field(description="As whoever looked stated it; none where none is asked for")


class LookPage(StrictModel):
    looks: list[LookAnswer]
    next_cursor: str | None


class EmptyClass(StrictModel):
    """A class whose people hardly signed in, where no rate is asked for."""

    class_id: UUID
    class_name: str
    institution_id: UUID
    institution: str
    supervising_authority: str
    paying_authority: str
    state: ClassState
    voucher_kinds: list[str]
    people: int
    signed_hours: int = Field(description="Class hours signed in for, of all people together")
    held_hours: int = Field(description="What would have been signed for had everybody come")


class EmptyClasses(StrictModel):
    classes: list[EmptyClass]
    next_cursor: str | None


class ListedBody(StrictModel):
    """A determination in a list; its document is at /v1/eligibility/{determination_id}."""

    determination_id: UUID
    trainee_id: UUID
    class_id: UUID
    class_name: str
    institution_id: UUID
    institution: str
    supervising_authority: str
    paying_authority: str
    counting_authority: str
    voucher_kind: str
    voucher_code: str | None
    outcome: DeterminationOutcome
    eligible: bool
    amount_fen: int
    credited_hours: int
    total_hours: int
    determined_at: datetime
    document_sha256: str

    @classmethod
    def of(cls, listed: Listed) -> Self:
        return cls.showing(listed, document_sha256=listed.document_sha256.hex())


class SearchPage(StrictModel):
    determinations: list[ListedBody]
    next_cursor: str | None


class VoucherList(StrictModel, most_bytes=LIST_BYTES):
    """The codes of a claim (补贴申请表), as uploaded."""

    purpose: Purpose
    voucher_codes: Annotated[list[Code], Field(min_length=1, max_length=2000)]


class VoucherRow(StrictModel):
    """What has become of one code. `unknown` also stands for another authority's voucher."""

    voucher_code: str
    status: Literal["unknown", "repeated", "not_determined", "eligible", "not_eligible", "doubtful"]
    voucher_state: str | None = None
    determination_id: UUID | None = None
    amount_fen: int | None = None
    document_sha256: str | None = None


class VoucherListAnswer(StrictModel):
    rows: list[VoucherRow]
    eligible: int = Field(description="How many of them have earned the subsidy")
    amount_fen: int = Field(description="What these have earned")

    @classmethod
    def row(cls, typed: str, found: ListedVoucher | None, *, is_repeated: bool) -> VoucherRow:
        if is_repeated:
            return VoucherRow(voucher_code=typed, status="repeated")
        if found is None:
            return VoucherRow(voucher_code=typed, status="unknown")
        return VoucherRow(
            voucher_code=typed,
            status=found.outcome.value if found.outcome else "not_determined",
            voucher_state=found.state,
            determination_id=found.determination_id,
            amount_fen=found.amount_fen,
            document_sha256=found.document_sha256.hex() if found.document_sha256 else None,
        )

    @classmethod
    def of(cls, rows: list[VoucherRow]) -> Self:
        earned = [row for row in rows if row.status == "eligible"]
        return cls(rows=rows, eligible=len(earned), amount_fen=sum(row.amount_fen or 0 for row in earned))


class NewPublication(StrictModel):
    publication_id: ClientId


class PublishedRow(StrictModel):
    number: int
    name: str = Field(description="Masked", examples=["王*"])
    document: str = Field(description="Masked", examples=["**************2337"])
    amount_fen: int


class Publication(StrictModel):
    """公示名单: who is to be paid, before the payment."""

    publication_id: UUID
    class_id: UUID
    class_name: str
    institution: str
    authority_code: str
    published_on: date
    objections_until: date = Field(description="Last day, that day included")
    rows: list[PublishedRow]
    amount_fen: int
    rows_sha256: str = Field(description="Over the rows as canonical JSON (RFC 8785)")


class SignedRecord(StrictModel):
    """A person's record: the document byte for byte, and the service's word for it."""

    document: str = Field(description="Canonical JSON (RFC 8785): person, trainings, certificates, vouchers")
    public_key: str = Field(description="Ed25519, base64url; the one that signs the log's checkpoints")
    signature: str = Field(description="Ed25519 over the UTF-8 bytes of the document, base64url")


# Complaints --------------------------------------------------------------------------------------------------------


class OfficeBody(StrictModel):
    """An authority or institution that you have to do with."""

    kind: OfficeKind
    name: str
    telephone: str | None = Field(description="Absent where the office has stated none")
    place: str | None = Field(description="The counter where people are received")
    hours: str | None


class OwnOffices(StrictModel):
    offices: list[OfficeBody]
