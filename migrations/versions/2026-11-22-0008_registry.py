"""The register of people before any class, its channels, the lists that vouchers are pushed to, and claims."""

from alembic import op

from migrations.columns import belongs_to, binary, boolean, check, day, json, moment, one_of, text, uuid

revision = "registry"
down_revision = "money"


def upgrade() -> None:
    _people()
    _lists()
    _claims()


def _people() -> None:
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


def _lists() -> None:
    op.create_table(
        "person_match",
        uuid("match_id", key=True),
        text("authority_code", of="authority.authority_code"),
        text("name"),
        json("query", "What was asked of the facts"),
        text("voucher_kind"),
        uuid("template_id", optional=True),
        uuid("proposed_by"),
        moment("proposed_at"),
        one_of("voucher_kind", "general targeted"),
        comment="Queries over facts whose lists are to be given vouchers (大数据比对), append-only; reference data",
    )
    op.create_index("person_match_authority_idx", "person_match", ["authority_code", "match_id"])
    op.create_table(
        "person_match_ruling",
        uuid("match_id", key=True, of="person_match.match_id"),
        boolean("approved"),
        text("reason", optional=True),
        uuid("ruled_by", "Another person than who proposed"),
        moment("ruled_at"),
        check("refusal_has_reason", "approved OR reason IS NOT NULL"),
        comment="What a second person said to each list, append-only; reference data",
    )
    op.create_table(
        "person_match_member",
        uuid("trainee_id", key=True),
        uuid("match_id", key=True, of="person_match.match_id"),
        text("outcome", default="'waiting'"),
        text("reason", "Of one refused", optional=True),
        moment("done_at", optional=True),
        one_of("outcome", "waiting pushed refused"),
        check("refusal_has_reason", "(outcome = 'refused') = (reason IS NOT NULL)"),
        belongs_to("trainee", "trainee_id"),
        comment="Who stands on a list, and what became of them: vouchers go to the list that two people saw",
    )
    op.create_index("person_match_member_match_idx", "person_match_member", ["match_id", "outcome", "trainee_id"])


def _claims() -> None:
    op.create_table(
        "voucher_claim",
        uuid("trainee_id", key=True),
        uuid("voucher_id", key=True),
        text("authority_code"),
        uuid("channel_id", "Empty: our own phone page", optional=True, of="claim_channel.channel_id"),
        text("proof", "By what the person was shown: PIN, e-card, or a channel's way"),
        moment("claimed_at"),
        one_of("proof", "pin e_card face password real_name"),
        belongs_to("trainee", "trainee_id"),
        comment="By which channel each voucher was obtained (领券), append-only",
    )
    op.create_index("voucher_claim_authority_idx", "voucher_claim", ["authority_code", "channel_id"])
    op.create_table(
        "claim_failure",
        uuid("trainee_id", key=True),
        uuid("failure_id", key=True),
        moment("failed_at"),
        belongs_to("trainee", "trainee_id"),
        comment="Wrong PINs at claims: guessing is bounded, append-only",
    )
