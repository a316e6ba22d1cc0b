"""What the registers hold: authorities, institutions, their sites and terminals, and projects."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.catalogue.areas import fence_of
from geo import Area, Circle, Position, Union


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
class Enterprise(Approval):
    """企业 whose workers are trained; it may be the one that is subsidised (SX-21)."""

    enterprise_id: UUID
    authority_code: str
    name: str
    credit_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Approval):
    """Where a site lies and how far it reaches, from a day on; a change is a further place, never an edit."""

    ordinal: int
    effective_from: date
    position: Position
    radius_m: int
    """有效半径 (MP-24): the circle around the position is always part of the fence."""

    areas: tuple[Area, ...] = ()
    """Grounds the circle does not cover: a second campus, a long workshop. They add to the circle."""

    @property
    def fence(self) -> Circle | Union:
        return fence_of(self.position, self.radius_m, self.areas)


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Approval):
    """培训地点, with its place on the day it was asked for."""

    site_id: UUID
    institution_id: UUID
    name: str
    address: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class NearSite:
    """A site as somebody looking for one finds it (MP-31)."""

    site: Site
    institution_name: str
    distance_m: float


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
