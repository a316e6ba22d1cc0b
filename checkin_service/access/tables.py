"""Accounts of staff, refresh tokens, and the audit trail."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.access.permissions import LOOKS
from checkin_service.kit.database import table

staff = table(
    "staff",
    Column("staff_id", Uuid, primary_key=True),
    Column("login", Text, nullable=False, unique=True, comment="Lower case"),
    Column("password_hash", Text, nullable=False, comment="argon2id"),
    Column("display_name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("authority_code", Text, comment="Set for an authority's staff; exactly one of the two"),
    Column("institution_id", Uuid, comment="Set for an institution's staff"),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("disabled_at", DateTime(timezone=True)),
    Column("last_seen_at", DateTime(timezone=True), comment="Signed in or went on working, to ten minutes"),
    CheckConstraint("login = lower(login)", name="login_lower_case"),
    CheckConstraint(
        "(role IN ('auditor', 'desk', 'finance', 'officer', 'province', 'reviewer', 'sector') "
        "AND authority_code IS NOT NULL AND institution_id IS NULL) OR "
        "(role IN ('institution_admin', 'instructor') AND institution_id IS NOT NULL AND authority_code IS NULL)",
        name="role_of_one_tenant",
    ),
    comment="Accounts of institutions and authorities; reference data",
)

staff_link = table(
    "staff_link",
    Column("link_hash", LargeBinary, primary_key=True, comment="The link itself is never stored"),
    Column("staff_id", Uuid, nullable=False),
    Column("made_by", Uuid, comment="Who of the staff made it; empty: the operator of the service, on the server"),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True), comment="Serves once"),
    Column("replaced_at", DateTime(timezone=True), comment="A later link of the same account took its place"),
    # A new link replaces those before it.
    Index("staff_link_staff_idx", "staff_id"),
    comment="Links by which staff set their own password, at the beginning or after forgetting it; by link hash",
)

refresh_token = table(
    "refresh_token",
    Column("token_hash", LargeBinary, primary_key=True, comment="The token itself is never stored"),
    Column("family_id", Uuid, nullable=False, comment="All tokens descending from one sign-in"),
    Column("subject", JSONB, nullable=False, comment="Kind and id of the subject, and its device"),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True), comment="A second use revokes the family: the token was stolen"),
    Column("revoked_at", DateTime(timezone=True)),
    # Reuse detection and sign-out revoke a whole family.
    Index("refresh_token_family_idx", "family_id"),
    # A lost phone is signed out wherever it is signed in.
    Index(
        "refresh_token_device_idx",
        text("(subject ->> 'device')"),
        postgresql_where=text("revoked_at IS NULL AND (subject ->> 'device') IS NOT NULL"),
    ),
    # An account that ends is signed out wherever it is signed in.
    Index(
        "refresh_token_staff_idx",
        text("(subject ->> 'id')"),
        postgresql_where=text("revoked_at IS NULL AND (subject ->> 'kind') = 'staff'"),
    ),
    comment="Distributed by token hash",
)

ended_device = table(
    "ended_device",
    Column("device_id", Uuid, primary_key=True),
    Column("ended_at", DateTime(timezone=True), nullable=False),
    comment="Phones that serve nobody any more: their access tokens end at once; distributed by device",
)

sign_in_failure = table(
    "sign_in_failure",
    Column("login", Text, primary_key=True),
    Column("failure_id", Uuid, primary_key=True),
    Column("failed_at", DateTime(timezone=True), nullable=False),
    comment="Failed password sign-ins, to slow guessing down; distributed by login",
)

audit_entry = table(
    "audit_entry",
    Column(
        "tenant", Text, primary_key=True, comment="institution:<id> or authority:<code>; the log chain it belongs to"
    ),
    Column("entry_id", Uuid, primary_key=True, comment="UUIDv7: sorts by time"),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("subject", Text, nullable=False, comment="trainee:<id>, staff:<id>, terminal:<id> or platform:<id>"),
    Column("action", Text, nullable=False, comment="The permission used, such as checkin:attempt:create"),
    Column("object_id", Text, nullable=False),
    Column("detail", JSONB, nullable=False, server_default=text("'{}'"), comment="Never personal data"),
    # Who looked at what is somebody's, asked by that person: only looks stand in it.
    Index(
        "audit_entry_look_idx",
        "object_id",
        "entry_id",
        postgresql_where=text(f"action IN ({', '.join(repr(each.value) for each in sorted(LOOKS))})"),
    ),
    comment="Who did what, append-only; distributed by tenant",
)
