"""A place that becomes free is offered to whoever waits first, until a moment."""

from alembic import op

from migrations.columns import moment

revision = "waiting_list"
down_revision = "messages"

_STATES = "'waiting_list', 'accepted', 'refused', 'withdrawn', 'place_offered', 'place_taken', 'lapsed'"


def upgrade() -> None:
    op.add_column(
        "application_decision",
        moment("offered_until", "Until when a place that became free can be taken", optional=True),
    )
    op.alter_column(
        "application_decision",
        "decided_by",
        nullable=True,
        comment="Staff of the institution, or the person; empty: by the order of waiting",
    )
    op.drop_constraint(op.f("application_decision_state_known_check"), "application_decision")
    op.create_check_constraint("state_known", "application_decision", f"state IN ({_STATES})")
    op.create_check_constraint(
        "offer_has_an_end", "application_decision", "(state = 'place_offered') = (offered_until IS NOT NULL)"
    )
