"""Tables of classes offered to the public, applications for a place, and the decisions on them."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, Integer, Text, Uuid
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.admission.model import ApplicationState
from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.policy.model import VoucherKind

class_offer = table(
    "class_offer",
    Column("class_id", Uuid, primary_key=True),
    Column("places", Integer, nullable=False),
    Column("offered_by", Uuid, nullable=False),
    Column("offered_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("places BETWEEN 0 AND 1000", name="places_sane"),
    refers_to("training_class", "class_id"),
    comment="Classes offered to the public, with their places (招生)",
)

class_application = table(
    "class_application",
    Column("trainee_id", Uuid, primary_key=True),
    Column("application_id", Uuid, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("voucher_id", Uuid, nullable=False),
    Column("voucher_kind", Text, nullable=False),
    Column("declared", ARRAY(Text), nullable=False, comment="Conditions the person declared to meet with it (MP-11)"),
    Column("applied_at", DateTime(timezone=True), nullable=False),
    one_of("voucher_kind", VoucherKind),
    refers_to("voucher", "trainee_id", "voucher_id"),
    # The institution lists the applications of its class.
    Index("class_application_class_idx", "class_id", "application_id"),
    # The address of a decision names the application alone.
    Index("class_application_id_idx", "application_id"),
    comment="Applications for a place in a class (报名申请), append-only",
)

application_decision = table(
    "application_decision",
    Column("trainee_id", Uuid, primary_key=True),
    Column("application_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest stands; two at once collide"),
    Column("state", Text, nullable=False),
    Column("reason", Text),
    Column("decided_by", Uuid, comment="Staff of the institution, or the person; empty: by the order of waiting"),
    Column("decided_at", DateTime(timezone=True), nullable=False),
    Column("offered_until", DateTime(timezone=True), comment="Until when a place that became free can be taken"),
    one_of("state", (each for each in ApplicationState if each is not ApplicationState.APPLIED)),
    CheckConstraint("(state = 'place_offered') = (offered_until IS NOT NULL)", name="offer_has_an_end"),
    CheckConstraint("state <> 'refused' OR reason IS NOT NULL", name="refusal_has_reason"),
    refers_to("class_application", "trainee_id", "application_id"),
    comment="What the institution said to each application, or that it was withdrawn, append-only",
)
