"""Classes and sessions are reference data; registrations, assessments and certificates belong to the trainee."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from checkin_service.kit.database import metadata

training_class = Table(
    "training_class",
    metadata,
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
    Column(
        "teaching",
        JSONB,
        nullable=False,
        server_default=text("'[]'"),
        comment="Both legs of a mixed training: delivery, institution, share in percent; approved with the opening",
    ),
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
    CheckConstraint("state IN ('applied', 'open', 'completion_applied', 'completed', 'rejected')", name="state_known"),
    CheckConstraint("total_hours > 0", name="hours_positive"),
    CheckConstraint("jsonb_array_length(teaching) IN (0, 2)", name="both_legs_or_none"),
    CheckConstraint("cardinality(proofs) >= 2 AND proofs <> ARRAY['face']", name="never_face_only"),
    Index("training_class_institution_idx", "institution_id"),
    Index("training_class_supervising_idx", "supervising_authority"),
    Index("training_class_paying_idx", "paying_authority"),
    comment="Classes (班期)",
)

class_session = Table(
    "class_session",
    metadata,
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
    CheckConstraint("delivery IN ('offline', 'online', 'self_paced')", name="delivery_known"),
    CheckConstraint("part IN ('theory', 'practice')", name="part_known"),
    CheckConstraint("class_hours BETWEEN 1 AND 24", name="hours_sane"),
    UniqueConstraint("class_id", "ordinal"),
    comment="Sessions (课次) of the timetable (课程表)",
)

plan_change = Table(
    "plan_change",
    metadata,
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
    CheckConstraint("kind IN ('cancelled', 'moved', 'made_up', 'added')", name="kind_known"),
    # The history of a class.
    Index("plan_change_class_idx", "class_id", "change_id"),
    comment="Changes of approved plans by the authority's approval, append-only",
)

registration = Table(
    "registration",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", ForeignKey(training_class.c.class_id), primary_key=True),
    Column("voucher_kind", Text, nullable=False, comment="What the roster asks for: general or targeted"),
    Column("voucher_id", Uuid, comment="Set when the voucher is put to use in this class"),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("withdrawal_reason", Text),
    CheckConstraint("voucher_kind IN ('general', 'targeted')", name="voucher_kind_known"),
    ForeignKeyConstraint(["trainee_id"], ["trainee.trainee_id"]),
    # The roster of a class.
    Index("registration_class_idx", "class_id"),
    comment="Registrations (报名)",
)

assessment = Table(
    "assessment",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("class_id", Uuid, primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="A resit is a new row; the highest counts"),
    Column("part", Text, comment="Theory or practice alone; absent: the whole"),
    Column("passed", Boolean, nullable=False),
    Column("score", Text, comment="As the institution states it"),
    Column("assessed_on", Date, nullable=False),
    Column("entered_by", Uuid, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("part IN ('theory', 'practice')", name="part_known"),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    comment="Assessment results (考核), append-only",
)

certificate = Table(
    "certificate",
    metadata,
    Column("trainee_id", Uuid, primary_key=True),
    Column("certificate_number", Text, primary_key=True),
    Column("class_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("entered_by", Uuid, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    CheckConstraint(
        "kind IN ('qualification', 'skill_level', 'special_ability', 'special_operation', 'training_completion')",
        name="kind_known",
    ),
    ForeignKeyConstraint(["trainee_id", "class_id"], ["registration.trainee_id", "registration.class_id"]),
    comment="Training certificates (培训证书), append-only",
)

certificate_elsewhere = Table(
    "certificate_elsewhere",
    metadata,
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
    CheckConstraint(
        "kind IN ('qualification', 'skill_level', 'special_ability', 'special_operation', 'training_completion')",
        name="kind_known",
    ),
    CheckConstraint("region_code ~ '^[0-9]{6}$'", name="region_code_known"),
    comment="Certificates of other regions as the national platform reports them, append-only; by document hash",
)

certificate_lookup = Table(
    "certificate_lookup",
    metadata,
    Column("lookup_hash", LargeBinary, primary_key=True, comment="Keyed hash of number and name together"),
    Column("kind", Text, nullable=False),
    Column("issued_on", Date, nullable=False),
    Column("occupation", Text),
    Column("level", Text),
    comment="What the public may learn of a certificate whose number and name it knows; by lookup hash",
)
