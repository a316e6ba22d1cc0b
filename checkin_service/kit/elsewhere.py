"""Answers of another platform about people's vouchers elsewhere, asked by whatever the composition root fits in."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID


class SaidElsewhere(StrEnum):
    NONE = "none"
    """It knows of no voucher that lives elsewhere."""
    LIVE = "live"
    SILENT = "silent"
    """It was asked and did not answer: nobody knows."""


class AskElsewhere(Protocol):
    """Who has a voucher elsewhere that still lives; empty where an authority asks nobody."""

    async def __call__(
        self, resources: Any, authority_code: str, trainee_ids: Sequence[UUID]
    ) -> Mapping[UUID, SaidElsewhere]: ...
