"""Statements about institutions, terminals and projects; those about sites stand in `sites`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, Uuid, bindparam, insert, select

from checkin_service.catalogue.model import Enterprise, Institution, Project, Terminal, TrainingType
from checkin_service.catalogue.tables import authority, enterprise, institution, project, site, terminal
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.kit.paging import PageRequest

# Authorities -------------------------------------------------------------------------------------------------------

_ADD_AUTHORITY = Fragment(Statement(insert(authority)))
_AUTHORITY = Statement(
    select(authority.c.authority_code).where(authority.c.authority_code == bindparam("authority_code"))
)


def add_authority(unit: UnitOfWork, *, authority_code: str, name: str, at: datetime) -> None:
    unit.add(_ADD_AUTHORITY, authority_code=authority_code, name=name, created_at=at)


async def is_authority(database: Database, authority_code: str) -> bool:
    return await database.read_one(_AUTHORITY, authority_code=authority_code) is not None


# Institutions ------------------------------------------------------------------------------------------------------

_ADD_INSTITUTION = Fragment(Statement(insert(institution)))
_INSTITUTION = Statement(select(institution).where(institution.c.institution_id == bindparam("institution_id")))
_BY_CREDIT_CODE = Statement(select(institution).where(institution.c.credit_code == bindparam("credit_code")))


def add_institution(unit: UnitOfWork, new: Institution) -> None:
    unit.add(_ADD_INSTITUTION, **{column.name: getattr(new, column.name) for column in institution.columns})


async def institution_of(database: Database, institution_id: UUID) -> Institution | None:
    row = await database.read_one(_INSTITUTION, institution_id=institution_id)
    return None if row is None else Institution(**row._asdict())


async def is_credit_code_taken(database: Database, credit_code: str) -> bool:
    return await database.read_one(_BY_CREDIT_CODE, credit_code=credit_code) is not None


# Enterprises -------------------------------------------------------------------------------------------------------

_ADD_ENTERPRISE = Fragment(Statement(insert(enterprise)))
_ENTERPRISE = Statement(select(enterprise).where(enterprise.c.enterprise_id == bindparam("enterprise_id")))


def add_enterprise(unit: UnitOfWork, new: Enterprise) -> None:
    """Once for each authority and credit code: the write fails otherwise."""
    unit.add(_ADD_ENTERPRISE, **{column.name: getattr(new, column.name) for column in enterprise.columns})


async def enterprise_of(database: Database, enterprise_id: UUID) -> Enterprise | None:
    row = await database.read_one(_ENTERPRISE, enterprise_id=enterprise_id)
    return None if row is None else Enterprise(**row._asdict())


# Terminals ---------------------------------------------------------------------------------------------------------

_ADD_TERMINAL = Fragment(Statement(insert(terminal)))
_TERMINAL = Statement(
    select(terminal, site.c.institution_id)
    .join(site, site.c.site_id == terminal.c.site_id)
    .where(terminal.c.terminal_id == bindparam("terminal_id"))
)


def add_terminal(unit: UnitOfWork, new: Terminal) -> None:
    unit.add(_ADD_TERMINAL, **{column.name: getattr(new, column.name) for column in terminal.columns})


async def terminal_of(database: Database, terminal_id: UUID) -> Terminal | None:
    row = await database.read_one(_TERMINAL, terminal_id=terminal_id)
    return None if row is None else Terminal(**row._asdict())


# Projects ----------------------------------------------------------------------------------------------------------

_ADD_PROJECT = Fragment(Statement(insert(project)))
_PROJECT = Statement(select(project).where(project.c.project_id == bindparam("project_id")))


def add_project(unit: UnitOfWork, new: Project) -> None:
    unit.add(_ADD_PROJECT, **{column.name: getattr(new, column.name) for column in project.columns})


async def project_of(database: Database, project_id: UUID) -> Project | None:
    row = await database.read_one(_PROJECT, project_id=project_id)
    return None if row is None else _project(row)


# Lists -------------------------------------------------------------------------------------------------------------


def _page(query: Select[tuple[object, ...]], key: str) -> Statement:
    column = query.selected_columns[key]
    return Statement(query.where(column > bindparam("after", type_=Uuid)).order_by(column).limit(bindparam("fetch")))


_INSTITUTIONS = _page(
    select(institution).where(institution.c.authority_code == bindparam("authority_code")), "institution_id"
)
_PROJECTS = _page(select(project).where(project.c.authority_code == bindparam("authority_code")), "project_id")


async def institutions_of(database: Database, authority_code: str, page: PageRequest) -> list[Institution]:
    rows = await database.read(_INSTITUTIONS, authority_code=authority_code, after=page.after, fetch=page.fetch)
    return [Institution(**row._asdict()) for row in rows]


async def projects_of(database: Database, authority_code: str, page: PageRequest) -> list[Project]:
    rows = await database.read(_PROJECTS, authority_code=authority_code, after=page.after, fetch=page.fetch)
    return [_project(row) for row in rows]


def _project(row: Row) -> Project:
    values = row._asdict()
    return Project(**values | {"training_type": TrainingType(values["training_type"])})
