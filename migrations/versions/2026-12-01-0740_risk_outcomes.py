"""What an inspection found stands with the steps of the class that it was planned on."""

from alembic import op

revision = "risk_outcomes"
down_revision = "looked_more"


def upgrade() -> None:
    op.drop_constraint(op.f("risk_step_kind_known_check"), "risk_step")
    op.create_check_constraint(
        op.f("risk_step_kind_known_check"),
        "risk_step",
        "kind IN ('inspection', 'group_check', 'closed', 'in_order', 'wanting')",
    )
    op.drop_constraint(op.f("risk_step_inspection_named_check"), "risk_step")
    op.create_check_constraint(
        op.f("risk_step_inspection_named_check"),
        "risk_step",
        "(kind IN ('inspection', 'in_order', 'wanting')) = (inspection_id IS NOT NULL)",
    )
    op.alter_column("risk_step", "inspection_id", comment="The inspection that was planned on it, or concluded")
