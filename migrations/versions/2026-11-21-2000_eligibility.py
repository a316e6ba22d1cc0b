"""Determinations are found by their id and listed without reading their documents."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _lists()


def _lists() -> None:
    columns = (
        sa.Column("amount_fen", sa.BigInteger(), comment="As in the document; lists and sums need no parsing"),
        sa.Column("credited_hours", sa.Integer()),
        sa.Column("total_hours", sa.Integer()),
        sa.Column("known_on", sa.Date(), comment="Rules published later were not applied"),
    )
    for column in columns:
        op.add_column("determination", column)
    # Documents hold everything; the new columns say the same once more.
    op.execute(
        "UPDATE determination SET amount_fen = (said ->> 'amount_fen')::bigint, "
        "credited_hours = (said #>> '{facts,credited_hours}')::int, "
        "total_hours = (said #>> '{facts,total_hours}')::int, "
        "known_on = (said #>> '{policy,known_on}')::date "
        "FROM (SELECT determination_id AS id, convert_from(document, 'UTF8')::jsonb AS said FROM determination) AS read "
        "WHERE determination_id = read.id"
    )
    for column in columns:
        op.alter_column("determination", column.name, nullable=False)
    op.create_index("determination_id_idx", "determination", ["determination_id"])
