"""Accounts of staff with their second factors and sign-ins, refresh tokens, and the audit trail."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, DateTime, Index, LargeBinary, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.access.permissions import LOOKED, LOOKS
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
    Column("login_hash", LargeBinary, primary_key=True, comment="Keyed: what was typed may be a password"),
    Column("failure_id", Uuid, primary_key=True),
    Column("network_hash", LargeBinary, nullable=False, comment="Keyed, of the prefix it came from"),
    Column("of_code", Boolean, nullable=False, comment="The password was right, the code was not"),
    Column("failed_at", DateTime(timezone=True), nullable=False),
    # Who tries one password with many logins is slowed, too.
    Index("sign_in_failure_network_idx", "network_hash", "failed_at"),
    # Old ones are removed at night.
    Index("sign_in_failure_failed_at_idx", "failed_at"),
    comment="Failed sign-ins of the last day, to slow guessing down; distributed by login",
)

second_factor = table(
    "second_factor",
    Column("staff_id", Uuid, primary_key=True),
    Column("secret", LargeBinary, nullable=False, comment="Of the authenticator app, sealed"),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_at", DateTime(timezone=True), comment="A first code was right: from now on one is asked for"),
    Column("last_step", BigInteger, comment="Of time, whose code was accepted last: no code serves twice"),
    comment="Authenticator apps of staff; one for each account",
)

recovery_code = table(
    "recovery_code",
    Column("code_hash", LargeBinary, primary_key=True, comment="Keyed; the code itself is never stored"),
    Column("staff_id", Uuid, nullable=False),
    Column("used_at", DateTime(timezone=True), comment="Serves once"),
    # New codes replace those before them.
    Index("recovery_code_staff_idx", "staff_id"),
    comment="Codes on paper that stand in for a lost authenticator app; by code hash",
)

factor_recovery = table(
    "factor_recovery",
    Column("recovery_id", Uuid, primary_key=True),
    Column("staff_id", Uuid, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked_by", Uuid, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    Column("ruled_by", Uuid, comment="Another person than who asked, and than who is helped"),
    Column("ruled_at", DateTime(timezone=True)),
    Column("approved", Boolean),
    CheckConstraint("ruled_by <> asked_by AND ruled_by <> staff_id", name="ruled_by_another"),
    CheckConstraint("asked_by <> staff_id", name="asked_by_another"),
    # What waits for a second person, and one at a time.
    Index("factor_recovery_waiting_key", "staff_id", unique=True, postgresql_where=text("ruled_at IS NULL")),
    comment="Second factors that somebody lost: one person asks to remove one, another one does",
)

staff_sign_in = table(
    "staff_sign_in",
    Column("sign_in_id", Uuid, primary_key=True, comment="The family of its refresh tokens"),
    Column("staff_id", Uuid, nullable=False),
    Column("network", Text, nullable=False, comment="The prefix, /24 or /48; empty where it is not known"),
    Column("device", Text, nullable=False, comment="Kind of browser and system; empty where it is not known"),
    Column("with_code", Boolean, nullable=False, comment="The second factor was asked for and right"),
    Column("begun_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False, comment="To ten minutes"),
    Column("ended_at", DateTime(timezone=True)),
    # An account's list of its sign-ins.
    Index("staff_sign_in_staff_idx", "staff_id"),
    # Those that ended lately are looked for twice a second.
    Index("staff_sign_in_ended_at_idx", "ended_at"),
    # Old ones are removed at night.
    Index("staff_sign_in_seen_at_idx", "seen_at"),
    comment="Sign-ins of staff of the last ninety days",
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
    # Who of an office looked at anything, asked by an auditor.
    Index(
        "audit_entry_looked_idx",
        "tenant",
        "entry_id",
        postgresql_where=text(f"action IN ({', '.join(repr(each.value) for each in sorted(LOOKED))})"),
    ),
    comment="Who did what, append-only; distributed by tenant",
)
