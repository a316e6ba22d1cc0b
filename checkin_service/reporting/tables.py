"""Reports to the national platform with their steps, the decisions to send them, and how both sides compare."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.reporting.model import DifferenceKind, ReportKind, Step

report_switch = table(
    "report_switch",
    Column("authority_code", ForeignKey("authority.authority_code"), primary_key=True),
    Column("switch_id", Uuid, primary_key=True),
    Column("is_on", Boolean, nullable=False),
    Column("document_number", Text, nullable=False, comment="文号"),
    Column("reason", Text, nullable=False),
    Column("asked_by", Uuid, nullable=False),
    Column("asked_at", DateTime(timezone=True), nullable=False),
    comment="Decisions that facts go up to the national platform or stop, append-only; distributed by authority",
)

report_switch_ruling = table(
    "report_switch_ruling",
    Column("authority_code", Text, primary_key=True),
    Column("switch_id", Uuid, primary_key=True),
    Column("approved", Boolean, nullable=False),
    Column("reason", Text),
    Column("asked_by", Uuid, nullable=False),
    Column("ruled_by", Uuid, nullable=False, comment="Another person than who asked"),
    Column("ruled_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("ruled_by <> asked_by", name="ruled_by_another"),
    CheckConstraint("approved OR reason IS NOT NULL", name="refusal_has_reason"),
    refers_to("report_switch", "authority_code", "switch_id"),
    comment="What a second person said to each such decision, append-only; distributed by authority",
)

report_noted = table(
    "report_noted",
    Column("trainee_id", Uuid, primary_key=True),
    Column("event_id", Uuid, primary_key=True, comment="What was delivered; gone once the person's facts were noted"),
    comment="People of whom there is news that no report has followed yet",
)

report = table(
    "report",
    Column("authority_code", ForeignKey("authority.authority_code"), primary_key=True),
    Column("report_id", Uuid, primary_key=True, comment="Made from the fact: sent twice it counts once"),
    Column("kind", Text, nullable=False),
    Column("trainee_id", Uuid, comment="Whose fact it is; none of registers"),
    Column("object_id", Uuid, nullable=False, comment="Template, site, class, voucher or attempt"),
    Column("part", Text, nullable=False, comment="Version, event or certificate, where one object has several facts"),
    Column("value", Text, nullable=False, comment="What both sides must agree on; no name, no document"),
    Column("day", Date, nullable=False, comment="The civil day of the fact"),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    one_of("kind", ReportKind),
    # A day is compared as a whole, and counted kind by kind.
    Index("report_day_idx", "authority_code", "day", "kind"),
    # What is known of a person, when there is news.
    Index("report_trainee_idx", "trainee_id"),
    comment="Facts that authorities owe to the national platform (上报), append-only; distributed by authority",
)

report_ground = table(
    "report_ground",
    Column("authority_code", Text, primary_key=True),
    Column("report_id", Uuid, primary_key=True),
    Column("ground_id", Uuid, primary_key=True, comment="The report that has to be answered first"),
    refers_to("report", "authority_code", "report_id"),
    # What waits behind a report.
    Index("report_ground_ground_idx", "authority_code", "ground_id"),
    comment="What each report rests on and goes up after, append-only; distributed by authority",
)

report_step = table(
    "report_step",
    Column("authority_code", Text, primary_key=True),
    Column("report_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="Of two at once one finds it taken"),
    Column("step", Text, nullable=False),
    Column("words_zh", Text, comment="The platform's own words, or an officer's reason"),
    Column("words_en", Text),
    Column("taken_by", Uuid, comment="The officer; empty for what the courier did"),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    one_of("step", Step),
    CheckConstraint("step NOT IN ('again', 'settled') OR taken_by IS NOT NULL", name="taken_by_somebody"),
    CheckConstraint("step <> 'settled' OR words_zh IS NOT NULL", name="settled_with_reason"),
    refers_to("report", "authority_code", "report_id"),
    # The last success of an authority.
    Index("report_step_answered_idx", "authority_code", "taken_at", postgresql_where=text("step = 'answered'")),
    comment="What became of each report: sent, answered, refused, sent again, settled; append-only",
)

report_queue = table(
    "report_queue",
    Column("authority_code", Text, primary_key=True),
    Column("report_id", Uuid, primary_key=True),
    Column("rank", Integer, nullable=False, comment="Of its kind: registers before people before what they do"),
    Column("sequence", BigInteger, Identity(always=True), nullable=False),
    Column("steps", Integer, nullable=False, server_default=text("0"), comment="How many steps it has taken"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("is_refused", Boolean, nullable=False, server_default=text("false")),
    refers_to("report", "authority_code", "report_id"),
    # What goes up next.
    Index("report_queue_next_idx", "authority_code", "rank", "sequence", postgresql_where=text("NOT is_refused")),
    comment="Reports without an answer yet; a row goes when the platform answered or somebody settled it",
)

report_comparison = table(
    "report_comparison",
    Column("authority_code", ForeignKey("authority.authority_code"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The latest one holds"),
    Column("kind", Text, primary_key=True),
    Column("our_count", Integer, nullable=False),
    Column("our_digest", Text, nullable=False),
    Column("their_count", Integer, nullable=False),
    Column("their_digest", Text, nullable=False),
    Column("compared_at", DateTime(timezone=True), nullable=False),
    one_of("kind", ReportKind),
    CheckConstraint("our_count >= 0 AND their_count >= 0", name="counts_not_negative"),
    comment="Comparisons of what went up with what the platform has (对账), by authority and day, append-only",
)

report_difference = table(
    "report_difference",
    Column("authority_code", ForeignKey("authority.authority_code"), primary_key=True),
    Column("difference_id", Uuid, primary_key=True, comment="Made from what differs: found again it is the same"),
    Column("kind", Text, nullable=False),
    Column("report_kind", Text, nullable=False),
    Column("report_id", Uuid, nullable=False, comment="Ours, or what the platform calls it"),
    Column("trainee_id", Uuid),
    Column("day", Date, nullable=False),
    Column("ours", Text),
    Column("theirs", Text),
    Column("found_at", DateTime(timezone=True), nullable=False),
    one_of("kind", DifferenceKind),
    one_of("report_kind", ReportKind),
    comment="Facts on which the national platform and this service do not agree, append-only; distributed by authority",
)

report_difference_ruling = table(
    "report_difference_ruling",
    Column("authority_code", Text, primary_key=True),
    Column("difference_id", Uuid, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("ruled_by", Uuid, nullable=False),
    Column("ruled_at", DateTime(timezone=True), nullable=False),
    refers_to("report_difference", "authority_code", "difference_id"),
    comment="How officers resolved differences, append-only; distributed by authority",
)
