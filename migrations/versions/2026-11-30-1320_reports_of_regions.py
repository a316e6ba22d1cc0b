"""Determinations weigh what other regions report: found by person, and done anew where money waits for it."""

from alembic import op

revision = "reports_of_regions"
down_revision = "proposals_of_institutions"


def upgrade() -> None:
    op.create_index("document_index_trainee_idx", "document_index", ["trainee_id"])
    op.create_index("corrected_document_trainee_idx", "corrected_document", ["trainee_id"])
    # A voucher that a report held up without a determination knowing of it: the news makes the determination anew.
    op.execute(
        """
        INSERT INTO outbox (trainee_id, event_id, type, payload, occurred_at)
        SELECT held.trainee_id, gen_random_uuid(), 'person.facts_changed',
               jsonb_build_object('class_id', held.class_id), now()
        FROM (
            SELECT DISTINCT voucher.trainee_id, voucher.class_id
            FROM certificate_elsewhere
            JOIN document_index USING (document_hash)
            JOIN voucher ON voucher.trainee_id = document_index.trainee_id
            JOIN training_class ON training_class.class_id = voucher.class_id
            WHERE certificate_elsewhere.is_subsidised
              AND training_class.completed_at IS NOT NULL
              AND voucher.state IN ('payable', 'requested')
        ) AS held
        """
    )
