"""Accounts with their links, tokens, failed sign-ins and ended phones, and the audit trail."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import binary, check, json, moment, text, uuid

revision = "access"
down_revision = "kit"

_LOOKS = (
    "'checkin:photo:read', 'checkin:plan:read', 'eligibility:determination:read', 'oversight:person:find', "
    "'platform:trainee:read', 'platform:voucher:list', 'platform:voucher:verify'"
)


def upgrade() -> None:
    op.create_table(
        "staff",
        uuid("staff_id", key=True),
        text("login", "Lower case", unique=True),
        text("password_hash", "argon2id"),
        text("display_name"),
        text("role"),
        text("authority_code", "Set for an authority's staff; exactly one of the two", optional=True),
        uuid("institution_id", "Set for an institution's staff", optional=True),
        moment("created_at"),
        moment("disabled_at", optional=True),
        moment("last_seen_at", "Signed in or went on working, to ten minutes", optional=True),
        check("login_lower_case", "login = lower(login)"),
        check(
            "role_of_one_tenant",
            "(role IN ('auditor', 'desk', 'finance', 'officer', 'reviewer') AND authority_code IS NOT NULL "
            "AND institution_id IS NULL) OR "
            "(role IN ('institution_admin', 'instructor') AND institution_id IS NOT NULL AND authority_code IS NULL)",
        ),
        comment="Accounts of institutions and authorities; reference data",
    )
    op.create_table(
        "staff_link",
        binary("link_hash", "The link itself is never stored", key=True),
        uuid("staff_id"),
        moment("made_at"),
        moment("expires_at"),
        moment("used_at", "Serves once", optional=True),
        moment("replaced_at", "A later link of the same account took its place", optional=True),
        uuid("made_by", "Who of the staff made it; empty: the operator of the service, on the server", optional=True),
        comment="Links by which staff set their own password, at the beginning or after forgetting it; by link hash",
    )
    op.create_index("staff_link_staff_idx", "staff_link", ["staff_id"])
    op.create_table(
        "refresh_token",
        binary("token_hash", "The token itself is never stored", key=True),
        uuid("family_id", "All tokens descending from one sign-in"),
        json("subject", "Kind and id of the subject, and its device"),
        moment("expires_at"),
        moment("used_at", "A second use revokes the family: the token was stolen", optional=True),
        moment("revoked_at", optional=True),
        comment="Distributed by token hash",
    )
    op.create_index(
        "refresh_token_device_idx",
        "refresh_token",
        [sa.text("(subject ->> 'device')")],
        postgresql_where="revoked_at IS NULL AND (subject ->> 'device') IS NOT NULL",
    )
    op.create_index("refresh_token_family_idx", "refresh_token", ["family_id"])
    op.create_index(
        "refresh_token_staff_idx",
        "refresh_token",
        [sa.text("(subject ->> 'id')")],
        postgresql_where="revoked_at IS NULL AND (subject ->> 'kind') = 'staff'",
    )
    op.create_table(
        "ended_device",
        uuid("device_id", key=True),
        moment("ended_at"),
        comment="Phones that serve nobody any more: their access tokens end at once; distributed by device",
    )
    op.create_table(
        "sign_in_failure",
        text("login", key=True),
        uuid("failure_id", key=True),
        moment("failed_at"),
        comment="Failed password sign-ins, to slow guessing down; distributed by login",
    )
    op.create_table(
        "audit_entry",
        text("tenant", "institution:<id> or authority:<code>; the log chain it belongs to", key=True),
        uuid("entry_id", "UUIDv7: sorts by time", key=True),
        moment("at"),
        text("subject", "trainee:<id>, staff:<id>, terminal:<id> or platform:<id>"),
        text("action", "The permission used, such as checkin:attempt:create"),
        text("object_id"),
        json("detail", "Never personal data", default="'{}'"),
        comment="Who did what, append-only; distributed by tenant",
    )
    op.create_index(
        "audit_entry_look_idx", "audit_entry", ["object_id", "entry_id"], postgresql_where=f"action IN ({_LOOKS})"
    )
