"""Proposals that one person of an authority makes and another approves, both announced to the log."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, json, moment, text, uuid

revision = "proposals"
down_revision = "register"


def upgrade() -> None:
    op.create_table(
        "proposal",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("proposal_id", key=True),
        text("kind"),
        uuid("about", "The class or the platform that it concerns"),
        json("content", "The request as it came: ids, no names of people"),
        text("document_number", "文号"),
        text("reason"),
        uuid("proposed_by"),
        moment("proposed_at"),
        comment="What one person of an authority proposes and another approves, append-only; distributed by authority",
    )
    op.create_table(
        "proposal_ruling",
        text("authority_code", key=True),
        uuid("proposal_id", key=True),
        boolean("approved"),
        text("reason", optional=True),
        uuid("proposed_by"),
        uuid("ruled_by", "Another person than who proposed"),
        moment("ruled_at"),
        belongs_to("proposal", "authority_code", "proposal_id"),
        check("ruled_by_another", "ruled_by <> proposed_by"),
        check("refusal_has_reason", "approved OR reason IS NOT NULL"),
        comment="What a second person said to each proposal, append-only; distributed by authority",
    )
    for table in ("proposal", "proposal_ruling"):
        _announce(table)


def _announce(table: str) -> None:
    op.execute(f"""
        CREATE OR REPLACE FUNCTION announce_{table}() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
        BEGIN
            INSERT INTO log_pending (kind, owner, object, ordinal)
            SELECT '{table}', authority_code, proposal_id, 0 FROM added;
            RETURN NULL;
        END $$
    """)
    op.execute(f"""
        CREATE TRIGGER announce_to_log AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION announce_{table}()
    """)
