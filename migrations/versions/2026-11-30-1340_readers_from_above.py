"""Accounts of those who read from above and of sector authorities."""

from alembic import op

revision = "readers_from_above"
down_revision = "contacts"

_NAME = "staff_role_of_one_tenant_check"


def upgrade() -> None:
    op.drop_constraint(op.f(_NAME), "staff")
    op.create_check_constraint(
        op.f(_NAME),
        "staff",
        "(role IN ('auditor', 'desk', 'finance', 'officer', 'province', 'reviewer', 'sector') "
        "AND authority_code IS NOT NULL AND institution_id IS NULL) OR "
        "(role IN ('institution_admin', 'instructor') AND institution_id IS NOT NULL AND authority_code IS NULL)",
    )
