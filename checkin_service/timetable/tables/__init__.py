"""Classes and sessions are reference data; registrations, assessments and certificates belong to the trainee."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.kit.database import one_of, refers_to, table
from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import CertificateKind, ClassState, Delivery, SessionPart
from checkin_service.timetable.tables.instructors import class_instructor as class_instructor
from checkin_service.timetable.tables.sectors import sector_plan as sector_plan
from checkin_service.timetable.tables.sectors import sector_plan_person as sector_plan_person

training_class = table(
    "training_class",
    Column("class_id", Uuid, primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("project_id", ForeignKey("project.project_id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("teaching_plan", Text, nullable=False, comment="教学计划"),
    Column(
        "supervising_authority", ForeignKey("authority.authority_code"), nullable=False, comment="Where the site lies"
    ),
    Column(
        "paying_authority", ForeignKey("authority.authority_code"), nullable=False, comment="Who issued the vouchers"
    ),
    Column(
        "counting_authority",
        ForeignKey("authority.authority_code"),
        nullable=False,
        comment="Whose statistics count it",
    ),
    Column("phases", ARRAY(Text), nullable=False, comment="Phases a session needs, frozen at the opening"),
    Column("proofs", ARRAY(Text), nullable=False, comment="Person proofs on offer, at least two, never face only"),
    Column(
        "moving_fence",
        Boolean,
        nullable=False,
        server_default=text("false"),
        comment="Approved to be judged around the instructor's own position, for lessons away from the site",
    ),
    Column(
        "enterprise_id",
        ForeignKey("enterprise.enterprise_id"),
        comment="Whose workers are trained, where the enterprise is subsidised (SX-21)",
    ),
    Column("course_id", ForeignKey("training_course.course_id"), comment="The course of the register that it teaches"),
    Column(
        "teaching",
        JSONB,
        nullable=False,
        server_default=text("'[]'"),
        comment="Both legs of a mixed training: delivery, institution, share in percent; approved with the opening",
    ),
    Column("fee_fen", BigInteger, comment="培训费 per person; empty: what the project says"),
    Column("baseline_hours", Integer, nullable=False, comment="总课时 of the plan as approved at the opening, frozen"),
    Column("total_hours", Integer, nullable=False, comment="总课时 with the changes approved since, in class hours"),
    Column("state", Text, nullable=False),
    Column(
        "revision",
        Integer,
        nullable=False,
        server_default=text("1"),
        comment="Grows with every change; caches compare it",
    ),
    Column("applied_at", DateTime(timezone=True), nullable=False),
    Column("opened_at", DateTime(timezone=True), comment="开班审批"),
    Column("completed_at", DateTime(timezone=True), comment="结业审批"),
    one_of("state", ClassState),
    CheckConstraint("total_hours > 0", name="hours_positive"),
    CheckConstraint("fee_fen >= 0", name="fee_not_negative"),
    CheckConstraint("jsonb_array_length(teaching) IN (0, 2)", name="both_legs_or_none"),
    CheckConstraint("cardinality(proofs) >= 2 AND proofs <> ARRAY['face']", name="never_face_only"),
    Index("training_class_institution_idx", "institution_id"),
    Index("training_class_supervising_idx", "supervising_authority"),
    Index("training_class_paying_idx", "paying_authority"),
    comment="Classes (班期)",
)

class_session = table(
    "class_session",
    Column("session_id", Uuid, primary_key=True),
    Column("class_id", ForeignKey(training_class.c.class_id), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("site_id", ForeignKey("site.site_id"), nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("class_hours", Integer, nullable=False),
    Column(
        "delivery",
        Text,
        nullable=False,
        server_default=text("'offline'"),
        comment="线下 offline, 线上 online or 自主学习 self_paced",
    ),
    Column("part", Text, comment="Theory or practice, where the two are told apart"),
    Column("cancelled_at", DateTime(timezone=True)),
    CheckConstraint("ends_at > starts_at", name="ends_after_start"),
    one_of("delivery", Delivery),
    one_of("part", SessionPart),
    CheckConstraint("class_hours BETWEEN 1 AND 24", name="hours_sane"),
    UniqueConstraint("class_id", "ordinal"),
    # A device at the door asks for the lessons of its site.
    Index("class_session_site_idx", "site_id", "starts_at"),
    comment="Sessions (课次) of the timetable (课程表)",
)

plan_change = table(
    "plan_change",
    Column("change_id", Uuid, primary_key=True),
    Column("class_id", ForeignKey(training_class.c.class_id), nullable=False),
    Column("kind", Text, nullable=False),
    Column("session_id", ForeignKey(class_session.c.session_id), nullable=False),
    Column("before", JSONB, comment="The session as it was; absent for a new one"),
    Column("after", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("hours_before", Integer, nullable=False, comment="总课时 before"),
    Column("hours_after", Integer, nullable=False, comment="总课时 after"),
    Column("approved_by", Uuid, nullable=False),
    Column("approved_at", DateTime(timezone=True), nullable=False),
    one_of("kind", ("cancelled", "moved", "made_up", "added", "broken_off")),
    # The history of a class.
    Index("plan_change_class_idx", "class_id", "change_id"),
    comment="Changes of approved plans by the authority's approval, append-only",
)

registration = table(
    "registration",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", ForeignKey(training_class.c.class_id), primary_key=True),
    Column("voucher_kind", Text, nullable=False, comment="What the roster asks for: general or targeted"),
    Column("voucher_id", Uuid, comment="Set when the voucher is put to use in this class"),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawal_reason", Text),
    one_of("voucher_kind", VoucherKind),
    refers_to("trainee", "trainee_id"),
    # The roster of a class.
    Index("registration_class_idx", "class_id"),
    comment="Registrations (报名)",
)

held_back = table(
    "held_back",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("held_at", DateTime(timezone=True), nullable=False),
    refers_to("registration", "trainee_id", "class_id"),
    Index("held_back_class_idx", "class_id"),
    comment="People who were given no voucher for what nobody had checked, the first time in each class, append-only",
)

class_draft = table(
    "class_draft",
    Column("draft_id", Uuid, primary_key=True, comment="The class's id once it is applied for"),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("content", JSONB, nullable=False, comment="What was typed so far; never people"),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("sent_at", DateTime(timezone=True), comment="The opening was applied for"),
    # An institution's own plans, the latest first.
    Index("class_draft_institution_idx", "institution_id", "changed_at"),
    comment="Classes that institutions are still planning",
)

planned_roster = table(
    "planned_roster",
    Column("draft_id", ForeignKey(class_draft.c.draft_id), primary_key=True),
    Column("institution_id", ForeignKey("institution.institution_id"), nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="Names and documents, sealed under the draft's own key"),
    Column("people", Integer, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False),
    # What was planned and never sent is forgotten, the oldest first.
    Index("planned_roster_kept_idx", "kept_at"),
    comment="People of classes that are still planned, gone once the class is applied for",
)

class_briefing = table(
    "class_briefing",
    Column("briefing_id", Uuid, primary_key=True),
    Column("class_id", ForeignKey(training_class.c.class_id), nullable=False),
    Column(
        "items", ARRAY(Text), nullable=False, comment="What people were told of: voucher_briefing, subsidy_briefing"
    ),
    Column("held_on", Date, nullable=False),
    Column("evidence", Text, nullable=False, comment="The document that shows it, such as a signed sheet"),
    Column("recorded_by", Uuid, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "items <@ ARRAY['voucher_briefing', 'subsidy_briefing'] AND cardinality(items) > 0", name="items_known"
    ),
    Index("class_briefing_class_idx", "class_id"),
    comment="Briefings of the people of a class before it opens (SX-28), append-only",
)

registration_check = table(
    "registration_check",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("check_id", Uuid, primary_key=True),
    Column("item", Text, primary_key=True, comment="What was examined and found right"),
    Column("examined_on", Date, nullable=False),
    Column("evidence", Text, nullable=False, comment="The documents it was examined by"),
    Column("examined_by", Uuid, nullable=False),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
    one_of("item", ("identity", "occupation_requirements", "subsidy_eligibility")),
    refers_to("registration", "trainee_id", "class_id"),
    comment="What an institution examined of a person at registration (FJ-29, SX-18), append-only",
)

assessment = table(
    "assessment",
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="A resit is a new row; the highest counts"),
    Column("part", Text, comment="Theory or practice alone; absent: the whole"),
    Column("passed", Boolean, nullable=False),
    Column("score", Text, comment="As the institution states it"),
    Column("assessed_on", Date, nullable=False),
    Column("entered_by", Uuid, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    one_of("part", SessionPart),
    refers_to("registration", "trainee_id", "class_id"),
    comment="Assessment results (考核), append-only",
)

certificate = table(
    "certificate",
    Column("trainee_id", Uuid, primary_key=True),
    Column("certificate_number", Text, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("entered_by", Uuid, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    one_of("kind", CertificateKind),
    refers_to("registration", "trainee_id", "class_id"),
    comment="Training certificates (培训证书), append-only",
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

certificate_elsewhere = table(
    "certificate_elsewhere",
    Column("document_hash", LargeBinary, primary_key=True, comment="Keyed hash of the holder's identity document"),
    Column("certificate_number", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="A correction is a further report; the highest counts"),
    Column("kind", Text, nullable=False),
    Column("occupation", Text, nullable=False),
    Column("level", Text),
    Column("issued_on", Date, nullable=False),
    Column("region_code", Text, nullable=False, comment="Where it was issued, GB/T 2260"),
    Column("is_subsidised", Boolean, nullable=False, comment="A training subsidy was paid for it there"),
    Column("authority_code", ForeignKey("authority.authority_code"), nullable=False, comment="Whose client said so"),
    Column("reported_by", Uuid, nullable=False),
    Column("reported_at", DateTime(timezone=True), nullable=False),
    one_of("kind", CertificateKind),
    CheckConstraint("region_code ~ '^[0-9]{6}$'", name="region_code_known"),
    comment="Certificates of other regions as the national platform reports them, append-only; by document hash",
)

certificate_number = table(
    "certificate_number",
    Column("issuer", Text, primary_key=True, comment="The authority of the class, or the region of one from elsewhere"),
    Column("kind", Text, primary_key=True),
    Column("number", Text, primary_key=True, comment="Without spaces, in upper case"),
    Column("document_hash", LargeBinary, nullable=False, comment="Keyed hash of the holder's identity document"),
    comment="Whose each certificate number is: one person's for each issuer and kind; distributed by issuer",
)

certificate_lookup = table(
    "certificate_lookup",
    Column("lookup_hash", LargeBinary, primary_key=True, comment="Keyed hash of number and name together"),
    Column("kind", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("occupation", Text),
    Column("level", Text),
    comment="What the public may learn of a certificate whose number and name it knows; by lookup hash",
)
