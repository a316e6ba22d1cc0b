"""Entries of the registers: authorities, institutions, sites, terminals, enterprises and projects."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from checkin_service.catalogue.model.areas import fence_of
from geo import Area, Circle, Position, Union


class TrainingType(StrEnum):
    """The kinds of subsidised training (SX-16), and the programmes of provinces (AH-02, SD-07)."""

    CERTIFICATE = "certificate"
    PROJECT = "project"
    SPECIAL_ABILITY = "special_ability"
    PRE_JOB = "pre_job"
    """岗前培训 (SD-07)."""
    GOLDEN_BLUE_COLLAR = "golden_blue_collar"
    """“金蓝领”培训 (SD-07)."""
    NEW_APPRENTICESHIP = "new_apprenticeship"
    """企业新型学徒制 (SD-07)."""
    POST_UPGRADING = "post_upgrading"
    """岗位技能提升培训 (SD-07)."""
    GRADUATE_SKILLS_PROGRAMME = "graduate_skills_programme"
    """高校毕业生强技计划 (AH-02)."""


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
    address: str | None = None
    """Where it is registered; none while it has never said."""


class InstitutionKind(StrEnum):
    """What an institution is; some kinds only may teach practice (FJ-22)."""

    VOCATIONAL_SCHOOL = "vocational_school"
    TECHNICAL_SCHOOL = "technical_school"
    ENTERPRISE = "enterprise"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification(Approval):
    """资质: what an institution is and its licence, as its authority examined it; a change is a further one."""

    qualification_id: UUID
    institution_id: UUID
    kind: InstitutionKind
    licence_number: str
    valid_from: date
    valid_until: date | None
    """The last day; `None`: open."""

    def holds(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


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


class OccupationKind(StrEnum):
    """The two kinds of occupations, which decide how they may be taught (FJ-20)."""

    KNOWLEDGE = "knowledge"
    """知识技能型."""
    OPERATION = "operation"
    """操作技能型."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Approval):
    """培训项目 with the subsidy the authority set."""

    project_id: UUID
    authority_code: str
    name: str
    occupation: str
    training_type: TrainingType
    subsidy_fen: int
    occupation_code: str | None = None
    """In the register of occupations; projects entered before there was one have none."""
    level: str | None = None
    occupation_kind: OccupationKind | None = None
    """As the register had it when the project was entered (FJ-20)."""
    fee_fen: int | None = None
    """培训费 per person; `None` where nobody has said."""
    sector: str | None = None
    """行业主管部门 that carries it out; its people are those that it has filed (SX-10)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """职业（工种）at a level, as an authority's register has it; a later import outranks an earlier one."""

    authority_code: str
    occupation_code: str
    level: str
    """Empty where the register tells no levels apart."""
    revision: int
    name: str
    kind: OccupationKind
    document: str
    imported_by: UUID
    imported_at: datetime
