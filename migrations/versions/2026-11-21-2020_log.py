"""The log: entries, tree, checkpoints, and triggers that announce new facts to the sealer."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Table → owner, object and ordinal of its key, and which rows are facts of the log.
FACTS = {
    "assessment": ("trainee_id", "class_id", "ordinal", "true"),
    "attempt": ("trainee_id", "attempt_id", "0", "true"),
    "audit_entry": ("tenant", "entry_id", "0", "action <> 'checkin:attempt:create' AND tenant NOT LIKE 'trainee:%'"),
    "budget_entry": ("authority_code", "entry_id", "0", "true"),
    "certificate": ("trainee_id", "certificate_number", "0", "true"),
    "correction_confirmation": ("trainee_id", "class_id", "ordinal", "true"),
    "correction_decision": ("trainee_id", "appeal_id", "0", "true"),
    "credit": ("trainee_id", "session_id", "hour", "true"),
    "determination": ("trainee_id", "class_id", "ordinal", "true"),
    "review": ("trainee_id", "attempt_id", "0", "true"),
    "scan": ("trainee_id", "scan_id", "0", "true"),
    "transfer": ("trainee_id", "voucher_id || '/' || leg", "ordinal", "true"),
    "voucher_event": ("trainee_id", "voucher_id", "ordinal", "true"),
}


def upgrade() -> None:
    _create_tables()
    for table, (owner, object_, ordinal, only) in FACTS.items():
        # Facts made before the log existed are entered first, as they are now.
        op.execute(f"""
            INSERT INTO log_pending (kind, owner, object, ordinal)
            SELECT '{table}', {owner}, {object_}, {ordinal} FROM {table} WHERE {only}
        """)
        op.execute(f"""
            CREATE OR REPLACE FUNCTION announce_{table}() RETURNS trigger LANGUAGE plpgsql SET search_path = public AS $$
            BEGIN
                INSERT INTO log_pending (kind, owner, object, ordinal)
                SELECT '{table}', {owner}, {object_}, {ordinal} FROM added WHERE {only};
                RETURN NULL;
            END $$
        """)
        op.execute(f"""
            CREATE TRIGGER announce_to_log AFTER INSERT ON {table} REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION announce_{table}()
        """)
    op.create_table_comment(
        "determination",
        "Eligibility determinations (补贴资格审核), append-only",
        existing_comment="Eligibility determinations (补贴资格审核)",
    )


def _create_tables() -> None:
    op.create_table(
        "log_entry",
        sa.Column("chain", sa.Text(), nullable=False, comment="institution:<id> or authority:<code>"),
        sa.Column(
            "position", sa.BigInteger(), nullable=False, comment="From 0 without gaps; two sealers at once collide here"
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="Which table the fact lies in"),
        sa.Column(
            "owner", sa.Text(), nullable=False, comment="First part of the fact's key: the trainee or the tenant"
        ),
        sa.Column("object", sa.Text(), nullable=False, comment="Second part of the fact's key"),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="Third part of the fact's key, or 0"),
        sa.Column("salt", sa.LargeBinary(), nullable=False, comment="Without it the commitment tells nothing"),
        sa.CheckConstraint("octet_length(salt) = 16", name=op.f("log_entry_salt_whole_check")),
        sa.PrimaryKeyConstraint("chain", "position", name=op.f("log_entry_pkey")),
        comment="Which fact stands where in which chain, append-only; distributed by chain",
    )
    op.create_index("log_entry_fact_key", "log_entry", ["chain", "kind", "owner", "object", "ordinal"], unique=True)
    op.create_table(
        "log_node",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False, comment="0: the leaves"),
        sa.Column(
            "position", sa.BigInteger(), nullable=False, comment="From the left, among the full subtrees of this level"
        ),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("octet_length(hash) = 32", name=op.f("log_node_hash_whole_check")),
        sa.PrimaryKeyConstraint("chain", "level", "position", name=op.f("log_node_pkey")),
        comment="Roots of the full subtrees of a chain (RFC 6962), append-only; distributed by chain",
    )
    op.create_table(
        "log_checkpoint",
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False, comment="How many entries it covers"),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "complete_until",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="No fact of an earlier moment may enter later",
        ),
        sa.Column("signature", sa.LargeBinary(), nullable=False, comment="Ed25519"),
        sa.CheckConstraint(
            "octet_length(root) = 32 AND octet_length(signature) = 64", name=op.f("log_checkpoint_whole_check")
        ),
        sa.PrimaryKeyConstraint("chain", "size", name=op.f("log_checkpoint_pkey")),
        comment="What the service vouches for, append-only; distributed by chain",
    )
    op.create_table(
        "log_pending",
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name=op.f("log_pending_pkey")),
        comment="Facts just made, put here by triggers until the sealer enters them; distributed by sequence",
    )
    _create_feed_tables()


def _create_feed_tables() -> None:
    op.create_table(
        "subscriber",
        sa.Column("subscriber_id", sa.Uuid(), nullable=False),
        sa.Column(
            "authority_code",
            sa.Text(),
            nullable=False,
            comment="It hears of the classes this authority supervises, pays or counts, and of no others",
        ),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("types", postgresql.ARRAY(sa.Text()), nullable=False, comment="Types of events it asked for"),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cardinality(types) > 0", name=op.f("subscriber_hears_something_check")),
        sa.ForeignKeyConstraint(
            ["authority_code"], ["authority.authority_code"], name=op.f("subscriber_authority_code_fkey")
        ),
        sa.PrimaryKeyConstraint("subscriber_id", name=op.f("subscriber_pkey")),
        comment="Subscribers of the feed; reference data",
    )
    op.create_table(
        "feed_delivery",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("subscriber_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscriber.subscriber_id"], name=op.f("feed_delivery_subscriber_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["trainee_id", "event_id"],
            ["outbox.trainee_id", "outbox.event_id"],
            name=op.f("feed_delivery_trainee_id_event_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "event_id", "subscriber_id", name=op.f("feed_delivery_pkey")),
        comment="Events a subscriber has not taken yet; a row goes when it has",
    )
    op.create_index("feed_delivery_next_idx", "feed_delivery", ["subscriber_id", "sequence"])
    op.create_index("feed_delivery_order_idx", "feed_delivery", ["trainee_id", "subscriber_id", "sequence"])
