"""One device at the site shows a session's classroom code."""

from alembic import op

from migrations.columns import double, integer, moment, uuid

revision = "session_displays"
down_revision = "code_claims"


def upgrade() -> None:
    op.create_table(
        "session_display",
        uuid("session_id", key=True, of="class_session.session_id"),
        integer("ordinal", "The highest shows the code", key=True),
        uuid("terminal_id", of="terminal.terminal_id"),
        moment("taken_at"),
        double("distance_m", "Of its own fix from the site"),
        double("accuracy_m"),
        comment="Which device at the site shows the classroom code of a session, append-only",
    )
