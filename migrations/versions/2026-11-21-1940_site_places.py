"""Sites move by dated places; attempts know how they lay to the fence; moving fences and suspicions."""

import sqlalchemy as sa
from alembic import op
from geoalchemy2 import Geography
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0001"
branch_labels = None
depends_on = None

_DATUM_KNOWN = "datum IN ('wgs84', 'cgcs2000', 'gcj02', 'bd09')"
_ON_EARTH = "longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90"


def upgrade() -> None:
    _places()
    _attempts()
    _moving_fences()
    _suspicions()


def _places() -> None:
    op.create_table(
        "site_place",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="The first one also holds for the days before it"),
        sa.Column("effective_from", sa.Date(), nullable=False, comment="Civil day; never today, except for the first"),
        sa.Column("longitude", sa.Double(), nullable=False, comment="As surveyed, in `datum`"),
        sa.Column("latitude", sa.Double(), nullable=False, comment="As surveyed, in `datum`"),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=False, comment="有效半径, within the bounds of policy"),
        sa.Column(
            "areas",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'"),
            nullable=False,
            comment="Grounds beside the circle: GeoJSON geometries, each with its datum",
        ),
        sa.Column(
            "place",
            Geography("POINT", srid=4326, spatial_index=False),
            nullable=False,
            comment="The same point in WGS-84, for questions about sets of sites",
        ),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(_DATUM_KNOWN, name=op.f("site_place_datum_known_check")),
        sa.CheckConstraint("jsonb_typeof(areas) = 'array'", name=op.f("site_place_areas_listed_check")),
        sa.CheckConstraint(_ON_EARTH, name=op.f("site_place_on_earth_check")),
        sa.CheckConstraint("radius_m > 0", name=op.f("site_place_radius_positive_check")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("site_place_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "ordinal", name=op.f("site_place_pkey")),
    )
    op.create_table_comment(
        "site_place", "Where a site lies and how far it reaches, by day, append-only: old verdicts stand"
    )
    # What was a site's only place becomes its first.
    op.execute(
        "INSERT INTO site_place (site_id, ordinal, effective_from, longitude, latitude, datum, radius_m, place,"
        " approved_by, approved_at)"
        " SELECT site_id, 1, (approved_at AT TIME ZONE 'Asia/Shanghai')::date, longitude, latitude, datum, radius_m,"
        " place, approved_by, approved_at FROM site"
    )
    op.create_index(
        "site_place_place_idx", "site_place", ["place"], unique=False, postgresql_using="gist", postgresql_ops={}
    )
    op.drop_index("site_place_idx", table_name="site")
    for column in ("radius_m", "longitude", "latitude", "place", "datum"):
        op.drop_column("site", column)
    op.create_table_comment(
        "site", "Training places (培训地点); where each lies from which day on stands in site_place"
    )


def _attempts() -> None:
    op.add_column(
        "attempt",
        sa.Column(
            "located", sa.Text(), nullable=True, comment="How the fix lay to the fence; none without a usable fix"
        ),
    )
    op.create_check_constraint(
        op.f("attempt_located_known_check"), "attempt", "located IN ('inside', 'edge', 'outside')"
    )
    op.create_index(
        "attempt_located_idx",
        "attempt",
        ["trainee_id", "received_at"],
        unique=False,
        postgresql_where=sa.text("located IS NOT NULL"),
    )
    op.create_index(
        "attempt_misplaced_idx",
        "attempt",
        ["session_id", "received_at"],
        unique=False,
        postgresql_where=sa.text("located IN ('edge', 'outside')"),
    )


def _moving_fences() -> None:
    op.add_column(
        "training_class",
        sa.Column(
            "moving_fence",
            sa.Boolean(),
            server_default=sa.text("false"),
            nullable=False,
            comment="Approved to be judged around the instructor's own position, for lessons away from the site",
        ),
    )
    op.create_table(
        "moving_fence",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("fence_id", sa.Uuid(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False, comment="As measured, in `datum`"),
        sa.Column("latitude", sa.Double(), nullable=False, comment="As measured, in `datum`"),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column(
            "radius_m",
            sa.Double(),
            nullable=False,
            comment="The site's effective radius and the fix's own accuracy",
        ),
        sa.Column("placed_by", sa.Uuid(), nullable=False, comment="The instructor"),
        sa.Column(
            "placed_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="It holds for attempts received from then on",
        ),
        sa.CheckConstraint(_DATUM_KNOWN, name=op.f("moving_fence_datum_known_check")),
        sa.CheckConstraint(_ON_EARTH, name=op.f("moving_fence_on_earth_check")),
        sa.CheckConstraint("radius_m > 0", name=op.f("moving_fence_radius_positive_check")),
        sa.ForeignKeyConstraint(
            ["session_id"], ["class_session.session_id"], name=op.f("moving_fence_session_id_fkey")
        ),
        sa.PrimaryKeyConstraint("session_id", "fence_id", name=op.f("moving_fence_pkey")),
        comment="Fences around an instructor's own fix, for classes approved to be held away from the site, append-only",
    )
    op.create_index("moving_fence_latest_idx", "moving_fence", ["session_id", "placed_at"], unique=False)


def _suspicions() -> None:
    op.create_table(
        "site_suspicion",
        sa.Column("site_id", sa.Uuid(), nullable=False),
        sa.Column(
            "place_ordinal",
            sa.Integer(),
            nullable=False,
            comment="Which place of the site; a corrected one starts clean",
        ),
        sa.Column("found_on", sa.Date(), nullable=False),
        sa.Column("suspect", sa.Text(), nullable=False, comment="Whose datum is wrong"),
        sa.Column("declared", sa.Text(), nullable=False),
        sa.Column("actual", sa.Text(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False, comment="Where the site belongs, in `datum`"),
        sa.Column("latitude", sa.Double(), nullable=False, comment="Where the site belongs, in `datum`"),
        sa.Column("datum", sa.Text(), nullable=False),
        sa.Column(
            "displacement_m", sa.Double(), nullable=False, comment="How far such a mix-up moves a position there"
        ),
        sa.Column(
            "residual_m",
            sa.Double(),
            nullable=False,
            comment="How far the middle of the fixes lies from its prediction",
        ),
        sa.Column("limit_m", sa.Double(), nullable=False, comment="How far it might lie by chance"),
        sa.Column("people", sa.Integer(), nullable=False, comment="How many people's fixes it rests on"),
        sa.CheckConstraint("suspect IN ('site', 'fixes')", name=op.f("site_suspicion_suspect_known_check")),
        sa.ForeignKeyConstraint(["site_id"], ["site.site_id"], name=op.f("site_suspicion_site_id_fkey")),
        sa.PrimaryKeyConstraint("site_id", "place_ordinal", "found_on", name=op.f("site_suspicion_pkey")),
        comment="Datum mix-ups that the nightly examination suspects; a proposal for people to check, no personal data",
    )
