"""Unannounced checks of a whole room: who was asked with everybody else, and who has longer to answer."""

from alembic import op

from migrations.columns import belongs_to, boolean, moment, text, uuid

revision = "room_checks"
down_revision = "walls"


def upgrade() -> None:
    op.add_column(
        "person_check",
        text("together", "With whom the person was asked at the same moment; empty when alone", optional=True),
    )
    op.create_check_constraint(op.f("person_check_together_known_check"), "person_check", "together IN ('room')")
    op.create_table(
        "check_time_request",
        uuid("trainee_id", key=True),
        uuid("class_id", "Once in a class", key=True),
        moment("asked_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Who asks for longer to answer a check of the room (延长应答时间), append-only; why stands nowhere",
    )
    op.create_index("check_time_request_class_idx", "check_time_request", ["class_id"])
    op.create_table(
        "check_time_decision",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        boolean("granted"),
        uuid("decided_by"),
        moment("decided_at"),
        belongs_to("check_time_request", "trainee_id", "class_id"),
        comment="What the authority says to who asks for longer, once, append-only",
    )
