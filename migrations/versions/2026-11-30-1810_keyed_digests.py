"""Nothing that is kept tells a number to whoever tries them: digests of requests have a key, statements are sealed."""

from alembic import op

from migrations.columns import binary

revision = "keyed_digests"
down_revision = "complaints"

_KEYED = "Keyed: a name or number in a short request could be guessed; empty of those before that"


def upgrade() -> None:
    # Whoever sends such a request once more is told the first answer; that it is the same nobody can say any more.
    op.execute("UPDATE answered_request SET body_digest = ''")
    op.alter_column("answered_request", "body_digest", comment=_KEYED)
    for table in ("attempt", "scan"):
        op.alter_column(table, "body_digest", comment="Keyed: the request holds position and PIN")
    op.alter_column(
        "learning_record",
        "statement_sha256",
        nullable=True,
        comment="Of what the platform signed; since 0.2 in the sealed statement",
    )
    op.alter_column(
        "learning_record", "signature", nullable=True, comment="The platform's; since 0.2 in the sealed statement"
    )
    op.add_column(
        "learning_record",
        binary("statement_sealed", "Salt, hash and signature: they tell the document to a guesser", optional=True),
    )
    op.add_column(
        "learning_record",
        binary("statement_commitment", "SHA-256 of the same, which says nothing without the salt", optional=True),
    )
    op.create_check_constraint(
        "stated_sealed_or_open",
        "learning_record",
        "(statement_sealed IS NULL) = (statement_sha256 IS NOT NULL) "
        "AND (statement_sealed IS NULL) = (statement_commitment IS NULL)",
    )
