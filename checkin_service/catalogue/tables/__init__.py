"""Registers: reference data that every shard holds a copy of."""

from datetime import date
from typing import Any
from uuid import UUID

from geoalchemy2 import Geography
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Double,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    Select,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.catalogue.model.registers import InstitutionKind, OccupationKind, TrainingType
from checkin_service.catalogue.model.standing import Standing
from checkin_service.catalogue.tables.institutions import (
    authority,
    institution,
    institution_change,
    institution_change_decision,
    institution_qualification,
    institution_standing,
    is_active,
    platform_rules,
    rules_acceptance,
)
from checkin_service.kit.database import one_of, table
from geo.coordinates import Datum

__all__ = [
    "authority",
    "contact",
    "enterprise",
    "institution",
    "institution_change",
    "institution_change_decision",
    "institution_qualification",
    "institution_standing",
    "is_active",
    "occupation",
    "place_on",
    "places_by_force",
    "platform_rules",
    "project",
    "project_is_active",
    "project_step",
    "rules_acceptance",
    "site",
    "site_picture",
    "site_place",
    "terminal",
    "terminal_confirmation",
    "terminal_pairing",
]

contact = table(
    "contact",
    Column("tenant", Text, primary_key=True, comment="authority:code or institution:id"),
    Column("ordinal", Integer, primary_key=True, comment="The latest one holds"),
    Column("telephone", Text, nullable=False),
    Column("place", Text, nullable=False, comment="The counter where people are received"),
    Column("hours", Text, comment="When somebody is there"),
    Column("stated_by", Uuid, nullable=False),
    Column("stated_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("tenant ~ '^(authority|institution):'", name="of_an_office"),
    comment="Telephone and counter of authorities and institutions, as they state them themselves, append-only",
)

enterprise = table(
    "enterprise",
    Column("enterprise_id", Uuid, primary_key=True),
    Column(
        "authority_code", ForeignKey(authority.c.authority_code), nullable=False, comment="Whose officer entered it"
    ),
    Column("name", Text, nullable=False),
    Column("credit_code", Text, nullable=False, comment="统一社会信用代码, GB 32100-2015"),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("authority_code", "credit_code"),
    comment="Enterprises whose workers are trained and that are subsidised for it (SX-21), entered by an authority",
)

site = table(
    "site",
    Column("site_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey(institution.c.institution_id), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    Index("site_institution_idx", "institution_id"),
    comment="Training places (培训地点); where each lies from which day on stands in site_place",
)

site_picture = table(
    "site_picture",
    Column("site_id", ForeignKey(site.c.site_id), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The latest one holds"),
    Column("jpeg", LargeBinary, comment="As the service drew it anew; empty: taken off"),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("points", JSONB, nullable=False, comment="Two points of the picture, each with its place"),
    Column("stated_by", Uuid, nullable=False),
    Column("stated_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("(jpeg IS NOT NULL) = (jsonb_array_length(points) = 2)", name="placed_by_two_points"),
    comment="Plans of the ground of sites, laid under drawings, append-only",
)

site_place = table(
    "site_place",
    Column("site_id", ForeignKey(site.c.site_id), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The first one also holds for the days before it"),
    Column("effective_from", Date, nullable=False, comment="Civil day; never today, except for the first"),
    Column("longitude", Double, nullable=False, comment="As surveyed, in `datum`"),
    Column("latitude", Double, nullable=False, comment="As surveyed, in `datum`"),
    Column("datum", Text, nullable=False),
    Column("radius_m", Integer, nullable=False, comment="有效半径, within the bounds of policy"),
    Column(
        "areas",
        JSONB,
        nullable=False,
        server_default=text("'[]'"),
        comment="Grounds beside the circle: GeoJSON geometries, each with its datum",
    ),
    Column(
        "place",
        Geography("POINT", srid=4326, spatial_index=False),
        nullable=False,
        comment="The same point in WGS-84, for questions about sets of sites",
    ),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90", name="on_earth"),
    one_of("datum", Datum),
    CheckConstraint("radius_m > 0", name="radius_positive"),
    CheckConstraint("jsonb_typeof(areas) = 'array'", name="areas_listed"),
    # "Sites near me" walks this index.
    Index("site_place_place_idx", "place", postgresql_using="gist"),
    comment="Where a site lies and how far it reaches, by day, append-only: old verdicts stand",
)


def places_by_force(day: ColumnElement[date], site_id: ColumnElement[UUID] = site.c.site_id) -> Select[Any]:
    """The place of a site that is in force on a day, or none; every question about it means this one."""
    return (
        select(site_place)
        .where(site_place.c.site_id == site_id, or_(site_place.c.effective_from <= day, site_place.c.ordinal == 1))
        .order_by(site_place.c.effective_from.desc(), site_place.c.ordinal.desc())
        .limit(1)
    )


def place_on(day: ColumnElement[date], site_id: ColumnElement[UUID] = site.c.site_id) -> FromClause:
    """The same as a row to join."""
    return places_by_force(day, site_id).lateral("place_in_force")


terminal = table(
    "terminal",
    Column("terminal_id", Uuid, primary_key=True),
    Column("site_id", ForeignKey(site.c.site_id), nullable=False),
    Column(
        "public_key", LargeBinary, nullable=False, comment="P-256, uncompressed point; the private half never leaves it"
    ),
    Column("name", Text, nullable=False, server_default=text("''"), comment="Such as 一楼门口"),
    Column("document_number", Text, comment="文号; none of devices entered before it was asked for"),
    Column("reason", Text),
    Column("longitude", Double, comment="Where it stood when it was entered, in `datum`; none when nobody measured"),
    Column("latitude", Double),
    Column("datum", Text),
    Column("accuracy_m", Double),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    CheckConstraint("num_nonnulls(longitude, latitude, datum, accuracy_m) IN (0, 4)", name="fix_whole"),
    one_of("datum", Datum),
    # A beacon is looked for among the devices of its site, and the authority's list goes by sites.
    Index("terminal_site_idx", "site_id"),
    comment="Devices fixed at a site: displays, and card terminals (社保卡终端) once confirmed",
)

terminal_confirmation = table(
    "terminal_confirmation",
    Column("terminal_id", ForeignKey(terminal.c.terminal_id), primary_key=True),
    Column("confirmed_by", Uuid, nullable=False, comment="Another person of the authority than who entered it"),
    Column("confirmed_at", DateTime(timezone=True), nullable=False),
    comment="The second person's word, without which a device reads no cards, append-only",
)

terminal_pairing = table(
    "terminal_pairing",
    Column("terminal_id", Uuid, primary_key=True),
    Column("code_hash", LargeBinary, nullable=False, unique=True, comment="Keyed hash of the digits on its screen"),
    Column("public_key", LargeBinary, nullable=False),
    Column("longitude", Double, nullable=False, comment="Its own fix, in `datum`"),
    Column("latitude", Double, nullable=False),
    Column("datum", Text, nullable=False),
    Column("accuracy_m", Double, nullable=False),
    Column("offered_at", DateTime(timezone=True), nullable=False),
    one_of("datum", Datum),
    comment="Devices that wait to be entered by the digits they show; gone after minutes",
)

project = table(
    "project",
    Column("project_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey(authority.c.authority_code), nullable=False),
    Column("name", Text, nullable=False),
    Column("occupation", Text, nullable=False, comment="职业（工种）"),
    Column("training_type", Text, nullable=False),
    Column("subsidy_fen", BigInteger, nullable=False),
    Column("occupation_code", Text, comment="In the register of occupations; empty for older projects"),
    Column("level", Text),
    Column("occupation_kind", Text, comment="知识技能型 knowledge, 操作技能型 operation (FJ-20)"),
    Column("fee_fen", BigInteger, comment="培训费 per person; empty while nobody has said"),
    Column("sector", Text, comment="行业主管部门 that carries it out (SX-10); empty: none"),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("subsidy_fen > 0", name="subsidy_positive"),
    CheckConstraint("fee_fen >= 0", name="fee_not_negative"),
    one_of("occupation_kind", OccupationKind),
    one_of("training_type", TrainingType),
    comment="Training projects (培训项目) with the subsidy the authority set",
)

project_step = table(
    "project_step",
    Column("project_id", ForeignKey(project.c.project_id), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The latest one holds"),
    Column("standing", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("former_name", Text, nullable=False),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Uuid, nullable=False),
    Column("decided_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    one_of("standing", Standing),
    CheckConstraint("decided_by <> proposed_by", name="decided_by_another"),
    comment="Names, suspensions, closures and returns of projects, append-only; without any a project is active",
)


def project_is_active(project_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether the project of a row is neither suspended nor closed."""
    latest = (
        select(project_step.c.standing)
        .where(project_step.c.project_id == project_id)
        .order_by(project_step.c.ordinal.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(latest, Standing.ACTIVE.value) == Standing.ACTIVE.value


occupation = table(
    "occupation",
    Column("authority_code", ForeignKey(authority.c.authority_code), primary_key=True),
    Column("occupation_code", Text, primary_key=True),
    Column("level", Text, primary_key=True, comment="Empty where the register tells no levels apart"),
    Column("revision", Integer, primary_key=True, comment="A correction is a further row; the highest counts"),
    Column("name", Text, nullable=False, comment="职业（工种）"),
    Column("kind", Text, nullable=False, comment="知识技能型 knowledge, 操作技能型 operation (FJ-20)"),
    Column("document", Text, nullable=False, comment="Which publication it was taken from"),
    Column("imported_by", Uuid, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    one_of("kind", OccupationKind),
    CheckConstraint("revision > 0", name="revision_positive"),
    comment="Occupations (职业（工种）) as authorities register them, append-only; those below use the same",
)
