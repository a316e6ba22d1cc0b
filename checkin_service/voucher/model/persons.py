"""A person's file: dated facts with their source, officers' examinations, and the person's own declarations."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.policy.model import prefix_of


class FactKind(StrEnum):
    """What an authority's data can say about a person."""

    BIRTH = "birth"
    GUARDIAN_CONSENT = "guardian_consent"
    EMPLOYMENT = "employment"
    SELF_EMPLOYMENT = "self_employment"
    LABOUR_CONTRACT = "labour_contract"
    ENTERPRISE_PENSION = "enterprise_pension"
    UNEMPLOYMENT_INSURANCE = "unemployment_insurance"
    """Months for which contributions were paid, in one county."""
    HOUSEHOLD = "household"
    RESIDENCE_PERMIT = "residence_permit"
    PARTNER_REGION = "partner_region"
    GRADUATION = "graduation"
    IN_SCHOOL = "in_school"
    """In full-time education (在校生), who is no worker to be trained."""
    RETIREMENT = "retirement"
    ESTABLISHMENT = "establishment"
    """On the establishment of the civil service or a public institution (机关事业在编)."""
    JOB_SEEKING_REGISTRATION = "job_seeking_registration"
    EMPLOYMENT_REGISTRATION = "employment_registration"
    UNEMPLOYMENT_REGISTRATION = "unemployment_registration"
    TRAINING_REGISTRATION = "training_registration"
    LOW_INCOME_FARMER_HOUSEHOLD = "low_income_farmer_household"
    HARD_TO_EMPLOY = "hard_to_employ"
    ZERO_EMPLOYMENT_HOUSEHOLD = "zero_employment_household"
    RURAL_SCHOOL_LEAVER = "rural_school_leaver"
    URBAN_MINIMUM_INCOME_HOUSEHOLD = "urban_minimum_income_household"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFact:
    """One thing a source says of a person, for a time and a place."""

    kind: FactKind
    since: date
    source: str
    until: date | None = None
    """The last day it holds; still so when absent."""
    place: str | None = None
    """Division code; a fact without one holds everywhere."""

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on <= self.until)

    def lies_in(self, area: str) -> bool:
        """Whether its place belongs to an area; division codes (GB/T 2260) tell by their prefix."""
        return self.place is None or self.place.startswith(prefix_of(area))


DUPLICATE = "duplicate_benefit"
"""What officers examine beside the conditions of policy: whether the benefit was had already (MP-19)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What an officer found of one condition by looking at a document, where no source answered (SX-18, FJ-29)."""

    examination_id: UUID
    condition: str
    holds: bool
    """Whether the condition is so; of one that excludes people, `False` speaks for the person."""
    examined_on: date
    document: str
    reason: str
    authority_code: str
    """Whose officer it was: it counts for that authority and those below it."""
    examined_by: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherElsewhere:
    """What the national platform said of a person's vouchers elsewhere, when an authority was about to issue one."""

    trainee_id: UUID
    authority_code: str
    ordinal: int
    said: SaidElsewhere
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """All that is known of a person: the facts, the kinds sources were asked about, and the declarations made."""

    facts: tuple[PersonFact, ...] = ()
    asked: frozenset[FactKind] = frozenset()
    """Kinds a source has answered; what it does not mention is then known not to be so."""
    declared: frozenset[str] = frozenset()
    """Conditions the person has declared to meet (个人线上承诺)."""
    examined: tuple[Examination, ...] = ()
    """Officers' examinations, oldest first."""

    def knows(self, *kinds: FactKind) -> bool:
        return self.asked.issuperset(kinds)

    def of(self, *kinds: FactKind) -> tuple[PersonFact, ...]:
        return tuple(fact for fact in self.facts if fact.kind in kinds)
