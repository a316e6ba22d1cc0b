"""Sanctions of institutions (处理) as two people decided them, how long they hold, and appeals against them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class SanctionKind(StrEnum):
    WARNING = "warning"
    """警告: takes nothing away."""
    VOUCHERS = "vouchers"
    """暂停受理培训券: nobody more is entered for a voucher."""
    DELISTING = "delisting"
    """移出培训单位目录: neither the directory nor the courses on offer name it."""
    DISQUALIFICATION = "disqualification"
    """取消一段时间的承训资格: no class begins, nobody more is taken, no public list names the institution; a platform
    counts in no class that opens, a trainer is entered for no class more."""
    REFERRAL = "referral"
    """移交: the case is handed to those who prosecute it."""


LIMITING = frozenset({SanctionKind.VOUCHERS, SanctionKind.DELISTING, SanctionKind.DISQUALIFICATION})
"""What takes something from an institution, until a day."""
UNLISTING = frozenset({SanctionKind.DELISTING, SanctionKind.DISQUALIFICATION})
CLOSED_TO_PEOPLE = frozenset({SanctionKind.VOUCHERS, SanctionKind.DISQUALIFICATION})


class Party(StrEnum):
    """Whose deeds they are (FJ-34): 培训者 is who teaches or who learns, and the text does not say which."""

    INSTITUTION = "institution"
    PLATFORM = "platform"
    TRAINER = "trainer"
    TRAINEE = "trainee"


OF_INSTITUTIONS = frozenset({SanctionKind.VOUCHERS, SanctionKind.DELISTING})
"""What only an institution can lose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whose:
    """Whose deeds a sanction is for: the institution, or a platform, a trainer or a trainee of it."""

    party: Party
    platform_id: UUID | None = None
    instructor_id: UUID | None = None

    @property
    def is_named(self) -> bool:
        """Whether it is known whom a limit would bind."""
        return self.party is Party.INSTITUTION or self.platform_id is not None or self.instructor_id is not None


THE_INSTITUTION = Whose(party=Party.INSTITUTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imposed:
    """One sanction as one person proposed it and another decided."""

    sanction_id: UUID
    institution_id: UUID
    authority_code: str
    kind: SanctionKind
    party: Party
    until: date | None
    """The last day on which it holds; none where it takes nothing away."""
    referred_to: str | None
    """The office that a case is handed to."""
    law: str
    """Which law it rests on, as the document says: FJ-34 names three and gives no measure."""
    document_number: str
    reason: str
    proposed_by: UUID
    decided_by: UUID
    """Another person than who proposed."""
    decided_at: datetime
    platform_id: UUID | None = None
    instructor_id: UUID | None = None

    @property
    def whose(self) -> Whose:
        return Whose(party=self.party, platform_id=self.platform_id, instructor_id=self.instructor_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionAppeal:
    """What the institution says against a sanction; once for each."""

    sanction_id: UUID
    words: str
    filed_by: UUID
    filed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SanctionAppealDecision:
    """What a third person of the authority decided; an upheld appeal ends the sanction at once."""

    sanction_id: UUID
    upheld: bool
    reason: str
    decided_by: UUID
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Sanction(Imposed):
    """A sanction with its appeal and what became of it."""

    appeal_words: str | None = None
    appeal_at: datetime | None = None
    upheld: bool | None = None
    appeal_reason: str | None = None
    appeal_decided_at: datetime | None = None

    def holds_on(self, day: date) -> bool:
        """Until its last day or an upheld appeal; an appeal that waits stays nothing."""
        return self.upheld is not True and (self.until is None or day <= self.until)
