"""Decisions at the desks stand in the log, those made before too; people held back at issue are remembered."""

from alembic import op

from migrations.columns import belongs_to, moment, uuid

revision = "desk_in_the_log"
down_revision = "class_drafts"

_DECISIONS = {
    "appeal_decision": ("trainee_id", "appeal_id"),
    "doubt_decision": ("trainee_id", "decision_id"),
    "doubt_confirmation": ("trainee_id", "decision_id"),
    "claw_back_proposal": ("authority_code", "claw_back_id"),
    "claw_back_ruling": ("authority_code", "claw_back_id"),
}


def upgrade() -> None:
    op.create_table(
        "held_back",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        moment("held_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="People who were given no voucher for what nobody had checked, the first time in each class, append-only",
    )
    op.create_index("held_back_class_idx", "held_back", ["class_id"])
    for table, (owner, name) in _DECISIONS.items():
        _announce(table, owner, name)


def _announce(table: str, owner: str, name: str) -> None:
    told = f"INSERT INTO log_pending (kind, owner, object, ordinal) SELECT '{table}', {owner}, {name}, 0 FROM"
    op.execute(f"""
        CREATE OR REPLACE FUNCTION announce_{table}() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
        BEGIN
            {told} added;
            RETURN NULL;
        END $$
    """)
    op.execute(f"""
        CREATE TRIGGER announce_to_log AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION announce_{table}()
    """)
    op.execute(f"{told} {table}")
