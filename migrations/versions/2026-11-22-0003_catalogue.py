"""Registers: authorities, institutions with licences and standing, enterprises, sites with places and devices, projects."""

from alembic import op

from migrations.columns import big, binary, check, day, double, integer, json, moment, one_of, point, text, unique, uuid

revision = "catalogue"
down_revision = "access"

_DATUMS = "wgs84 cgcs2000 gcj02 bd09"
_TRAINING_TYPES = (
    "certificate project special_ability pre_job golden_blue_collar new_apprenticeship post_upgrading "
    "graduate_skills_programme"
)


def upgrade() -> None:
    _institutions()
    _sites()
    _terminals()
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
        "institution_qualification",
        uuid("qualification_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        text("kind", "What it is: 职业培训学校, 技工院校 or another"),
        text("licence_number", "办学许可证号"),
        day("valid_from"),
        day("valid_until", "The last day; empty: open", optional=True),
        uuid("approved_by"),
        moment("approved_at"),
        one_of("kind", "vocational_school technical_school enterprise other"),
        check("days_in_order", "valid_until >= valid_from"),
        comment="What institutions are and are licensed for, as their authority examined it, append-only",
    )
    op.create_index("institution_qualification_institution_idx", "institution_qualification", ["institution_id"])
    op.create_table(
        "institution_standing",
        uuid("institution_id", key=True, of="institution.institution_id"),
        integer("ordinal", "The latest one holds", key=True),
        text("standing"),
        text("document_number", "文号"),
        text("reason"),
        uuid("proposed_by"),
        uuid("decided_by", "Another person than who proposed"),
        moment("decided_at"),
        one_of("standing", "active suspended closed"),
        check("decided_by_another", "decided_by <> proposed_by"),
        comment="Suspensions, closures and returns of institutions, append-only; without any an institution is active",
    )
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
        one_of("datum", _DATUMS),
        check("radius_positive", "radius_m > 0"),
        check("areas_listed", "jsonb_typeof(areas) = 'array'"),
        comment="Where a site lies and how far it reaches, by day, append-only: old verdicts stand",
    )
    op.create_index("site_place_place_idx", "site_place", ["place"], postgresql_using="gist")


def _terminals() -> None:
    op.create_table(
        "terminal",
        uuid("terminal_id", key=True),
        uuid("site_id", of="site.site_id"),
        binary("public_key", "P-256, uncompressed point; the private half never leaves it"),
        uuid("approved_by"),
        moment("approved_at"),
        moment("revoked_at", optional=True),
        text("name", "Such as 一楼门口", default="''"),
        text("document_number", "文号; none of devices entered before it was asked for", optional=True),
        text("reason", optional=True),
        double("longitude", "Where it stood when it was entered, in `datum`; none when nobody measured", optional=True),
        double("latitude", optional=True),
        text("datum", optional=True),
        double("accuracy_m", optional=True),
        check("fix_whole", "num_nonnulls(longitude, latitude, datum, accuracy_m) IN (0, 4)"),
        one_of("datum", _DATUMS),
        comment="Devices fixed at a site: displays, and card terminals (社保卡终端) once confirmed",
    )
    op.create_index("terminal_site_idx", "terminal", ["site_id"])
    op.create_table(
        "terminal_confirmation",
        uuid("terminal_id", key=True, of="terminal.terminal_id"),
        uuid("confirmed_by", "Another person of the authority than who entered it"),
        moment("confirmed_at"),
        comment="The second person's word, without which a device reads no cards, append-only",
    )
    op.create_table(
        "terminal_pairing",
        uuid("terminal_id", key=True),
        binary("code_hash", "Keyed hash of the digits on its screen", unique=True),
        binary("public_key"),
        double("longitude", "Its own fix, in `datum`"),
        double("latitude"),
        text("datum"),
        double("accuracy_m"),
        moment("offered_at"),
        one_of("datum", _DATUMS),
        comment="Devices that wait to be entered by the digits they show; gone after minutes",
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
        text("occupation_code", "In the register of occupations; empty for older projects", optional=True),
        text("level", optional=True),
        text("occupation_kind", "知识技能型 knowledge, 操作技能型 operation (FJ-20)", optional=True),
        big("fee_fen", "培训费 per person; empty while nobody has said", optional=True),
        check("subsidy_positive", "subsidy_fen > 0"),
        one_of("training_type", _TRAINING_TYPES),
        check("fee_not_negative", "fee_fen >= 0"),
        one_of("occupation_kind", "knowledge operation"),
        comment="Training projects (培训项目) with the subsidy the authority set",
    )
    op.create_table(
        "occupation",
        text("authority_code", key=True, of="authority.authority_code"),
        text("occupation_code", key=True),
        text("level", "Empty where the register tells no levels apart", key=True),
        integer("revision", "A correction is a further row; the highest counts", key=True),
        text("name", "职业（工种）"),
        text("kind", "知识技能型 knowledge, 操作技能型 operation (FJ-20)"),
        text("document", "Which publication it was taken from"),
        uuid("imported_by"),
        moment("imported_at"),
        one_of("kind", "knowledge operation"),
        check("revision_positive", "revision > 0"),
        comment="Occupations (职业（工种）) as authorities register them, append-only; those below use the same",
    )
