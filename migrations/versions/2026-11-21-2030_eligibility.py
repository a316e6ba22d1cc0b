"""Determinations in lists, facts about people, appeals against denials."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _lists()
    _people()
    _appeals()


def _lists() -> None:
    columns = (
        sa.Column("amount_fen", sa.BigInteger(), comment="As in the document; lists and sums need no parsing"),
        sa.Column("credited_hours", sa.Integer()),
        sa.Column("total_hours", sa.Integer()),
        sa.Column("known_on", sa.Date(), comment="Rules published later were not applied"),
    )
    for column in columns:
        op.add_column("determination", column)
    # Documents hold everything; the new columns say the same once more.
    op.execute(
        "UPDATE determination SET amount_fen = (said ->> 'amount_fen')::bigint, "
        "credited_hours = (said #>> '{facts,credited_hours}')::int, "
        "total_hours = (said #>> '{facts,total_hours}')::int, "
        "known_on = (said #>> '{policy,known_on}')::date "
        "FROM (SELECT determination_id AS id, convert_from(document, 'UTF8')::jsonb AS said FROM determination) AS read "
        "WHERE determination_id = read.id"
    )
    for column in columns:
        op.alter_column("determination", column.name, nullable=False)
    op.create_index("determination_id_idx", "determination", ["determination_id"])


def _people() -> None:
    op.create_table(
        "person_fact",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column(
            "fact_id", sa.Uuid(), nullable=False, comment="Made from what it says: the same statement is kept once"
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False, comment="False: the source was asked and says it is not so"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), comment="The last day it holds; still so when absent"),
        sa.Column("place", sa.Text(), comment="Division code; a fact without one holds everywhere"),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=False, comment="Whose data matching brought it"),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("until IS NULL OR since <= until", name=op.f("person_fact_period_in_order_check")),
        sa.CheckConstraint("place IS NULL OR place ~ '^[0-9]{6}$'", name=op.f("person_fact_place_is_a_division_check")),
        sa.ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"], name=op.f("person_fact_trainee_id_fkey")),
        sa.PrimaryKeyConstraint("trainee_id", "fact_id", name=op.f("person_fact_pkey")),
        comment="What authorities' data say of a person, dated and with source, append-only",
    )
    op.create_table(
        "fact_withdrawal",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("fact_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "fact_id"],
            ["person_fact.trainee_id", "person_fact.fact_id"],
            name=op.f("fact_withdrawal_trainee_id_fact_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "fact_id", name=op.f("fact_withdrawal_pkey")),
        comment="Facts that their source has taken back, append-only",
    )
    op.create_table(
        "person_declaration",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="The highest counts"),
        sa.Column("given", sa.Boolean(), nullable=False, comment="False takes it back"),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id"], ["trainee.trainee_id"], name=op.f("person_declaration_trainee_id_fkey")
        ),
        sa.PrimaryKeyConstraint("trainee_id", "condition", "ordinal", name=op.f("person_declaration_pkey")),
        comment="What a person declares to meet where nothing can check it (个人线上承诺), append-only",
    )


def _appeals() -> None:
    op.create_table(
        "determination_appeal",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("class_id", sa.Uuid(), nullable=False),
        sa.Column("determination_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["trainee_id", "class_id"],
            ["registration.trainee_id", "registration.class_id"],
            name=op.f("determination_appeal_trainee_id_class_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "appeal_id", name=op.f("determination_appeal_pkey")),
        sa.UniqueConstraint(
            "trainee_id", "determination_id", name=op.f("determination_appeal_trainee_id_determination_id_key")
        ),
        comment="Appeals against denials (申诉), append-only",
    )
    op.create_index("determination_appeal_class_idx", "determination_appeal", ["class_id"])
    op.create_index("determination_appeal_id_idx", "determination_appeal", ["appeal_id"])
    op.create_table(
        "appeal_decision",
        sa.Column("trainee_id", sa.Uuid(), nullable=False),
        sa.Column("appeal_id", sa.Uuid(), nullable=False),
        sa.Column("upheld", sa.Boolean(), nullable=False),
        sa.Column(
            "criteria",
            postgresql.ARRAY(sa.Text()),
            nullable=False,
            comment="Criteria that count as met by this decision",
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "upheld OR cardinality(criteria) = 0", name=op.f("appeal_decision_only_upheld_names_criteria_check")
        ),
        sa.ForeignKeyConstraint(
            ["trainee_id", "appeal_id"],
            ["determination_appeal.trainee_id", "determination_appeal.appeal_id"],
            name=op.f("appeal_decision_trainee_id_appeal_id_fkey"),
        ),
        sa.PrimaryKeyConstraint("trainee_id", "appeal_id", name=op.f("appeal_decision_pkey")),
        comment="Decisions on appeals by somebody who did not decide before, one each, append-only",
    )
