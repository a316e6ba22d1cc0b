"""Complaints have a kind, are transferred between authorities, and are given to somebody."""

from alembic import op

from migrations.columns import belongs_to, integer, moment, text, uuid

revision = "complaints"
down_revision = "credit"

_STATES = "complaint_step_state_known_check"


def upgrade() -> None:
    op.add_column("complaint", text("kind", default="'other'"))
    op.alter_column("complaint", "kind", server_default=None)
    op.create_check_constraint(
        op.f("complaint_kind_known_check"),
        "complaint",
        "kind IN ('sham_training', 'sign_in_by_others', 'undue_fees', 'wrong_decision', 'other')",
    )
    op.add_column(
        "complaint_step", text("to_authority", "Who has it from then on", optional=True, of="authority.authority_code")
    )
    op.drop_constraint(op.f(_STATES), "complaint_step")
    op.create_check_constraint(
        op.f(_STATES), "complaint_step", "state IN ('received', 'accepted', 'answered', 'rejected', 'transferred')"
    )
    op.create_check_constraint(
        op.f("complaint_step_transferred_to_somebody_check"),
        "complaint_step",
        "(state = 'transferred') = (to_authority IS NOT NULL)",
    )
    op.create_index("complaint_step_to_authority_idx", "complaint_step", ["to_authority"])
    op.create_table(
        "complaint_assignment",
        uuid("complaint_id", key=True),
        integer("ordinal", "Of two at once one finds it taken", key=True),
        uuid("assigned_to"),
        uuid("assigned_by"),
        moment("assigned_at"),
        belongs_to("complaint", "complaint_id"),
        comment="Whom of an authority each complaint is given to, append-only; the latest holds",
    )
