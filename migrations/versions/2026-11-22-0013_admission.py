"""Classes offered to the public, applications for a place, and the decisions on them."""

from alembic import op

from migrations.columns import belongs_to, check, integer, moment, one_of, text, texts, uuid

revision = "admission"
down_revision = "rooms"


def upgrade() -> None:
    op.create_table(
        "class_offer",
        uuid("class_id", key=True),
        integer("places"),
        uuid("offered_by"),
        moment("offered_at"),
        check("places_sane", "places BETWEEN 0 AND 1000"),
        belongs_to("training_class", "class_id"),
        comment="Classes offered to the public, with their places (招生)",
    )
    op.create_table(
        "class_application",
        uuid("trainee_id", key=True),
        uuid("application_id", key=True),
        uuid("class_id"),
        uuid("voucher_id"),
        text("voucher_kind"),
        texts("declared", "Conditions the person declared to meet with it (MP-11)"),
        moment("applied_at"),
        one_of("voucher_kind", "general targeted"),
        belongs_to("voucher", "trainee_id", "voucher_id"),
        comment="Applications for a place in a class (报名申请), append-only",
    )
    op.create_index("class_application_class_idx", "class_application", ["class_id", "application_id"])
    op.create_index("class_application_id_idx", "class_application", ["application_id"])
    op.create_table(
        "application_decision",
        uuid("trainee_id", key=True),
        uuid("application_id", key=True),
        integer("ordinal", "The highest stands; two at once collide", key=True),
        text("state"),
        text("reason", optional=True),
        uuid("decided_by", "Staff of the institution, or the person; empty: by the order of waiting", optional=True),
        moment("decided_at"),
        moment("offered_until", "Until when a place that became free can be taken", optional=True),
        one_of("state", "waiting_list accepted refused withdrawn place_offered place_taken lapsed"),
        check("refusal_has_reason", "state <> 'refused' OR reason IS NOT NULL"),
        check("offer_has_an_end", "(state = 'place_offered') = (offered_until IS NOT NULL)"),
        belongs_to("class_application", "trainee_id", "application_id"),
        comment="What the institution said to each application, or that it was withdrawn, append-only",
    )
