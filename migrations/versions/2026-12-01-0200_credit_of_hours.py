"""A credit holds all class hours of a session that one thing earned, as bits; each had been a row."""

from alembic import op

from migrations.columns import integer

revision = "credit_of_hours"
down_revision = "person_checks"


def upgrade() -> None:
    op.add_column(
        "credit",
        integer("hour_bits", "Bit n for the nth class hour; none in older rows, which give one hour", optional=True),
    )
    op.create_check_constraint("hour_is_the_first", "credit", "hour_bits & ((2 << hour) - 1) = 1 << hour")
    op.alter_column("credit", "hour", comment="The first class hour of the session it gives, from 1")
    op.create_table_comment("credit", "Class hours credited, append-only")
