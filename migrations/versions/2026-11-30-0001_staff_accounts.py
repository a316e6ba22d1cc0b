"""Accounts of staff that begin with a link, are seen, end and come back, in five roles of an authority."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import binary, moment, uuid

revision = "staff_accounts"
down_revision = "verified_papers"

_ROLE_OF_ONE_TENANT = (
    "(role IN ('auditor', 'desk', 'finance', 'officer', 'reviewer') AND authority_code IS NOT NULL "
    "AND institution_id IS NULL) OR "
    "(role IN ('institution_admin', 'instructor') AND institution_id IS NOT NULL AND authority_code IS NULL)"
)


def upgrade() -> None:
    op.add_column("staff", moment("last_seen_at", "Signed in or went on working, to ten minutes", optional=True))
    op.drop_constraint(op.f("staff_role_of_one_tenant_check"), "staff")
    op.create_check_constraint(op.f("staff_role_of_one_tenant_check"), "staff", _ROLE_OF_ONE_TENANT)
    op.create_table(
        "staff_link",
        binary("link_hash", "The link itself is never stored", key=True),
        uuid("staff_id"),
        moment("made_at"),
        moment("expires_at"),
        moment("used_at", "Serves once", optional=True),
        moment("replaced_at", "A later link of the same account took its place", optional=True),
        comment="Links by which staff set their own password, at the beginning or after forgetting it; by link hash",
    )
    op.create_index("staff_link_staff_idx", "staff_link", ["staff_id"])
    op.create_index(
        "refresh_token_staff_idx",
        "refresh_token",
        [sa.text("(subject ->> 'id')")],
        postgresql_where=sa.text("revoked_at IS NULL AND (subject ->> 'kind') = 'staff'"),
    )
