"""Wire shapes of proving whose phone a bound phone is, and of a class's phones as they were bound."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from checkin_service.identity.model import BindingProof
from checkin_service.kit.http.schema import ShortText, StrictModel, WordsBody
from checkin_service.kit.ids import ClientId
from checkin_service.timetable.schemas import NewDocument


class DeviceProofRequest(StrictModel):
    """What somebody in office has seen: the institution's desk, the authority's counter, or its call-back."""

    request_id: ClientId
    trainee_id: UUID
    kind: Literal["counter", "desk", "call_back"]
    document: NewDocument | None = Field(
        default=None, description="As read off the document shown; needed at counter and desk"
    )
    reason: ShortText = Field(examples=["本人持身份证到窗口，当面核对手机"])


class PhoneLine(StrictModel):
    """How a person's present phone was bound."""

    trainee_id: UUID
    name: str
    device_id: UUID
    bound_at: datetime
    proofs: list[BindingProof]
    is_proven: bool
    counts_from: datetime = Field(description="A proven phone that took another's place counts as proven from then")
    meaning: WordsBody
    agent_family: str | None = Field(description="Null 180 days after the binding")
    same_network: int | None = Field(
        description="People of this class whose phones were bound from the same network; null to institutions. A "
        "classroom's Wi-Fi or a phone company's gateway explains many: go and look, decide nothing by it"
    )


class PhoneList(StrictModel):
    class_id: UUID
    phones: list[PhoneLine]
