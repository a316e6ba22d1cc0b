"""Registers: reference data that every shard holds a copy of."""

from datetime import date

from geoalchemy2 import Geography
from sqlalchemy import (
    BigInteger,
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
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import metadata

authority = Table(
    "authority",
    metadata,
    Column("authority_code", Text, primary_key=True, comment="Administrative division code, GB/T 2260, such as 330600"),
    Column("name", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("authority_code ~ '^[0-9]{6}$'", name="division_code"),
    comment="Human resources and social security authorities (人社部门)",
)

institution = Table(
    "institution",
    metadata,
    Column("institution_id", Uuid, primary_key=True),
    Column(
        "authority_code", ForeignKey(authority.c.authority_code), nullable=False, comment="The supervising authority"
    ),
    Column("name", Text, nullable=False),
    Column("credit_code", Text, nullable=False, unique=True, comment="统一社会信用代码, GB 32100-2015"),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    # An authority's dashboard lists its own institutions.
    Index("institution_authority_idx", "authority_code"),
    comment="Training institutions (培训机构), entered by the authority that approved them",
)

enterprise = Table(
    "enterprise",
    metadata,
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

site = Table(
    "site",
    metadata,
    Column("site_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey(institution.c.institution_id), nullable=False),
    Column("name", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    Index("site_institution_idx", "institution_id"),
    comment="Training places (培训地点); where each lies from which day on stands in site_place",
)

site_place = Table(
    "site_place",
    metadata,
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
    CheckConstraint("datum IN ('wgs84', 'cgcs2000', 'gcj02', 'bd09')", name="datum_known"),
    CheckConstraint("radius_m > 0", name="radius_positive"),
    CheckConstraint("jsonb_typeof(areas) = 'array'", name="areas_listed"),
    # "Sites near me" walks this index.
    Index("site_place_place_idx", "place", postgresql_using="gist"),
    comment="Where a site lies and how far it reaches, by day, append-only: old verdicts stand",
)


def place_on(day: ColumnElement[date]) -> FromClause:
    """The place of `site` that is in force on a day, as a row to join; every question about it means this one."""
    return (
        select(site_place)
        .where(
            site_place.c.site_id == site.c.site_id, or_(site_place.c.effective_from <= day, site_place.c.ordinal == 1)
        )
        .order_by(site_place.c.effective_from.desc(), site_place.c.ordinal.desc())
        .limit(1)
        .lateral("place_in_force")
    )


terminal = Table(
    "terminal",
    metadata,
    Column("terminal_id", Uuid, primary_key=True),
    Column("site_id", ForeignKey(site.c.site_id), nullable=False),
    Column(
        "public_key", LargeBinary, nullable=False, comment="P-256, uncompressed point; the private half never leaves it"
    ),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    comment="Card terminals (社保卡终端) fixed at a site, registered by the authority",
)

project = Table(
    "project",
    metadata,
    Column("project_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey(authority.c.authority_code), nullable=False),
    Column("name", Text, nullable=False),
    Column("occupation", Text, nullable=False, comment="职业（工种）"),
    Column("training_type", Text, nullable=False),
    Column("subsidy_fen", BigInteger, nullable=False),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("subsidy_fen > 0", name="subsidy_positive"),
    CheckConstraint("training_type IN ('certificate', 'project', 'special_ability')", name="training_type_known"),
    comment="Training projects (培训项目) with the subsidy the authority set",
)
