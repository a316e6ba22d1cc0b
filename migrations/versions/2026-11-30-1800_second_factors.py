"""Staff have a second factor and a list of their sign-ins; failed sign-ins name neither login nor address."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import big, binary, boolean, check, moment, text, uuid

revision = "second_factors"
down_revision = "institution_changes"


def upgrade() -> None:
    _failures()
    op.create_table(
        "second_factor",
        uuid("staff_id", key=True),
        binary("secret", "Of the authenticator app, sealed"),
        moment("begun_at"),
        moment("confirmed_at", "A first code was right: from now on one is asked for", optional=True),
        big("last_step", "Of time, whose code was accepted last: no code serves twice", optional=True),
        comment="Authenticator apps of staff; one for each account",
    )
    op.create_table(
        "recovery_code",
        binary("code_hash", "Keyed; the code itself is never stored", key=True),
        uuid("staff_id"),
        moment("used_at", "Serves once", optional=True),
        comment="Codes on paper that stand in for a lost authenticator app; by code hash",
    )
    op.create_index("recovery_code_staff_idx", "recovery_code", ["staff_id"])
    _recoveries()
    _sign_ins()


def _failures() -> None:
    # They are remembered for an hour: whoever was slowed down a moment ago begins anew.
    op.drop_table("sign_in_failure")
    op.create_table(
        "sign_in_failure",
        binary("login_hash", "Keyed: what was typed may be a password", key=True),
        uuid("failure_id", key=True),
        binary("network_hash", "Keyed, of the prefix it came from"),
        boolean("of_code", "The password was right, the code was not"),
        moment("failed_at"),
        comment="Failed sign-ins of the last day, to slow guessing down; distributed by login",
    )
    op.create_index("sign_in_failure_network_idx", "sign_in_failure", ["network_hash", "failed_at"])
    op.create_index("sign_in_failure_failed_at_idx", "sign_in_failure", ["failed_at"])


def _recoveries() -> None:
    op.create_table(
        "factor_recovery",
        uuid("recovery_id", key=True),
        uuid("staff_id"),
        text("reason"),
        uuid("asked_by"),
        moment("asked_at"),
        uuid("ruled_by", "Another person than who asked, and than who is helped", optional=True),
        moment("ruled_at", optional=True),
        boolean("approved", optional=True),
        check("ruled_by_another", "ruled_by <> asked_by AND ruled_by <> staff_id"),
        check("asked_by_another", "asked_by <> staff_id"),
        comment="Second factors that somebody lost: one person asks to remove one, another one does",
    )
    op.create_index(
        "factor_recovery_waiting_key",
        "factor_recovery",
        ["staff_id"],
        unique=True,
        postgresql_where=sa.text("ruled_at IS NULL"),
    )


def _sign_ins() -> None:
    op.create_table(
        "staff_sign_in",
        uuid("sign_in_id", "The family of its refresh tokens", key=True),
        uuid("staff_id"),
        text("network", "The prefix, /24 or /48; empty where it is not known"),
        text("device", "Kind of browser and system; empty where it is not known"),
        boolean("with_code", "The second factor was asked for and right"),
        moment("begun_at"),
        moment("seen_at", "To ten minutes"),
        moment("ended_at", optional=True),
        comment="Sign-ins of staff of the last ninety days",
    )
    for name in ("staff_id", "ended_at", "seen_at"):
        shown = name.removesuffix("_id")
        op.create_index(f"staff_sign_in_{shown}_idx", "staff_sign_in", [name])
