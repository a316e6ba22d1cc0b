"""Plans of the ground of sites, laid under drawings by two points whose places are known."""

from alembic import op

from migrations.columns import binary, check, integer, json, moment, uuid

revision = "site_pictures"
down_revision = "sector_plans"


def upgrade() -> None:
    op.create_table(
        "site_picture",
        uuid("site_id", key=True, of="site.site_id"),
        integer("ordinal", "The latest one holds", key=True),
        binary("jpeg", "As the service drew it anew; empty: taken off", optional=True),
        integer("width_px"),
        integer("height_px"),
        json("points", "Two points of the picture, each with its place"),
        uuid("stated_by"),
        moment("stated_at"),
        check("placed_by_two_points", "(jpeg IS NOT NULL) = (jsonb_array_length(points) = 2)"),
        comment="Plans of the ground of sites, laid under drawings, append-only",
    )
