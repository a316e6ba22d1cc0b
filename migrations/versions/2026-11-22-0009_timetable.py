"""Classes with their drafts, sessions, changes and briefings; registrations, assessments and certificates."""

from alembic import op

from migrations.columns import (
    belongs_to,
    big,
    binary,
    boolean,
    check,
    day,
    integer,
    json,
    moment,
    one_of,
    text,
    texts,
    unique,
    uuid,
)

revision = "timetable"
down_revision = "registry"

_CERTIFICATES = "qualification skill_level special_ability special_operation training_completion"


def upgrade() -> None:
    _classes()
    _registrations()
    _certificates()


def _classes() -> None:
    op.create_table(
        "training_class",
        uuid("class_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        uuid("project_id", of="project.project_id"),
        text("name"),
        text("teaching_plan", "教学计划"),
        text("supervising_authority", "Where the site lies", of="authority.authority_code"),
        text("paying_authority", "Who issued the vouchers", of="authority.authority_code"),
        text("counting_authority", "Whose statistics count it", of="authority.authority_code"),
        texts("phases", "Phases a session needs, frozen at the opening"),
        texts("proofs", "Person proofs on offer, at least two, never face only"),
        boolean(
            "moving_fence",
            "Approved to be judged around the instructor's own position, for lessons away from the site",
            default="false",
        ),
        uuid(
            "enterprise_id",
            "Whose workers are trained, where the enterprise is subsidised (SX-21)",
            optional=True,
            of="enterprise.enterprise_id",
        ),
        json(
            "teaching",
            "Both legs of a mixed training: delivery, institution, share in percent; approved with the opening",
            default="'[]'",
        ),
        integer("baseline_hours", "总课时 of the plan as approved at the opening, frozen"),
        integer("total_hours", "总课时 with the changes approved since, in class hours"),
        text("state"),
        integer("revision", "Grows with every change; caches compare it", default="1"),
        moment("applied_at"),
        moment("opened_at", "开班审批", optional=True),
        moment("completed_at", "结业审批", optional=True),
        big("fee_fen", "培训费 per person; empty: what the project says", optional=True),
        one_of("state", "applied open completion_applied completed rejected"),
        check("hours_positive", "total_hours > 0"),
        check("both_legs_or_none", "jsonb_array_length(teaching) IN (0, 2)"),
        check("never_face_only", "cardinality(proofs) >= 2 AND proofs <> ARRAY['face']"),
        check("fee_not_negative", "fee_fen >= 0"),
        comment="Classes (班期)",
    )
    op.create_index("training_class_institution_idx", "training_class", ["institution_id"])
    op.create_index("training_class_paying_idx", "training_class", ["paying_authority"])
    op.create_index("training_class_supervising_idx", "training_class", ["supervising_authority"])
    op.create_table(
        "class_session",
        uuid("session_id", key=True),
        uuid("class_id", of="training_class.class_id"),
        integer("ordinal"),
        uuid("site_id", of="site.site_id"),
        moment("starts_at"),
        moment("ends_at"),
        integer("class_hours"),
        text("delivery", "线下 offline, 线上 online or 自主学习 self_paced", default="'offline'"),
        text("part", "Theory or practice, where the two are told apart", optional=True),
        moment("cancelled_at", optional=True),
        check("ends_after_start", "ends_at > starts_at"),
        one_of("delivery", "offline online self_paced"),
        one_of("part", "theory practice"),
        check("hours_sane", "class_hours BETWEEN 1 AND 24"),
        unique("class_id", "ordinal"),
        comment="Sessions (课次) of the timetable (课程表)",
    )
    op.create_index("class_session_site_idx", "class_session", ["site_id", "starts_at"])
    op.create_table(
        "plan_change",
        uuid("change_id", key=True),
        uuid("class_id", of="training_class.class_id"),
        text("kind"),
        uuid("session_id", of="class_session.session_id"),
        json("before", "The session as it was; absent for a new one", optional=True),
        json("after"),
        text("reason"),
        integer("hours_before", "总课时 before"),
        integer("hours_after", "总课时 after"),
        uuid("approved_by"),
        moment("approved_at"),
        one_of("kind", "cancelled moved made_up added broken_off"),
        comment="Changes of approved plans by the authority's approval, append-only",
    )
    op.create_index("plan_change_class_idx", "plan_change", ["class_id", "change_id"])
    op.create_table(
        "class_briefing",
        uuid("briefing_id", key=True),
        uuid("class_id", of="training_class.class_id"),
        texts("items", "What people were told of: voucher_briefing, subsidy_briefing"),
        day("held_on"),
        text("evidence", "The document that shows it, such as a signed sheet"),
        uuid("recorded_by"),
        moment("recorded_at"),
        check("items_known", "items <@ ARRAY['voucher_briefing', 'subsidy_briefing'] AND cardinality(items) > 0"),
        comment="Briefings of the people of a class before it opens (SX-28), append-only",
    )
    op.create_index("class_briefing_class_idx", "class_briefing", ["class_id"])
    op.create_table(
        "class_draft",
        uuid("draft_id", "The class's id once it is applied for", key=True),
        uuid("institution_id", of="institution.institution_id"),
        json("content", "What was typed so far; never people"),
        moment("changed_at"),
        moment("sent_at", "The opening was applied for", optional=True),
        comment="Classes that institutions are still planning",
    )
    op.create_index("class_draft_institution_idx", "class_draft", ["institution_id", "changed_at"])


def _registrations() -> None:
    op.create_table(
        "registration",
        uuid("trainee_id", key=True, of="trainee.trainee_id"),
        uuid("class_id", key=True, of="training_class.class_id"),
        text("voucher_kind", "What the roster asks for: general or targeted"),
        uuid("voucher_id", "Set when the voucher is put to use in this class", optional=True),
        moment("registered_at"),
        moment("withdrawn_at", optional=True),
        text("withdrawal_reason", optional=True),
        one_of("voucher_kind", "general targeted"),
        comment="Registrations (报名)",
    )
    op.create_index("registration_class_idx", "registration", ["class_id"])
    op.create_table(
        "registration_check",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        uuid("check_id", key=True),
        text("item", "What was examined and found right", key=True),
        day("examined_on"),
        text("evidence", "The documents it was examined by"),
        uuid("examined_by"),
        moment("recorded_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        one_of("item", "identity occupation_requirements subsidy_eligibility"),
        comment="What an institution examined of a person at registration (FJ-29, SX-18), append-only",
    )
    op.create_table(
        "held_back",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        moment("held_at"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="People who were given no voucher for what nobody had checked, the first time in each class, append-only",
    )
    op.create_index("held_back_class_idx", "held_back", ["class_id"])
    op.create_table(
        "assessment",
        uuid("trainee_id", key=True),
        uuid("class_id", key=True),
        integer("ordinal", "A resit is a new row; the highest counts", key=True),
        text("part", "Theory or practice alone; absent: the whole", optional=True),
        boolean("passed"),
        text("score", "As the institution states it", optional=True),
        day("assessed_on"),
        uuid("entered_by"),
        moment("entered_at"),
        one_of("part", "theory practice"),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Assessment results (考核), append-only",
    )
    op.create_table(
        "certificate",
        uuid("trainee_id", key=True),
        text("certificate_number", key=True),
        uuid("class_id"),
        text("kind"),
        day("issued_on"),
        uuid("entered_by"),
        moment("entered_at"),
        one_of("kind", _CERTIFICATES),
        belongs_to("registration", "trainee_id", "class_id"),
        comment="Training certificates (培训证书), append-only",
    )


def _certificates() -> None:
    op.create_table(
        "certificate_elsewhere",
        binary("document_hash", "Keyed hash of the holder's identity document", key=True),
        text("certificate_number", key=True),
        integer("ordinal", "A correction is a further report; the highest counts", key=True),
        text("kind"),
        text("occupation"),
        text("level", optional=True),
        day("issued_on"),
        text("region_code", "Where it was issued, GB/T 2260"),
        boolean("is_subsidised", "A training subsidy was paid for it there"),
        text("authority_code", "Whose client said so", of="authority.authority_code"),
        uuid("reported_by"),
        moment("reported_at"),
        one_of("kind", _CERTIFICATES),
        check("region_code_known", "region_code ~ '^[0-9]{6}$'"),
        comment="Certificates of other regions as the national platform reports them, append-only; by document hash",
    )
    op.create_table(
        "certificate_lookup",
        binary("lookup_hash", "Keyed hash of number and name together", key=True),
        text("kind"),
        day("issued_on"),
        text("occupation", optional=True),
        text("level", optional=True),
        comment="What the public may learn of a certificate whose number and name it knows; by lookup hash",
    )
    op.create_table(
        "certificate_number",
        text("issuer", "The authority of the class, or the region of one from elsewhere", key=True),
        text("kind", key=True),
        text("number", "Without spaces, in upper case", key=True),
        binary("document_hash", "Keyed hash of the holder's identity document"),
        comment="Whose each certificate number is: one person's for each issuer and kind; distributed by issuer",
    )
