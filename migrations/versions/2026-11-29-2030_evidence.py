"""Classes of evidence with attempts and hours, fixes that spoke against the place, and what confirmed hours."""

from alembic import op

from migrations.columns import belongs_to, check, double, moment, one_of, text, uuid

revision = "evidence"
down_revision = "policy_decisions"

_CLASSED = {
    "attempt": "Of an accepted attempt, A to F; none before classes were kept",
    "credit": "A to F; none of hours credited before classes were kept",
    "presence": "Of the attempt, A to F; none before classes were kept",
}


def upgrade() -> None:
    for table, comment in _CLASSED.items():
        op.add_column(table, text("evidence_class", comment, optional=True))
        op.create_check_constraint("class_known", table, "evidence_class IN ('A', 'B', 'C', 'D', 'E', 'F')")
    op.add_column(
        "attempt",
        double("contrary_m", "Accuracy of a fix that spoke against the place; it outlasts saying less", optional=True),
    )
    op.create_check_constraint("contrary_positive", "attempt", "contrary_m > 0")
    op.execute("CREATE INDEX attempt_contrary_idx ON attempt (trainee_id, session_id) WHERE contrary_m IS NOT NULL")
    _confirmations()


def _confirmations() -> None:
    op.create_table(
        "credit_confirmation",
        uuid("trainee_id", key=True),
        uuid("confirmation_id", key=True),
        uuid("class_id"),
        uuid("session_id", "Whose class hours it confirms, also those credited later"),
        text("kind"),
        text("reason", "What was seen; empty where a machine saw it", optional=True),
        text("confirmed_by", "staff:<id>, or the device that was there"),
        moment("confirmed_at"),
        one_of("kind", "check headcount visit display decision"),
        check("word_has_reason", "kind NOT IN ('headcount', 'visit', 'decision') OR reason IS NOT NULL"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="What besides a check-in shows that a person was in a session, append-only",
    )
    op.create_index("credit_confirmation_class_idx", "credit_confirmation", ["trainee_id", "class_id"])
    op.execute("""
        CREATE OR REPLACE FUNCTION announce_credit_confirmation() RETURNS trigger LANGUAGE plpgsql
        SET search_path = public AS $$
        BEGIN
            INSERT INTO log_pending (kind, owner, object, ordinal)
            SELECT 'credit_confirmation', trainee_id, confirmation_id, 0 FROM added;
            RETURN NULL;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER announce_to_log AFTER INSERT ON credit_confirmation REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION announce_credit_confirmation()
    """)
