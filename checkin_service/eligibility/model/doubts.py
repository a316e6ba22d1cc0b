"""The vocabulary of doubts: what is open, the ways out of each kind, and officers' decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID


class ExitKind(StrEnum):
    """How a doubt ends."""

    DECISION = "decision"
    """Officers decide it at the desk: one, and a second where money moves."""
    EXAMINATION = "examination"
    """Data about the person, or an officer's recorded examination of the conditions that are missing."""
    REVIEW = "review"
    """Reviewers decide the check-ins and appeals that are still open."""
    CONFIRMATION = "confirmation"
    """A second person confirms class hours that were corrected or rest on weak evidence."""


_DESK = (ExitKind.DECISION,)

EXITS: Mapping[str, tuple[ExitKind, ...]] = MappingProxyType(
    {
        "benefit_had_before": _DESK,
        "benefit_reported_elsewhere": _DESK,
        "certificate_kind_open": _DESK,
        "checks_missed_many": _DESK,
        "corrected_share_large": (ExitKind.CONFIRMATION, ExitKind.DECISION),
        "evidence_share_large": (ExitKind.CONFIRMATION, ExitKind.DECISION),
        "face_value_above_fee": _DESK,
        "fee_payment_not_shown": _DESK,
        "fee_taken_twice": _DESK,
        "fee_unknown": _DESK,
        "no_hours_to_attend": _DESK,
        "payer_elsewhere": _DESK,
        "payer_nowhere": _DESK,
        "payer_unknown": _DESK,
        "person_in_doubt": _DESK,
        "person_not_checked": (ExitKind.EXAMINATION,),
        "pipeline_out_of_order": _DESK,
        "hardly_any_sign_ins": _DESK,
        "pipeline_unknown": _DESK,
        "subsidy_above_fee_paid": _DESK,
        "recordings_missing": _DESK,
        "reviews_overturned": _DESK,
        "rate_under_review": (ExitKind.REVIEW,),
        "self_bound_share_large": (ExitKind.CONFIRMATION, ExitKind.DECISION),
    }
)
"""The ways out of every doubt that a determination can hold, the nearest first; one of another reason is not made.

What is confirmed elsewhere may be decided at the desk as well: hours that nobody can confirm are denied there.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskDecision:
    """What officers decided about one doubt: it counts for that doubt, as it was measured then, and no other."""

    decision_id: UUID
    criterion: str
    doubt: str
    """The reason of the finding that was decided about."""
    measured: str | None
    met: bool
    reason: str
    document: str
    decided_by: UUID
    decided_at: datetime
    confirmed_by: UUID | None
    """The second person; nobody is needed for a decision against payment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A decision as it is on record, whether a second person has spoken or not."""

    decision_id: UUID
    trainee_id: UUID
    class_id: UUID
    determination_id: UUID
    criterion: str
    doubt: str
    met: bool
    reason: str
    document: str
    decided_by: UUID
    decided_at: datetime
    confirmed: bool | None
    """`None` while nobody has spoken, and for good where nobody has to."""

    @property
    def is_waiting(self) -> bool:
        """Whether a second person still has to speak."""
        return self.met and self.confirmed is None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """A determination in doubt, with the findings that are open."""

    determination_id: UUID
    trainee_id: UUID
    class_id: UUID
    since: datetime
    """When the first of the doubts without interruption was determined."""
    document: bytes
