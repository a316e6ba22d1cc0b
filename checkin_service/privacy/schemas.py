"""Wire shapes of people's requests about their own data."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from checkin_service.kit.http.schema import NEEDS_REASON, ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong
from checkin_service.privacy.model import Asker, Matter, Outcome, RequestKind

_EXAMPLE_ID = "0197c9a0-6f00-7000-8000-0000000000d1"


class NewPersonRequest(StrictModel):
    """What somebody who came to the office asks about their own data, as staff take it down."""

    person_request_id: ClientId = Field(examples=[_EXAMPLE_ID])
    trainee_id: UUID
    kind: RequestKind
    document_number: ShortText = Field(
        description="The form that the person signed, or 文号", examples=["个人信息申请单〔2026〕7号"]
    )
    reason: ShortText = Field(examples=["本人持身份证到窗口申请"])


class NewErasureRequest(StrictModel):
    """One's own wish to be erased; nobody asks why."""

    person_request_id: ClientId = Field(examples=[_EXAMPLE_ID])


class PersonRequestDecision(StrictModel):
    """The word of a second person on a request for erasure."""

    request_id: ClientId
    approved: bool
    document_number: ShortText | None = Field(default=None, description="文号; an erasure has one")
    reason: ShortText | None = None

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if not self.approved and self.reason is None:
            raise Wrong(NEEDS_REASON)
        if self.approved and self.document_number is None:
            raise Wrong(_NEEDS_DOCUMENT)
        return self


_NEEDS_DOCUMENT = Words("同意删除须写明文号。", "an erasure rests on a document: give its number")


class HandingOut(StrictModel):
    """That a copy is made for the person who asked."""

    request_id: ClientId


class PersonRequestAnswer(StrictModel):
    """A request and what became of it."""

    person_request_id: UUID
    trainee_id: UUID
    kind: RequestKind
    asker: Asker
    document_number: str | None
    reason: str | None
    asked_at: AwareDatetime
    due_on: date = Field(description="The last day for an answer")
    asked_by: UUID
    outcome: Outcome | None
    answer_document: str | None
    answer_reason: str | None
    decided_at: AwareDatetime | None


class PersonRequestItem(PersonRequestAnswer):
    """The same with the person's name, as long as there is one."""

    name: str
    masked_document: str
    is_late: bool
    open_matters: list[Matter] = Field(description="What stands in the way of an erasure")


class PersonRequestPage(StrictModel):
    requests: list[PersonRequestItem]
    next_cursor: str | None


class StaysBody(StrictModel):
    """What is kept after an erasure, and by which law."""

    what: WordsBody
    law: WordsBody


class ErasureStanding(StrictModel):
    """What asking for erasure would mean, and what one has asked for."""

    first: list[WordsBody] = Field(description="What to do before; empty: nothing stands in the way")
    goes: list[WordsBody]
    stays: list[StaysBody]
    requests: list[PersonRequestAnswer]


class SignedCopy(StrictModel):
    """Everything that is held of a person: the document byte for byte, and the service's word for it."""

    document: str = Field(description="JSON, keys sorted: every table with rows of the person, opened where sealed")
    public_key: str = Field(description="Ed25519, base64url; the one that signs the log's checkpoints")
    signature: str = Field(description="Ed25519 over the UTF-8 bytes of the document, base64url")
