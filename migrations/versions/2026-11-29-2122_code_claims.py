"""Codes are claimed when they are typed: their source and age are kept, wrong ones are counted, a claim serves once."""

from alembic import op

from migrations.columns import boolean, integer, moment, text, uuid

revision = "code_claims"
down_revision = "broken_off"


def upgrade() -> None:
    op.add_column("attempt", boolean("wrong_code", "A code that was never shown", default="false"))
    op.add_column(
        "attempt", uuid("claim_id", "The claim of a classroom code that it brought and used up", optional=True)
    )
    op.create_index("attempt_wrong_code_idx", "attempt", ["trainee_id", "session_id"], postgresql_where="wrong_code")
    op.create_index(
        "attempt_claim_key", "attempt", ["trainee_id", "claim_id"], unique=True, postgresql_where="claim_id IS NOT NULL"
    )
    op.add_column("code_use", text("source", "On whose screen it was shown", optional=True))
    op.add_column("code_use", integer("age_ms", "From the beginning of its window to its use", optional=True))
    op.create_check_constraint("source_known", "code_use", "source IN ('display', 'remote_display')")
    op.alter_column("code_use", "attempt_id", comment="The attempt, or the claim, that it was used for")
    op.create_table(
        "wrong_code_claim",
        uuid("trainee_id", key=True),
        uuid("claim_id", key=True),
        uuid("session_id"),
        uuid("device_id"),
        moment("claimed_at"),
        comment="Codes that were to be claimed and were never shown: guessing is bounded, append-only",
    )
    op.create_index("wrong_code_claim_session_idx", "wrong_code_claim", ["trainee_id", "session_id"])
