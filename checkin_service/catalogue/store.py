"""Every statement about the registers."""

from datetime import datetime
from uuid import UUID

from geoalchemy2 import Geography
from sqlalchemy import Double, Select, Uuid, bindparam, cast, func, insert, or_, select

from checkin_service.catalogue.model import Institution, Project, Site, Terminal, TrainingType
from checkin_service.catalogue.tables import authority, institution, project, site, terminal
from checkin_service.kit.database import Database, Fragment, Row, Statement, UnitOfWork
from checkin_service.kit.paging import PageRequest
from geo import Datum, Position
from geo.datum import to_wgs84

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


# Sites -------------------------------------------------------------------------------------------------------------

# The geography is derived from the coordinates and serves questions about sets; it is never read back.
_site_columns = [column for column in site.columns if column.name != "place"]
_ADD_SITE = Fragment(
    Statement(
        insert(site).values(
            **{column.name: bindparam(column.name, type_=column.type) for column in _site_columns},
            place=cast(
                func.ST_SetSRID(
                    func.ST_MakePoint(
                        bindparam("wgs84_longitude", type_=Double), bindparam("wgs84_latitude", type_=Double)
                    ),
                    4326,
                ),
                Geography("POINT", srid=4326),
            ),
        )
    )
)
_SITE = Statement(select(*_site_columns).where(site.c.site_id == bindparam("site_id")))


def add_site(unit: UnitOfWork, new: Site) -> None:
    longitude, latitude = to_wgs84(new.position)
    unit.add(
        _ADD_SITE,
        site_id=new.site_id,
        institution_id=new.institution_id,
        name=new.name,
        address=new.address,
        longitude=new.position.longitude,
        latitude=new.position.latitude,
        datum=new.position.datum.value,
        radius_m=new.radius_m,
        approved_by=new.approved_by,
        approved_at=new.approved_at,
        wgs84_longitude=longitude,
        wgs84_latitude=latitude,
    )


async def site_of(database: Database, site_id: UUID) -> Site | None:
    row = await database.read_one(_SITE, site_id=site_id)
    return None if row is None else _site(row)


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
_SITES = _page(
    select(*_site_columns)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .where(
        or_(
            institution.c.authority_code == bindparam("authority_code"),
            institution.c.institution_id == bindparam("institution_id", type_=Uuid),
        )
    ),
    "site_id",
)
_PROJECTS = _page(select(project).where(project.c.authority_code == bindparam("authority_code")), "project_id")


async def institutions_of(database: Database, authority_code: str, page: PageRequest) -> list[Institution]:
    rows = await database.read(_INSTITUTIONS, authority_code=authority_code, after=page.after, fetch=page.fetch)
    return [Institution(**row._asdict()) for row in rows]


async def sites_of(
    database: Database, page: PageRequest, *, authority_code: str | None, institution_id: UUID | None
) -> list[Site]:
    """The sites an authority supervises, or those of one institution: whichever of the two is given."""
    rows = await database.read(
        _SITES, authority_code=authority_code, institution_id=institution_id, after=page.after, fetch=page.fetch
    )
    return [_site(row) for row in rows]


async def projects_of(database: Database, authority_code: str, page: PageRequest) -> list[Project]:
    rows = await database.read(_PROJECTS, authority_code=authority_code, after=page.after, fetch=page.fetch)
    return [_project(row) for row in rows]


def _site(row: Row) -> Site:
    values = row._asdict()
    place = {name: values.pop(name) for name in ("longitude", "latitude", "datum")}
    return Site(**values, position=Position(**place | {"datum": Datum(place["datum"])}))


def _project(row: Row) -> Project:
    values = row._asdict()
    return Project(**values | {"training_type": TrainingType(values["training_type"])})
