"""Tables of the register of people, its channels, and the lists that vouchers are pushed to."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.policy.model import VoucherKind
from checkin_service.registry.model import EntryWay, MemberOutcome

person_entry = table(
    "person_entry",
    Column("trainee_id", Uuid, primary_key=True),
    Column("authority_code", Text, primary_key=True),
    Column("way", Text, nullable=False, comment="By a list, by oneself, or by a roster; the first stands"),
    Column("source", Text, nullable=False, comment="Which list, channel or class"),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    one_of("way", EntryWay),
    refers_to("trainee", "trainee_id"),
    # An authority's register is read, and matched against, by authority.
    Index("person_entry_authority_idx", "authority_code", "trainee_id"),
    comment="Who is in the register of which authority (人员库), append-only",
)

listed_person = table(
    "listed_person",
    Column("trainee_id", Uuid, primary_key=True),
    Column("authority_code", Text, primary_key=True),
    Column("source", Text, primary_key=True, comment="As the list was called"),
    Column("listed_at", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    # A query asks who of a register stands on a list.
    Index("listed_person_source_idx", "authority_code", "source", "trainee_id"),
    comment="Who stands on which list of an authority (名单), whoever entered them first, append-only",
)

claim_channel = table(
    "claim_channel",
    Column("channel_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("kind", Text, nullable=False, comment="Of the channels that policy names"),
    Column("name", Text, nullable=False),
    Column("issuer", Text, nullable=False, comment="How its signed statements call it"),
    Column("public_key", LargeBinary, nullable=False, comment="P-256, uncompressed point"),
    Column("opens_on", Date, nullable=False),
    Column("closes_on", Date, comment="The last day; empty: open"),
    Column("entered_by", Uuid, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("closes_on >= opens_on", name="days_in_order"),
    # An authority lists its own channels.
    Index("claim_channel_authority_idx", "authority_code", "channel_id"),
    comment="Channels through which people register and claim (领券渠道), by authority",
)

person_match = table(
    "person_match",
    Column("match_id", Uuid, primary_key=True),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False),
    Column("name", Text, nullable=False),
    Column("query", JSONB, nullable=False, comment="What was asked of the facts"),
    Column("voucher_kind", Text, nullable=False),
    Column("template_id", Uuid),
    Column("proposed_by", Uuid, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    one_of("voucher_kind", VoucherKind),
    # An authority lists its own.
    Index("person_match_authority_idx", "authority_code", "match_id"),
    comment="Queries over facts whose lists are to be given vouchers (大数据比对), append-only; reference data",
)

person_match_ruling = table(
    "person_match_ruling",
    Column("match_id", ForeignKey(person_match.c.match_id), primary_key=True),
    Column("approved", Boolean, nullable=False),
    Column("reason", Text),
    Column("ruled_by", Uuid, nullable=False, comment="Another person than who proposed"),
    Column("ruled_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("approved OR reason IS NOT NULL", name="refusal_has_reason"),
    comment="What a second person said to each list, append-only; reference data",
)

person_match_member = table(
    "person_match_member",
    Column("trainee_id", Uuid, primary_key=True),
    Column("match_id", ForeignKey(person_match.c.match_id), primary_key=True),
    Column("outcome", Text, nullable=False, server_default=text("'waiting'")),
    Column("reason", Text, comment="Of one refused"),
    Column("done_at", DateTime(timezone=True)),
    one_of("outcome", MemberOutcome),
    CheckConstraint("(outcome = 'refused') = (reason IS NOT NULL)", name="refusal_has_reason"),
    refers_to("trainee", "trainee_id"),
    # The push takes those who wait, list by list; the counts go by list and outcome.
    Index("person_match_member_match_idx", "match_id", "outcome", "trainee_id"),
    comment="Who stands on a list, and what became of them: vouchers go to the list that two people saw",
)

voucher_claim = table(
    "voucher_claim",
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("authority_code", Text, nullable=False),
    Column("channel_id", ForeignKey(claim_channel.c.channel_id), comment="Empty: our own phone page"),
    Column("proof", Text, nullable=False, comment="By what the person was shown: PIN, e-card, or a channel's way"),
    Column("claimed_at", DateTime(timezone=True), nullable=False),
    one_of("proof", ("pin", "e_card", "face", "password", "real_name")),
    refers_to("trainee", "trainee_id"),
    # Shares of the channels are counted by authority.
    Index("voucher_claim_authority_idx", "authority_code", "channel_id"),
    comment="By which channel each voucher was obtained (领券), append-only",
)

claim_failure = table(
    "claim_failure",
    Column("trainee_id", Uuid, primary_key=True),
    Column("failure_id", Uuid, primary_key=True),
    Column("failed_at", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    comment="Wrong PINs at claims: guessing is bounded, append-only",
)
