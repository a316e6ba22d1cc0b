"""Sanctions name the platform or the instructor that they bind."""

from alembic import op

from migrations.columns import uuid

revision = "sanction_of_whom"
down_revision = "outbox_occurred"

_CHECKS = {
    "platform_of_platforms": "platform_id IS NULL OR party = 'platform'",
    "instructor_of_trainers": "instructor_id IS NULL OR party = 'trainer'",
    "limits_somebody": "until IS NULL OR party = 'institution' OR platform_id IS NOT NULL OR instructor_id IS NOT NULL",
}


def upgrade() -> None:
    op.add_column(
        "sanction",
        uuid("platform_id", "The platform that it is about", of="learning_platform.platform_id", optional=True),
    )
    op.add_column("sanction", uuid("instructor_id", "The account of the instructor that it is about", optional=True))
    op.alter_column("sanction", "party", comment="Whose deeds they are")
    for name, condition in _CHECKS.items():
        op.create_check_constraint(name, "sanction", condition)
    for name in ("platform", "instructor"):
        op.create_index(f"sanction_{name}_idx", "sanction", [f"{name}_id"], postgresql_where=f"{name}_id IS NOT NULL")
