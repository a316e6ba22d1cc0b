"""Whose each certificate number is, derived for those entered before."""

from alembic import op

from migrations.columns import binary, text

revision = "certificate_numbers"
down_revision = "claw_backs"


def upgrade() -> None:
    op.create_table(
        "certificate_number",
        text("issuer", "The authority of the class, or the region of one from elsewhere", key=True),
        text("kind", key=True),
        text("number", "Without spaces, in upper case", key=True),
        binary("document_hash", "Keyed hash of the holder's identity document"),
        comment="Whose each certificate number is: one person's for each issuer and kind; distributed by issuer",
    )
    # Of numbers that were entered for two people the one entered first keeps it; both certificates stay.
    op.execute("""
        INSERT INTO certificate_number (issuer, kind, number, document_hash)
        SELECT issuer, kind, number, document_hash FROM (
            SELECT training_class.supervising_authority AS issuer, certificate.kind,
                upper(regexp_replace(certificate.certificate_number, '[[:space:]]', '', 'g')) AS number,
                document_index.document_hash, certificate.entered_at AS at
            FROM certificate
            JOIN training_class ON training_class.class_id = certificate.class_id
            JOIN document_index ON document_index.trainee_id = certificate.trainee_id
            UNION ALL
            SELECT region_code, kind, upper(regexp_replace(certificate_number, '[[:space:]]', '', 'g')),
                document_hash, reported_at
            FROM certificate_elsewhere
        ) AS entered ORDER BY at
        ON CONFLICT DO NOTHING
    """)
