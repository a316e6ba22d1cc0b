"""Registers: authorities, institutions, enterprises, sites with their places, terminals, projects."""

from alembic import op

from migrations.columns import big, binary, check, day, double, integer, json, moment, one_of, point, text, unique, uuid

revision = "catalogue"
down_revision = "access"


def upgrade() -> None:
    _institutions()
    _sites()
    _projects()


def _institutions() -> None:
    op.create_table(
        "authority",
        text("authority_code", "Administrative division code, GB/T 2260, such as 330600", key=True),
        text("name"),
        moment("created_at"),
        check("division_code", "authority_code ~ '^[0-9]{6}$'"),
        comment="Human resources and social security authorities (人社部门)",
    )
    op.create_table(
        "institution",
        uuid("institution_id", key=True),
        text("authority_code", "The supervising authority", of="authority.authority_code"),
        text("name"),
        text("credit_code", "统一社会信用代码, GB 32100-2015", unique=True),
        uuid("approved_by"),
        moment("approved_at"),
        comment="Training institutions (培训机构), entered by the authority that approved them",
    )
    op.create_index("institution_authority_idx", "institution", ["authority_code"])
    op.create_table(
        "enterprise",
        uuid("enterprise_id", key=True),
        text("authority_code", "Whose officer entered it", of="authority.authority_code"),
        text("name"),
        text("credit_code", "统一社会信用代码, GB 32100-2015"),
        uuid("approved_by"),
        moment("approved_at"),
        unique("authority_code", "credit_code"),
        comment="Enterprises whose workers are trained and that are subsidised for it (SX-21), entered by an authority",
    )


def _sites() -> None:
    op.create_table(
        "site",
        uuid("site_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        text("name"),
        text("address"),
        uuid("approved_by"),
        moment("approved_at"),
        comment="Training places (培训地点); where each lies from which day on stands in site_place",
    )
    op.create_index("site_institution_idx", "site", ["institution_id"])
    op.create_table(
        "site_place",
        uuid("site_id", key=True, of="site.site_id"),
        integer("ordinal", "The first one also holds for the days before it", key=True),
        day("effective_from", "Civil day; never today, except for the first"),
        double("longitude", "As surveyed, in `datum`"),
        double("latitude", "As surveyed, in `datum`"),
        text("datum"),
        integer("radius_m", "有效半径, within the bounds of policy"),
        json("areas", "Grounds beside the circle: GeoJSON geometries, each with its datum", default="'[]'"),
        point("place", "The same point in WGS-84, for questions about sets of sites"),
        uuid("approved_by"),
        moment("approved_at"),
        check("on_earth", "longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90"),
        one_of("datum", "wgs84 cgcs2000 gcj02 bd09"),
        check("radius_positive", "radius_m > 0"),
        check("areas_listed", "jsonb_typeof(areas) = 'array'"),
        comment="Where a site lies and how far it reaches, by day, append-only: old verdicts stand",
    )
    op.create_index("site_place_place_idx", "site_place", ["place"], postgresql_using="gist")
    op.create_table(
        "terminal",
        uuid("terminal_id", key=True),
        uuid("site_id", of="site.site_id"),
        binary("public_key", "P-256, uncompressed point; the private half never leaves it"),
        uuid("approved_by"),
        moment("approved_at"),
        moment("revoked_at", optional=True),
        comment="Card terminals (社保卡终端) fixed at a site, registered by the authority",
    )


def _projects() -> None:
    op.create_table(
        "project",
        uuid("project_id", key=True),
        text("authority_code", of="authority.authority_code"),
        text("name"),
        text("occupation", "职业（工种）"),
        text("training_type"),
        big("subsidy_fen"),
        uuid("approved_by"),
        moment("approved_at"),
        check("subsidy_positive", "subsidy_fen > 0"),
        one_of("training_type", "certificate project special_ability"),
        comment="Training projects (培训项目) with the subsidy the authority set",
    )
