"""Links of accounts say who made them; those made before are found in the audit trail."""

from alembic import op

from migrations.columns import uuid

revision = "link_makers"
down_revision = "fees"


def upgrade() -> None:
    op.add_column(
        "staff_link",
        uuid("made_by", "Who of the staff made it; empty: the operator of the service, on the server", optional=True),
    )
    op.execute("""
        UPDATE staff_link SET made_by = made.by FROM (
            SELECT DISTINCT ON (staff_link.link_hash) staff_link.link_hash,
                split_part(audit_entry.subject, ':', 2)::uuid AS by
            FROM staff_link JOIN audit_entry ON audit_entry.object_id = staff_link.staff_id::text
                AND audit_entry.action = 'access:staff:create' AND audit_entry.subject LIKE 'staff:%'
                AND audit_entry.subject NOT IN
                    ('staff:' || staff_link.staff_id, 'staff:00000000-0000-0000-0000-000000000001')
                AND audit_entry.at BETWEEN staff_link.made_at - interval '5 seconds'
                    AND staff_link.made_at + interval '5 seconds'
            ORDER BY staff_link.link_hash, abs(extract(epoch FROM audit_entry.at - staff_link.made_at))
        ) AS made WHERE made.link_hash = staff_link.link_hash
    """)
