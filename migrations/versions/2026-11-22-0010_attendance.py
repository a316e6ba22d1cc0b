"""Class hours credited and confirmed, claims that some are missing, leave, transfers, and learning at any time."""

from alembic import op

from migrations.columns import (
    belongs_to,
    binary,
    boolean,
    check,
    day,
    integer,
    json,
    moment,
    one_of,
    small,
    text,
    texts,
    unique,
    uuid,
)

revision = "attendance"
down_revision = "timetable"


def upgrade() -> None:
    _credits()
    _appeals()
    _absences()
    _learning()


def _credits() -> None:
    op.create_table(
        "credit",
        uuid("trainee_id", key=True),
        uuid("session_id", key=True),
        small("hour", "Which class hour of the session, from 1: it counts once", key=True),
        uuid("class_id"),
        text("mode"),
        uuid("attempt_id", "What it rests on: a check-in, an appeal, a record, a transfer"),
        moment("credited_at"),
        text("evidence_class", "A to G; none of hours credited before classes were kept", optional=True),
        one_of("mode", "located scanned online self_paced corrected imported transferred asserted_by_platform"),
        check("hour_positive", "hour > 0"),
        check("class_known", "evidence_class IN ('A', 'B', 'C', 'D', 'E', 'F', 'G')"),
        comment="Class hours credited, append-only",
    )
    op.create_table(
        "attendance",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        integer("credited_hours"),
        integer("corrected_hours", "Of these, by decision", default="0"),
        integer("imported_hours", "Of these, from paper", default="0"),
        integer("asserted_hours", "Of these, on the platform's word", default="0"),
        text("outlook", "As last told: a change for the worse is news, once", optional=True),
        integer("version", "Every change raises it: parallel writers notice each other"),
        moment("changed_at"),
        check("hours_not_negative", "credited_hours >= 0"),
        one_of("outlook", "not_required reached on_track at_risk out_of_reach"),
        check("parts_within_whole", "corrected_hours + imported_hours + asserted_hours <= credited_hours"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Credited class hours per trainee and class, kept in the transaction that credits",
    )
    op.create_index("attendance_class_idx", "attendance", ["class_id"])
    op.create_table(
        "credit_confirmation",
        uuid("trainee_id", key=True),
        uuid("confirmation_id", key=True),
        uuid("class_id"),
        uuid("session_id", "Whose class hours it confirms, also those credited later"),
        text("kind"),
        text("reason", "What was seen; empty where a machine saw it", optional=True),
        text("confirmed_by", "staff:<id>, or the device that was there"),
        moment("confirmed_at"),
        one_of("kind", "check headcount visit display decision"),
        check("word_has_reason", "kind NOT IN ('headcount', 'visit', 'decision') OR reason IS NOT NULL"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="What besides a check-in shows that a person was in a session, append-only",
    )
    op.create_index("credit_confirmation_class_idx", "credit_confirmation", ["trainee_id", "class_id"])
    op.create_table(
        "opening_balance",
        uuid("balance_id", "What imported credits rest on", key=True),
        uuid("class_id", of="training_class.class_id"),
        text("source", "Which paper it was read from"),
        json("lines", "Trainee, session, class hours: ids and numbers only"),
        binary("public_key", "The officer's; anyone can check the signature by it", optional=True),
        binary("signature", "Over the hex SHA-256 of the canonical list", optional=True),
        uuid("imported_by"),
        moment("imported_at"),
        check("signed_with_a_key", "(public_key IS NULL) = (signature IS NULL)"),
        comment="Class hours from paper at the cut-over, read by one person of the authority and approved by another",
    )
    op.create_index("opening_balance_class_idx", "opening_balance", ["class_id"])


def _appeals() -> None:
    op.create_table(
        "appeal",
        uuid("trainee_id", key=True),
        uuid("appeal_id", key=True),
        uuid("class_id"),
        uuid("session_id"),
        small("ordinal", "Which appeal about this session: two at once collide"),
        uuid("institution_id"),
        text("authority_code", "The supervising authority, which decides"),
        text("origin", "Who says so: the trainee or the institution"),
        small("hours", "Class hours said to be missing"),
        text("reason"),
        binary("evidence_sealed", "What the claim is proved with; purged when law says so", optional=True),
        uuid("filed_by"),
        moment("filed_at"),
        day("due_on", "Last day for the decision, in working days"),
        one_of("origin", "trainee institution"),
        check("hours_positive", "hours > 0"),
        unique("trainee_id", "session_id", "ordinal"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Claims that class hours are missing (更正申请), append-only",
    )
    op.create_index("appeal_authority_idx", "appeal", ["authority_code", "appeal_id"])
    op.create_index("appeal_institution_idx", "appeal", ["institution_id", "appeal_id"])
    op.create_table(
        "correction_decision",
        uuid("trainee_id", key=True),
        uuid("appeal_id", key=True),
        boolean("accepted"),
        text("reason"),
        uuid("decided_by", "Another person than who filed it, on the authority's side"),
        moment("decided_at"),
        belongs_to("appeal", "trainee_id", "appeal_id"),
        comment="Decisions of the authority on appeals, one each, append-only",
    )
    op.create_table(
        "correction_confirmation",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        small("ordinal", key=True),
        integer("corrected_hours", "The corrected hours that were confirmed"),
        text("reason"),
        uuid("confirmed_by", "A second person, who decided none of the corrections"),
        moment("confirmed_at"),
        check("hours_positive", "corrected_hours > 0"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="A second person's word where many hours were corrected, append-only",
    )


def _absences() -> None:
    op.create_table(
        "leave_request",
        uuid("trainee_id", key=True),
        uuid("leave_id", key=True),
        uuid("class_id"),
        uuid("institution_id"),
        text("authority_code", "The supervising authority"),
        text("origin", "Who says so: the trainee or the institution"),
        moment("starts_at"),
        moment("ends_at"),
        text("reason"),
        binary("evidence_sealed", "What it is proved with; purged when law says so", optional=True),
        uuid("filed_by"),
        moment("filed_at"),
        one_of("origin", "trainee institution"),
        check("ends_after_start", "ends_at > starts_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Requests for leave (请假); leave explains an absence and credits nothing, append-only",
    )
    op.create_index("leave_request_class_idx", "leave_request", ["class_id", "leave_id"])
    op.create_table(
        "leave_decision",
        uuid("trainee_id", key=True),
        uuid("leave_id", key=True),
        boolean("granted"),
        text("reason"),
        uuid("decided_by", "Another person than who asked for it"),
        moment("decided_at"),
        belongs_to("leave_request", "trainee_id", "leave_id"),
        comment="Decisions on leave, one each, append-only",
    )
    op.create_table(
        "registration_transfer",
        uuid("trainee_id", key=True),
        uuid("transfer_id", "What transferred credits rest on", key=True),
        uuid("class_id", "The class that was left"),
        uuid("to_class_id", of="training_class.class_id"),
        uuid("voucher_id", "Put to use in the one, in use in the other from now on", optional=True),
        integer("hours", "Class hours taken along"),
        text("reason"),
        uuid("approved_by"),
        moment("approved_at"),
        check("hours_not_negative", "hours >= 0"),
        check("another_class", "class_id <> to_class_id"),
        unique("trainee_id", "class_id"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Registrations moved to another class (转班) by the authority, append-only",
    )


def _learning() -> None:
    op.create_table(
        "learning_platform",
        uuid("platform_id", key=True),
        text("authority_code", "Whose officer entered it", of="authority.authority_code"),
        text("name"),
        uuid("operator_id", "An institution that runs it itself", optional=True, of="institution.institution_id"),
        binary("public_key", "What its statements are signed with"),
        uuid("registered_by"),
        moment("registered_at"),
        moment("ended_at", "From then on nothing it signs is believed", optional=True),
        comment="Platforms on which people learn when they like, as an authority has entered them",
    )
    op.create_index("learning_platform_authority_idx", "learning_platform", ["authority_code", "platform_id"])
    op.create_table(
        "learning_record",
        uuid("trainee_id", key=True),
        uuid("record_id", key=True),
        integer("ordinal", "Which record of the person: two at once collide"),
        uuid("class_id"),
        uuid("session_id"),
        uuid("platform_id"),
        text("course"),
        moment("started_at"),
        moment("ended_at"),
        integer("minutes", "As the platform measured them"),
        integer("questions"),
        integer("right_answers"),
        text("identified_by", "How the platform knew the person"),
        binary("statement_sha256", "Of what the platform signed, document included"),
        binary("signature", "The platform's"),
        uuid("device_id", "The trainee's own, which sent it"),
        boolean("accepted"),
        texts("reasons", "Of the findings"),
        integer("counted_minutes", "Of the minutes, those that nothing else counts"),
        integer("class_hour_min", "Minutes that made a class hour"),
        small("credited_hours", "Class hours completed by it"),
        moment("received_at"),
        check("counted_within_measured", "counted_minutes BETWEEN 0 AND minutes"),
        check("refused_counts_nothing", "accepted OR counted_minutes + credited_hours = 0"),
        unique("trainee_id", "ordinal"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="What people learnt when they liked (自主学习), signed by a platform, append-only",
    )
    op.create_index("learning_record_class_idx", "learning_record", ["class_id", "record_id"])
