"""Statements about institutions and projects; those about sites and devices stand beside them."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Select, Text, Uuid, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.model.registers import Enterprise, Institution, Project, Qualification
from checkin_service.catalogue.tables import (
    authority,
    enterprise,
    institution,
    institution_qualification,
    project,
)
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.lists import LongList, day, money, text, word
from checkin_service.kit.questions import matches, question

# Authorities -------------------------------------------------------------------------------------------------------

_AUTHORITY = Statement(select(authority.c.authority_code).where(matches(authority, "authority_code")), str)


@fragment(insert(authority))
def add_authority(unit: UnitOfWork, *, authority_code: str, name: str, created_at: datetime) -> None: ...


async def is_authority(database: Database, authority_code: str) -> bool:
    return await database.read_one(_AUTHORITY, authority_code=authority_code) is not None


# Institutions ------------------------------------------------------------------------------------------------------

_BY_CREDIT_CODE = Statement(select(institution).where(matches(institution, "credit_code")), Institution)


add_institution = fragment_of(Institution, insert(institution))


@question(select(institution).where(matches(institution, "institution_id")))
async def institution_of(database: Database, institution_id: UUID) -> Institution | None: ...


class _Named(NamedTuple):
    institution_id: UUID
    name: str


@question(
    select(institution.c.institution_id, institution.c.name).where(
        institution.c.institution_id == func.any(bindparam("institution_ids", type_=ARRAY(Uuid)))
    )
)
async def names_of(database: Database, institution_ids: Collection[UUID]) -> list[_Named]: ...


class _NamedProject(NamedTuple):
    project_id: UUID
    name: str


@question(
    select(project.c.project_id, project.c.name).where(
        project.c.project_id == func.any(bindparam("project_ids", type_=ARRAY(Uuid)))
    )
)
async def project_names_of(database: Database, project_ids: Collection[UUID]) -> list[_NamedProject]: ...


async def is_credit_code_taken(database: Database, credit_code: str) -> bool:
    return await database.read_one(_BY_CREDIT_CODE, credit_code=credit_code) is not None


add_qualification = fragment_of(Qualification, insert(institution_qualification))


@question(
    select(institution_qualification)
    .where(matches(institution_qualification, "institution_id"))
    .order_by(institution_qualification.c.approved_at, institution_qualification.c.qualification_id)
)
async def qualifications_of(database: Database, institution_id: UUID) -> list[Qualification]:
    """Oldest entry first; the latest one that holds on a day decides."""


# Enterprises -------------------------------------------------------------------------------------------------------


add_enterprise = fragment_of(Enterprise, insert(enterprise))
"""Once for each authority and credit code: the write fails otherwise."""


@question(select(enterprise).where(matches(enterprise, "enterprise_id")))
async def enterprise_of(database: Database, enterprise_id: UUID) -> Enterprise | None: ...


# Projects ----------------------------------------------------------------------------------------------------------


add_project = fragment_of(Project, insert(project))


@question(select(project).where(matches(project, "project_id")))
async def project_of(database: Database, project_id: UUID) -> Project | None: ...


# Lists -------------------------------------------------------------------------------------------------------------


R = TypeVar("R")


def _page(query: Select[tuple[object, ...]], key: str, row: type[R]) -> Statement[R]:
    column = query.selected_columns[key]
    query = query.where(column > bindparam("after", type_=Uuid)).order_by(column).limit(bindparam("fetch"))
    return Statement(query, row)


_WITHIN_REACH = select(institution).where(institution.c.authority_code.startswith(bindparam("reach", type_=Text)))
_OWN_ENTERPRISES = select(enterprise).where(matches(enterprise, "authority_code"))
_OWN_PROJECTS = select(project).where(matches(project, "authority_code"))
_INSTITUTIONS = _page(_WITHIN_REACH, "institution_id", Institution)
_ENTERPRISES = _page(_OWN_ENTERPRISES, "enterprise_id", Enterprise)
_PROJECTS = _page(_OWN_PROJECTS, "project_id", Project)

INSTITUTIONS = LongList(
    _WITHIN_REACH,
    Institution,
    key=institution.c.institution_id,
    columns={
        "name": text(institution.c.name),
        "credit_code": text(institution.c.credit_code),
        "since": day(institution.c.approved_at),
    },
)
"""Of every authority whose code begins with `reach`."""

ENTERPRISES = LongList(
    _OWN_ENTERPRISES,
    Enterprise,
    key=enterprise.c.enterprise_id,
    columns={
        "name": text(enterprise.c.name),
        "credit_code": text(enterprise.c.credit_code),
        "since": day(enterprise.c.approved_at),
    },
)
PROJECTS = LongList(
    _OWN_PROJECTS,
    Project,
    key=project.c.project_id,
    columns={
        "name": text(project.c.name),
        "occupation": text(project.c.occupation),
        "level": text(project.c.level),
        "training_type": word(project.c.training_type, of="training_type"),
        "subsidy": money(project.c.subsidy_fen),
        "fee": money(project.c.fee_fen),
        "sector": text(project.c.sector),
    },
)


async def institutions_of(database: Database, reach: str, page: PageRequest) -> list[Institution]:
    """Of every authority whose code begins so; a whole code is one authority."""
    return await database.read(_INSTITUTIONS, reach=reach, after=page.after, fetch=page.fetch)


async def enterprises_of(database: Database, authority_code: str, page: PageRequest) -> list[Enterprise]:
    return await database.read(_ENTERPRISES, authority_code=authority_code, after=page.after, fetch=page.fetch)


async def projects_of(database: Database, authority_code: str, page: PageRequest) -> list[Project]:
    return await database.read(_PROJECTS, authority_code=authority_code, after=page.after, fetch=page.fetch)
