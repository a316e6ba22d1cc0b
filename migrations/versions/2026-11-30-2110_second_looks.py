"""Second looks at reviewers' decisions: openings, what was drawn, the second word, and a third person's ruling."""

from alembic import op

from migrations.columns import belongs_to, boolean, check, integer, moment, text, uuid

revision = "second_looks"
down_revision = "draws"


def upgrade() -> None:
    op.add_column(
        "review", integer("opened_s", "Whole seconds from opening the evidence to the decision", optional=True)
    )
    op.add_column(
        "review",
        boolean("is_hasty", "Decided faster than the policy of the day asks for: looked at again", optional=True),
    )
    op.create_table(
        "review_opening",
        uuid("trainee_id", key=True),
        uuid("attempt_id", key=True),
        uuid("opened_by", "The first time counts", key=True),
        moment("opened_at"),
        belongs_to("attempt", "trainee_id", "attempt_id"),
        comment="When a reviewer opened the evidence of an attempt, append-only",
    )
    op.create_table(
        "second_look",
        uuid("trainee_id", key=True),
        uuid("attempt_id", key=True),
        text("authority_code", of="authority.authority_code"),
        uuid("draw_id", "Which draw chose it; empty for a decision made too fast", optional=True),
        uuid("first_by"),
        moment("assigned_at"),
        belongs_to("review", "trainee_id", "attempt_id"),
        comment="Decisions of reviewers that another person makes again (复核抽查), append-only",
    )
    op.create_index("second_look_authority_idx", "second_look", ["authority_code", "assigned_at"])
    _words()


def _words() -> None:
    op.create_table(
        "second_review",
        uuid("trainee_id", key=True),
        uuid("attempt_id", key=True),
        uuid("first_by"),
        boolean("accepted"),
        text("reason"),
        integer("opened_s", "Whole seconds from opening the evidence to the decision"),
        uuid("reviewed_by", "Another person than who decided first"),
        moment("reviewed_at"),
        belongs_to("second_look", "trainee_id", "attempt_id"),
        check("looked_at_by_another", "reviewed_by <> first_by"),
        comment="What the second person decided, blind, one each, append-only; it moves nothing by itself",
    )
    op.create_table(
        "dispute_ruling",
        uuid("trainee_id", key=True),
        uuid("attempt_id", key=True),
        boolean("accepted"),
        text("reason"),
        uuid("first_by"),
        uuid("second_by"),
        uuid("ruled_by", "A third person"),
        moment("ruled_at"),
        belongs_to("second_review", "trainee_id", "attempt_id"),
        check("ruled_by_a_third", "ruled_by <> first_by AND ruled_by <> second_by"),
        comment="How a third person ended what two reviewers decided differently, append-only",
    )
