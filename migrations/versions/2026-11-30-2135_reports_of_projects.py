"""Reports of projects, of vouchers that expired and of claw-backs."""

from alembic import op

revision = "reports_of_projects"
down_revision = "vacancies"

_KINDS = (
    "template institution project training_class person voucher_issued voucher_claimed voucher_used voucher_voided "
    "voucher_expired sign_in certificate settlement claw_back"
)


def upgrade() -> None:
    known = ", ".join(f"'{each}'" for each in _KINDS.split())
    for table, column in (("report", "kind"), ("report_comparison", "kind"), ("report_difference", "report_kind")):
        name = op.f(f"{table}_{column}_known_check")
        op.drop_constraint(name, table)
        op.create_check_constraint(name, table, f"{column} IN ({known})")
