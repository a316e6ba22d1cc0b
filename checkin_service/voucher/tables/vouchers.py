"""Tables of vouchers, their history, their codes, and the log of every verification."""

from collections.abc import Iterable

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Text,
    Uuid,
    text,
)

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import Fund, VoucherState
from checkin_service.voucher.rules.graphs import GRAPHS, TAIL, Edge


def _edges(edges: Iterable[Edge], *, before: str = "") -> str:
    return ", ".join(f"'{before}{origin} {event} {target}'" for origin, event, target in edges)


# The same edges as `rules.graphs`: no hand, whatever program it uses, can write down a move that does not exist.
_MOVE_EXISTS = (
    f"COALESCE(previous_state, '') || ' ' || event || ' ' || state IN (' made made', ' issued issued', {_edges(TAIL)})"
    " OR graph || ' ' || COALESCE(previous_state, '') || ' ' || event || ' ' || state IN ("
    + ", ".join(_edges(graph.head, before=f"{graph.code} ") for graph in GRAPHS.values())
    + ")"
)
_IS_WAITING = "state IN ('issued', 'claimed', 'activated', 'held')"

voucher = table(
    "voucher",
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("voucher_code", Text, nullable=False, comment="唯一码"),
    Column("kind", Text, nullable=False, comment="通用券 general, 定向券 targeted"),
    Column("authority_code", Text, nullable=False, comment="The issuing authority, which pays"),
    Column("graph", Text, nullable=False, comment="The pack whose transition graph it lives by"),
    Column("template_id", Uuid),
    Column("template_version", Integer),
    Column("fund", Text, comment="Which fund pays; empty while nobody has named one"),
    Column("state", Text, nullable=False, comment="Follows the last event; kept for queries"),
    Column("ordinal", Integer, nullable=False, comment="Of the last event"),
    Column("class_id", Uuid, comment="Where it is put to use"),
    Column("institution_id", Uuid, comment="Who verified it at arrival (验券)"),
    Column("obtained_on", Date, nullable=False, comment="取得: the periods count from here"),
    Column("activate_by", Date, nullable=False, comment="Last day to activate, that day included"),
    Column("use_by", Date, nullable=False, comment="Last day to use, that day included"),
    one_of("kind", VoucherKind),
    one_of("state", VoucherState),
    one_of("fund", Fund),
    one_of("graph", GRAPHS),
    CheckConstraint("activate_by <= use_by", name="periods_in_order"),
    refers_to("trainee", "trainee_id"),
    ForeignKeyConstraint(
        ["template_id", "template_version"], ["voucher_template.template_id", "voucher_template.version"]
    ),
    Index("voucher_class_idx", "class_id"),
    # An authority lists who holds its vouchers.
    Index("voucher_authority_idx", "authority_code", "voucher_id"),
    # The job that writes expiry down looks for vouchers before use whose day has passed.
    Index("voucher_waiting_idx", "use_by", postgresql_where=text(_IS_WAITING)),
    comment="Vouchers (职业培训券)",
)

voucher_turn = table(
    "voucher_turn",
    Column("trainee_id", Uuid, primary_key=True),
    Column("turn", Integer, primary_key=True, comment="One more than the person had: two issues at once collide"),
    Column("voucher_id", Uuid, nullable=False),
    refers_to("voucher", "trainee_id", "voucher_id"),
    comment="Which voucher of the person each is, append-only; those issued before it was kept are counted along",
)

voucher_code = table(
    "voucher_code",
    Column("voucher_code", Text, primary_key=True),
    Column("trainee_id", Uuid, nullable=False),
    Column("voucher_id", Uuid, nullable=False),
    comment="Whose voucher a code names; distributed by code",
)

voucher_event = table(
    "voucher_event",
    Column("trainee_id", Uuid, primary_key=True),
    Column("voucher_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("event", Text, nullable=False),
    Column("graph", Text, nullable=False),
    Column("previous_state", Text, comment="Empty for the first move only"),
    Column("state", Text, nullable=False, comment="The state it leads to"),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text),
    CheckConstraint("(ordinal = 1) = (previous_state IS NULL)", name="first_has_no_past"),
    CheckConstraint(_MOVE_EXISTS, name="move_exists"),
    refers_to("voucher", "trainee_id", "voucher_id"),
    comment="The history of a voucher, append-only; two moves at once collide on the ordinal",
)

voucher_activation = table(
    "voucher_activation",
    Column("trainee_id", Uuid, primary_key=True),
    Column("year", Integer, primary_key=True, comment="Calendar year of the activation, in China"),
    Column("number", Integer, primary_key=True, comment="Which activation of that year, from 1"),
    Column("voucher_id", Uuid, nullable=False),
    refers_to("voucher", "trainee_id", "voucher_id"),
    comment="Activations counted per person and year (每人每年): two at once collide on the number",
)

verification = table(
    "verification",
    Column("trainee_id", Uuid, primary_key=True),
    Column("verification_id", Uuid, primary_key=True, comment="UUIDv7: sorts by time"),
    Column("voucher_id", Uuid, nullable=False),
    Column("way", Text, nullable=False, comment="How it was shown: a typed code, a live QR, or from afar"),
    Column("purpose", Text, nullable=False),
    Column("is_valid", Boolean, nullable=False),
    Column("reason", Text, comment="Why it was not accepted"),
    Column("tenant", Text, nullable=False, comment="Who verified: institution:<id> or authority:<code>"),
    Column("subject", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    one_of("way", ("code", "live_qr", "e_card")),
    one_of("purpose", ("look", "hold", "activate")),
    CheckConstraint("is_valid = (reason IS NULL)", name="refusal_has_reason"),
    refers_to("voucher", "trainee_id", "voucher_id"),
    # Its own verifications for whoever made them (验券记录).
    Index("verification_tenant_idx", "tenant", "verification_id"),
    comment="Every verification of a voucher (验券), accepted or not, append-only",
)

unknown_verification = table(
    "unknown_verification",
    Column("verification_id", Uuid, primary_key=True, comment="UUIDv7: sorts by time"),
    Column("shown_hash", LargeBinary, nullable=False, comment="Keyed hash of what was shown, to find the same again"),
    Column("way", Text, nullable=False, comment="How it was shown: a typed code or a live QR"),
    Column("purpose", Text, nullable=False),
    Column("reason", Text, nullable=False, comment="Why it was not accepted"),
    Column("tenant", Text, nullable=False, comment="Who verified: institution:<id> or authority:<code>"),
    Column("subject", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    one_of("way", ("code", "live_qr")),
    one_of("purpose", ("look", "hold", "activate")),
    Index("unknown_verification_tenant_idx", "tenant", "verification_id"),
    comment="Verifications of what is no voucher (伪造、不存在的券), append-only",
)
