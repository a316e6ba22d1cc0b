"""Tables of statistics: who is to be counted anew, what each person adds, the counters, and their totals by place."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit.database import metadata, refers_to

statistics_pending = Table(
    "statistics_pending",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("event_id", Uuid, primary_key=True, comment="What was delivered; gone once its person is counted anew"),
    comment="News that the counters have not followed yet",
)

statistics_share = Table(
    "statistics_share",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("version", Integer, nullable=False, comment="Two counts at once collide here"),
    Column("cells", JSONB, nullable=False, comment="Cells and what the person adds to each"),
    refers_to("trainee", "trainee_id"),
    comment="What each person adds to the counters, so that only differences are ever added",
)

statistics_counter = Table(
    "statistics_counter",
    metadata,
    Column("month", Date, primary_key=True, comment="Its first day, in China"),
    Column("supervising", Text, primary_key=True, comment="Until there is a class, the issuer in all three roles"),
    Column("paying", Text, primary_key=True),
    Column("counting", Text, primary_key=True),
    Column("institution_id", Uuid, primary_key=True, comment="Zero while there is no class"),
    Column("project_id", Uuid, primary_key=True, comment="Zero while there is no class"),
    Column("kind", Text, primary_key=True, comment="general or targeted"),
    Column("channel", Text, primary_key=True, comment="By which the voucher was claimed; desk without a claim"),
    Column("fund", Text, primary_key=True, comment="Of money; empty of anything else"),
    Column("measure", Text, primary_key=True, comment="What is counted; of people also by age, employer, insurance"),
    Column("value", BigInteger, nullable=False),
    CheckConstraint("extract(day FROM month) = 1", name="month_begins"),
    # A breakdown takes the months of a place; the place is one of three.
    Index("statistics_counter_supervising_idx", "supervising", "month"),
    Index("statistics_counter_paying_idx", "paying", "month"),
    Index("statistics_counter_counting_idx", "counting", "month"),
    comment="Counters by authority, institution, project, kind, channel, fund and month; recomputed from the facts",
)

statistics_total = Table(
    "statistics_total",
    metadata,
    Column("role", Text, primary_key=True),
    Column("authority_code", Text, primary_key=True),
    Column("month", Date, primary_key=True),
    Column("measure", Text, primary_key=True),
    Column("fund", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
    CheckConstraint("role IN ('supervising', 'paying', 'counting')", name="role_known"),
    # A board of one month reads that month of all its places, and not their years.
    Index("statistics_total_month_idx", "role", "month", "authority_code"),
    comment="The same counters added up by place and month: a board reads these alone",
)
