"""Totals of one month are found by the month, and not among the years of every place."""

from alembic import op

revision = "statistics_month"
down_revision = "institution_application"


def upgrade() -> None:
    op.create_index("statistics_total_month_idx", "statistics_total", ["role", "month", "authority_code"])
