"""The register of people before any class, with those of rosters and vouchers so far, and the channels they come by."""

from alembic import op

from migrations.columns import belongs_to, binary, check, day, moment, one_of, text, uuid

revision = "register"
down_revision = "certificate_numbers"


def upgrade() -> None:
    op.create_table(
        "person_entry",
        uuid("trainee_id", key=True),
        text("authority_code", key=True),
        text("way", "By a list, by oneself, or by a roster; the first stands"),
        text("source", "Which list, channel or class"),
        moment("entered_at"),
        one_of("way", "list own roster"),
        belongs_to("trainee", "trainee_id"),
        comment="Who is in the register of which authority (人员库), append-only",
    )
    op.create_index("person_entry_authority_idx", "person_entry", ["authority_code", "trainee_id"])
    op.create_table(
        "claim_channel",
        uuid("channel_id", key=True),
        text("authority_code", of="authority.authority_code"),
        text("kind", "Of the channels that policy names"),
        text("name"),
        text("issuer", "How its signed statements call it"),
        binary("public_key", "P-256, uncompressed point"),
        day("opens_on"),
        day("closes_on", "The last day; empty: open", optional=True),
        uuid("entered_by"),
        moment("entered_at"),
        check("days_in_order", "closes_on >= opens_on"),
        comment="Channels through which people register and claim (领券渠道), by authority",
    )
    op.create_index("claim_channel_authority_idx", "claim_channel", ["authority_code", "channel_id"])
    op.execute("""
        INSERT INTO person_entry (trainee_id, authority_code, way, source, entered_at)
        SELECT DISTINCT ON (registration.trainee_id, training_class.paying_authority)
            registration.trainee_id, training_class.paying_authority, 'roster',
            'class:' || registration.class_id, registration.registered_at
        FROM registration JOIN training_class ON training_class.class_id = registration.class_id
        ORDER BY registration.trainee_id, training_class.paying_authority, registration.registered_at
    """)
