"""Credit scores of institutions with their appeals; a low one is a signal for an inspection."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, day, integer, json, moment, one_of, text, texts, unique, uuid

revision = "credit"
down_revision = "evaluations"

_ORIGINS = "inspection_origin_known_check"


def upgrade() -> None:
    op.create_table(
        "credit_score",
        uuid("score_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        integer("ordinal", "The highest holds; of two at once one finds it taken"),
        text("authority_code", of="authority.authority_code"),
        json("document", "Every input and policy value, and what came of them"),
        text("grade", "Empty: not rated", optional=True),
        boolean("is_low", "A signal for an inspection"),
        uuid("computed_by", "Empty: the night computed it", optional=True),
        moment("computed_at"),
        one_of("grade", "A B C D"),
        unique("institution_id", "ordinal"),
        comment="Credit scores of institutions (信用评分) with all they were computed from, append-only",
    )
    op.create_index("credit_score_authority_idx", "credit_score", ["authority_code"])
    op.create_table(
        "credit_appeal",
        uuid("score_id", key=True, of="credit_score.score_id"),
        text("words"),
        uuid("filed_by"),
        moment("filed_at"),
        comment="What institutions say against their scores, append-only",
    )
    op.create_table(
        "credit_appeal_decision",
        uuid("score_id", key=True),
        boolean("upheld"),
        texts("set_aside", "Items that count neither way until the day"),
        day("until", optional=True),
        text("reason"),
        uuid("decided_by", "Neither who computed it nor who had a part in its lapses"),
        moment("decided_at"),
        check("upheld_sets_aside", "upheld = (cardinality(set_aside) > 0)"),
        check("set_aside_until", "upheld = (until IS NOT NULL)"),
        belongs_to("credit_appeal", "score_id"),
        comment="Decisions on appeals against scores, append-only",
    )
    op.drop_constraint(op.f(_ORIGINS), "inspection")
    op.create_check_constraint(
        op.f(_ORIGINS), "inspection", "origin IN ('planned', 'drawn', 'empty_class', 'complaint', 'credit')"
    )
