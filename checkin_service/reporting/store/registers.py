"""Registers that go up for authorities: projects, classes, sites with their institutions, templates of vouchers."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Text, Uuid, bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import contact, institution, place_on, project, site
from checkin_service.kit.database import Database
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import class_session, training_class
from checkin_service.voucher.tables import voucher_template


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassRow:
    class_id: UUID
    name: str
    total_hours: int
    institution_id: UUID
    project_id: UUID
    opened_at: datetime
    sites: list[UUID]


@question(
    select(
        training_class.c.class_id,
        training_class.c.name,
        training_class.c.total_hours,
        training_class.c.institution_id,
        training_class.c.project_id,
        func.coalesce(training_class.c.opened_at, training_class.c.applied_at).label("opened_at"),
        select(func.array_agg(class_session.c.site_id.distinct()))
        .where(class_session.c.class_id == training_class.c.class_id)
        .scalar_subquery()
        .label("sites"),
    ).where(
        training_class.c.class_id == func.any(bindparam("classes", type_=ARRAY(Uuid))),
        training_class.c.opened_at.is_not(None),
    )
)
async def classes(database: Database, *, classes: list[UUID]) -> list[ClassRow]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """A site with its institution, at the place that is in force today."""

    site_id: UUID
    site_name: str
    address: str
    approved_at: datetime
    institution_id: UUID
    institution_name: str
    credit_code: str
    longitude: float
    latitude: float
    datum: str
    radius_m: int
    telephone: str | None


_telephone = (
    select(contact.c.telephone)
    .where(contact.c.tenant == func.concat("institution:", institution.c.institution_id))
    .order_by(contact.c.ordinal.desc())
    .limit(1)
    .scalar_subquery()
    .label("telephone")
)
_place = place_on(bindparam("on_day", type_=Date))
_sites = (
    select(
        site.c.site_id,
        site.c.name.label("site_name"),
        site.c.address,
        site.c.approved_at,
        institution.c.institution_id,
        institution.c.name.label("institution_name"),
        institution.c.credit_code,
        _place.c.longitude,
        _place.c.latitude,
        _place.c.datum,
        _place.c.radius_m,
        _telephone,
    )
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .join(_place, true())
)


@question(_sites.where(site.c.site_id == func.any(bindparam("sites", type_=ARRAY(Uuid)))))
async def sites(database: Database, *, sites: list[UUID], on_day: date) -> list[SiteRow]: ...


@question(
    select(site.c.site_id)
    .join(institution, institution.c.institution_id == site.c.institution_id)
    .where(matches(institution, "authority_code"))
)
async def sites_of(database: Database, authority_code: str) -> set[UUID]:
    """Of the institutions that an authority supervises: its directory (机构目录)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """A project of the directory (项目目录)."""

    project_id: UUID
    name: str
    occupation: str
    occupation_code: str | None
    training_type: str
    subsidy_fen: int
    fee_fen: int | None
    approved_at: datetime


@question(
    select(
        project.c.project_id,
        project.c.name,
        project.c.occupation,
        project.c.occupation_code,
        project.c.training_type,
        project.c.subsidy_fen,
        project.c.fee_fen,
        project.c.approved_at,
    ).where(project.c.project_id == func.any(bindparam("projects", type_=ARRAY(Uuid))))
)
async def projects(database: Database, *, projects: list[UUID]) -> list[ProjectRow]: ...


@question(select(project.c.project_id).where(matches(project, "authority_code")))
async def projects_of(database: Database, authority_code: str) -> set[UUID]:
    """An authority's directory of projects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow:
    template_id: UUID
    version: int
    authority_code: str
    name: str
    kind: str
    form: str
    face_value_fen: int | None
    occupation: str | None
    valid_months: int | None
    quantity: int
    published_at: datetime


@question(
    select(
        voucher_template.c.template_id,
        voucher_template.c.version,
        voucher_template.c.authority_code,
        voucher_template.c.name,
        voucher_template.c.kind,
        voucher_template.c.form,
        voucher_template.c.face_value_fen,
        voucher_template.c.occupation,
        voucher_template.c.valid_months,
        voucher_template.c.quantity,
        voucher_template.c.published_at,
    ).where(voucher_template.c.authority_code == func.any(bindparam("authorities", type_=ARRAY(Text))))
)
async def templates(database: Database, *, authorities: list[str]) -> list[TemplateRow]:
    """All of some authorities: they are few."""
