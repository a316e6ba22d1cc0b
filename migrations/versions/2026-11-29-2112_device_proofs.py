"""By what a bound phone was shown to be its person's own, and from where it was bound."""

from alembic import op

from migrations.columns import belongs_to, binary, moment, one_of, text, uuid

revision = "device_proofs"
down_revision = "unknown_codes"


def upgrade() -> None:
    op.create_table(
        "device_proof",
        uuid("trainee_id", key=True),
        uuid("device_id", key=True),
        text("kind", key=True),
        text("reason", "What the person who proved it saw or was told", optional=True),
        uuid("proved_by", "Member of staff; none where a platform's signed statement proved it", optional=True),
        moment("proved_at"),
        one_of("kind", "e_card network_identity counter desk call_back"),
        belongs_to("device", "trainee_id", "device_id"),
        comment="By what a bound phone was shown to be the person's own, each way once, append-only",
    )
    op.create_table(
        "device_origin",
        uuid("trainee_id", key=True),
        uuid("device_id", key=True),
        binary("network_hash", "HMAC of the /24 or /48 under a server secret; no address is kept", optional=True),
        text("agent_family", "Such as wechat, ios, android; nothing finer"),
        moment("seen_at"),
        belongs_to("device", "trainee_id", "device_id"),
        comment="From which network and kind of client a phone was bound, purged after 180 days",
    )
    op.create_index("device_origin_seen_idx", "device_origin", ["seen_at"])
