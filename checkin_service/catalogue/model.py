"""What the registers hold: authorities, institutions, their sites and terminals, and projects."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from geo import Circle, Position


class TrainingType(StrEnum):
    """The three kinds of subsidised training (SX-16)."""

    CERTIFICATE = "certificate"
    PROJECT = "project"
    SPECIAL_ABILITY = "special_ability"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """Nothing enters a register by itself: who of the authority's staff entered it, and when."""

    approved_by: UUID
    approved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Approval):
    """培训机构, supervised by the authority that approved it."""

    institution_id: UUID
    authority_code: str
    name: str
    credit_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Approval):
    """培训地点 with its effective radius (有效半径, MP-24)."""

    site_id: UUID
    institution_id: UUID
    name: str
    address: str
    position: Position
    radius_m: int

    @property
    def fence(self) -> Circle:
        return Circle(centre=self.position, radius_m=self.radius_m)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminal(Approval):
    """A card terminal fixed at a site, with the institution the site belongs to."""

    terminal_id: UUID
    site_id: UUID
    institution_id: UUID
    public_key: bytes
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Approval):
    """培训项目 with the subsidy the authority set."""

    project_id: UUID
    authority_code: str
    name: str
    occupation: str
    training_type: TrainingType
    subsidy_fen: int
