"""Records a class is opened and joined by: briefings, checks at registration, qualifications of institutions."""

from alembic import op

from migrations.columns import belongs_to, check, day, moment, one_of, text, texts, uuid

revision = "class_steps"
down_revision = "late_arrivals"


def upgrade() -> None:
    op.create_table(
        "institution_qualification",
        uuid("qualification_id", key=True),
        uuid("institution_id", of="institution.institution_id"),
        text("kind", "What it is: 职业培训学校, 技工院校 or another"),
        text("licence_number", "办学许可证号"),
        day("valid_from"),
        day("valid_until", "The last day; empty: open", optional=True),
        uuid("approved_by"),
        moment("approved_at"),
        one_of("kind", "vocational_school technical_school enterprise other"),
        check("days_in_order", "valid_until >= valid_from"),
        comment="What institutions are and are licensed for, as their authority examined it, append-only",
    )
    op.create_index("institution_qualification_institution_idx", "institution_qualification", ["institution_id"])
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
