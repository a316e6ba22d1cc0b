"""Counters kept as facts arrive, and the news that they have not followed yet."""

from alembic import op

from migrations.columns import belongs_to, big, check, day, integer, json, one_of, text, uuid

revision = "statistics"
down_revision = "messages"


def upgrade() -> None:
    op.create_table(
        "statistics_pending",
        uuid("trainee_id", key=True),
        uuid("event_id", "What was delivered; gone once its person is counted anew", key=True),
        comment="News that the counters have not followed yet",
    )
    op.create_table(
        "statistics_share",
        uuid("trainee_id", key=True),
        integer("version", "Two counts at once collide here"),
        json("cells", "Cells and what the person adds to each"),
        belongs_to("trainee", "trainee_id"),
        comment="What each person adds to the counters, so that only differences are ever added",
    )
    op.create_table(
        "statistics_counter",
        day("month", "Its first day, in China", key=True),
        text("supervising", "Until there is a class, the issuer in all three roles", key=True),
        text("paying", key=True),
        text("counting", key=True),
        uuid("institution_id", "Zero while there is no class", key=True),
        uuid("project_id", "Zero while there is no class", key=True),
        text("kind", "general or targeted", key=True),
        text("channel", "By which the voucher was claimed; desk without a claim", key=True),
        text("fund", "Of money; empty of anything else", key=True),
        text("measure", "What is counted; of people also by age, employer, insurance", key=True),
        big("value"),
        check("month_begins", "extract(day FROM month) = 1"),
        comment="Counters by authority, institution, project, kind, channel, fund and month; recomputed from the facts",
    )
    for role in ("supervising", "paying", "counting"):
        op.create_index(f"statistics_counter_{role}_idx", "statistics_counter", [role, "month"])
    op.create_table(
        "statistics_total",
        text("role", key=True),
        text("authority_code", key=True),
        day("month", key=True),
        text("measure", key=True),
        text("fund", key=True),
        big("value"),
        one_of("role", "supervising paying counting"),
        comment="The same counters added up by place and month: a board reads these alone",
    )
