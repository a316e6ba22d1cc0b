"""What is known of persons: facts from authorities' data, facts taken back, and what persons declare themselves."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    Uuid,
)

from checkin_service.kit.database import metadata

person_fact = Table(
    "person_fact",
    metadata,
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
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    comment="What authorities' data say of a person, dated and with source, append-only",
)

fact_withdrawal = Table(
    "fact_withdrawal",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("fact_id", Uuid, primary_key=True),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["trainee_id", "fact_id"], ["person_fact.trainee_id", "person_fact.fact_id"]),
    comment="Facts that their source has taken back, append-only",
)

person_declaration = Table(
    "person_declaration",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("condition", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest counts"),
    Column("given", Boolean, nullable=False, comment="False takes it back"),
    Column("at", DateTime(timezone=True), nullable=False),
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    comment="What a person declares to meet where nothing can check it (个人线上承诺), append-only",
)
