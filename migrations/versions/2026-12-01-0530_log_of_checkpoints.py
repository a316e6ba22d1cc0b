"""Entries of the log lie in the checkpoints they came with, and small subtrees are found from the leaves again."""

from alembic import op

from migrations.columns import big, binary, texts

revision = "log_of_checkpoints"
down_revision = "sanction"

_ENTERED = """
UPDATE log_checkpoint SET
    position = entered.position, facts = entered.facts, salts = entered.salts, leaves = entered.leaves
FROM (
    SELECT
        checkpoint.chain, checkpoint.size, min(log_entry.position) AS position,
        array_agg(concat_ws(' ', kind, owner, object, ordinal) ORDER BY log_entry.position) AS facts,
        string_agg(salt, ''::bytea ORDER BY log_entry.position) AS salts,
        string_agg(hash, ''::bytea ORDER BY log_entry.position) AS leaves
    FROM (
        SELECT chain, size, lag(size, 1, 0::bigint) OVER (PARTITION BY chain ORDER BY size) AS before
        FROM log_checkpoint
    ) AS checkpoint
    JOIN log_entry ON log_entry.chain = checkpoint.chain AND log_entry.position >= before AND log_entry.position < size
    JOIN log_node ON log_node.chain = log_entry.chain AND level = 0 AND log_node.position = log_entry.position
    GROUP BY checkpoint.chain, checkpoint.size
) AS entered
WHERE log_checkpoint.chain = entered.chain AND log_checkpoint.size = entered.size
"""
_COLUMNS = (
    big("position", "Of the first entry that came with it, from 0; two sealers at once collide here"),
    texts("facts", "What came with it: kind, owner, object and ordinal of each fact, with blanks between"),
    binary("salts", "16 bytes each; without them the leaves tell nothing"),
    binary("leaves", "32 bytes each: level 0 of the tree"),
)


def upgrade() -> None:
    for column in _COLUMNS:
        column.nullable = True
        op.add_column("log_checkpoint", column)
    op.execute(_ENTERED)
    for column in _COLUMNS:
        op.alter_column("log_checkpoint", column.name, nullable=False)
    op.drop_constraint("log_checkpoint_pkey", "log_checkpoint")
    op.create_primary_key("log_checkpoint_pkey", "log_checkpoint", ["chain", "position"])
    op.create_check_constraint(
        "entries_whole",
        "log_checkpoint",
        "size - position = cardinality(facts) AND octet_length(salts) = 16 * cardinality(facts)"
        " AND octet_length(leaves) = 32 * cardinality(facts)",
    )
    op.create_index("log_checkpoint_issued_idx", "log_checkpoint", ["chain", "issued_at"])
    op.drop_table("log_entry")
    op.execute("DELETE FROM log_node WHERE level < 8")
    _say()


def _say() -> None:
    op.alter_column("log_checkpoint", "chain", comment="institution:<id> or authority:<code>")
    op.create_table_comment(
        "log_checkpoint",
        "What the service vouches for, and the entries that came with it, append-only; distributed by chain",
    )
    op.alter_column("log_node", "level", comment="8 or more: below, the leaves of a block are hashed again")
    op.create_table_comment(
        "log_node", "Roots of the large full subtrees of a chain (RFC 6962), append-only; distributed by chain"
    )
