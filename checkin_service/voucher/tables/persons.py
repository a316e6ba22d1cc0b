"""Tables of people's files: facts from authorities' data, facts withdrawn, declarations, examinations."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Integer,
    Text,
    Uuid,
)

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.kit.elsewhere import SaidElsewhere

person_fact = table(
    "person_fact",
    Column("trainee_id", Uuid, primary_key=True),
    Column("fact_id", Uuid, primary_key=True, comment="Made from what it says: the same statement is kept once"),
    Column("kind", Text, nullable=False),
    Column("holds", Boolean, nullable=False, comment="False: the source was asked and says it is not so"),
    Column("since", Date, nullable=False),
    Column("until", Date, comment="The last day it holds; still so when absent"),
    Column("place", Text, comment="Division code; a fact without one holds everywhere"),
    Column("source", Text, nullable=False),
    Column("authority_code", Text, nullable=False, comment="Whose data matching brought it"),
    Column("batch_id", Uuid, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("until IS NULL OR since <= until", name="period_in_order"),
    CheckConstraint("place IS NULL OR place ~ '^[0-9]{6}$'", name="place_is_a_division"),
    refers_to("trainee", "trainee_id"),
    comment="What authorities' data say of a person, dated and with source, append-only",
)

fact_withdrawal = table(
    "fact_withdrawal",
    Column("trainee_id", Uuid, primary_key=True),
    Column("fact_id", Uuid, primary_key=True),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", DateTime(timezone=True), nullable=False),
    refers_to("person_fact", "trainee_id", "fact_id"),
    comment="Facts that their source has taken back, append-only",
)

person_declaration = table(
    "person_declaration",
    Column("trainee_id", Uuid, primary_key=True),
    Column("condition", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest counts"),
    Column("given", Boolean, nullable=False, comment="False takes it back"),
    Column("at", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    comment="What a person declares to meet where nothing can check it (个人线上承诺), append-only",
)

person_examination = table(
    "person_examination",
    Column("trainee_id", Uuid, primary_key=True),
    Column("examination_id", Uuid, primary_key=True, comment="One act of an officer: many people, many conditions"),
    Column("condition", Text, primary_key=True),
    Column("holds", Boolean, nullable=False, comment="Of a condition that excludes people, false speaks for them"),
    Column("examined_on", Date, nullable=False),
    Column("document", Text, nullable=False, comment="What was looked at"),
    Column("reason", Text, nullable=False),
    Column("authority_code", Text, nullable=False),
    Column("examined_by", Uuid, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    refers_to("trainee", "trainee_id"),
    comment="Conditions that an officer examined because no source answers (SX-18, FJ-29), append-only",
)

voucher_elsewhere = table(
    "voucher_elsewhere",
    Column("trainee_id", Uuid, primary_key=True),
    Column("authority_code", Text, primary_key=True, comment="Who was about to issue"),
    Column("ordinal", Integer, primary_key=True, comment="The latest counts"),
    Column("said", Text, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    one_of("said", SaidElsewhere),
    comment="What the national platform said of people's vouchers elsewhere (MP-19), append-only",
)
