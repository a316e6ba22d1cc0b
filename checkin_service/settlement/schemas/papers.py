"""Wire shapes of the question whether a paper was issued here."""

from typing import Literal

from pydantic import Field

from checkin_service.kit.http.schema import StrictModel

PaperKind = Literal["determination", "payment_table"]


class PaperAnswer(StrictModel):
    """What a hash tells to whoever holds the paper; nothing about people."""

    sha256: str
    is_issued_here: bool
    kind: PaperKind | None = Field(description="补贴资格审核表 or 资金拨付表; null when it was not issued here")
