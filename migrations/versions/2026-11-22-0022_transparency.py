"""The log of facts: entries, tree and checkpoints, and triggers that announce new facts to the sealer."""

from alembic import op

from migrations.columns import big, binary, check, counted, integer, moment, small, text
from migrations.log import announce

revision = "transparency"
down_revision = "platform"

# Facts of the log, each with owner, object and ordinal of its key.
_FACTS = {
    "appeal_decision": "trainee_id, appeal_id, 0",
    "assessment": "trainee_id, class_id, ordinal",
    "attempt": "trainee_id, attempt_id, 0",
    "audit_entry": "tenant, entry_id, 0",
    "budget_entry": "authority_code, entry_id, 0",
    "certificate": "trainee_id, certificate_number, 0",
    "claw_back_proposal": "authority_code, claw_back_id, 0",
    "claw_back_ruling": "authority_code, claw_back_id, 0",
    "correction_confirmation": "trainee_id, class_id, ordinal",
    "correction_decision": "trainee_id, appeal_id, 0",
    "credit": "trainee_id, session_id, hour",
    "credit_confirmation": "trainee_id, confirmation_id, 0",
    "determination": "trainee_id, class_id, ordinal",
    "doubt_confirmation": "trainee_id, decision_id, 0",
    "doubt_decision": "trainee_id, decision_id, 0",
    "learning_record": "trainee_id, record_id, 0",
    "leave_decision": "trainee_id, leave_id, 0",
    "platform_sign_in": "trainee_id, sign_in_id, 0",
    "registration_transfer": "trainee_id, transfer_id, 0",
    "review": "trainee_id, attempt_id, 0",
    "scan": "trainee_id, scan_id, 0",
    "transfer": "trainee_id, voucher_id || '/' || leg, ordinal",
    "voucher_event": "trainee_id, voucher_id, ordinal",
}
# Of the trail, the approvals: what trainees do themselves is a fact of its own.
_ONLY = {"audit_entry": "action <> 'checkin:attempt:create' AND tenant NOT LIKE 'trainee:%'"}


def upgrade() -> None:
    _log()
    for table, key in _FACTS.items():
        announce(table, key, only=_ONLY.get(table, "true"))


def _log() -> None:
    op.create_table(
        "log_entry",
        text("chain", "institution:<id> or authority:<code>", key=True),
        big("position", "From 0 without gaps; two sealers at once collide here", key=True),
        text("kind", "Which table the fact lies in"),
        text("owner", "First part of the fact's key: the trainee or the tenant"),
        text("object", "Second part of the fact's key"),
        integer("ordinal", "Third part of the fact's key, or 0"),
        binary("salt", "Without it the commitment tells nothing"),
        check("salt_whole", "octet_length(salt) = 16"),
        comment="Which fact stands where in which chain, append-only; distributed by chain",
    )
    op.create_index("log_entry_fact_key", "log_entry", ["chain", "kind", "owner", "object", "ordinal"], unique=True)
    op.create_table(
        "log_node",
        text("chain", key=True),
        small("level", "0: the leaves", key=True),
        big("position", "From the left, among the full subtrees of this level", key=True),
        binary("hash"),
        check("hash_whole", "octet_length(hash) = 32"),
        comment="Roots of the full subtrees of a chain (RFC 6962), append-only; distributed by chain",
    )
    op.create_table(
        "log_checkpoint",
        text("chain", key=True),
        big("size", "How many entries it covers", key=True),
        binary("root"),
        moment("issued_at"),
        moment("complete_until", "No fact of an earlier moment may enter later", optional=True),
        binary("signature", "Ed25519"),
        check("whole", "octet_length(root) = 32 AND octet_length(signature) = 64"),
        comment="What the service vouches for, append-only; distributed by chain",
    )
    op.create_table(
        "log_pending",
        counted("sequence", key=True),
        text("kind"),
        text("owner"),
        text("object"),
        integer("ordinal"),
        comment="Facts just made, put here by triggers until the sealer enters them; distributed by sequence",
    )
