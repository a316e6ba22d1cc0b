"""Photographs of rooms and papers taken at visits of inspections."""

from alembic import op

from migrations.columns import belongs_to, binary, integer, moment, one_of, text, uuid

revision = "inspection_photo"
down_revision = "credit_of_hours"


def upgrade() -> None:
    op.create_table(
        "inspection_photo",
        uuid("photo_id", key=True),
        uuid("inspection_id"),
        integer("ordinal", "The visit at which it was taken"),
        text("shows"),
        binary("sealed", "Under the inspection's own key; empty once its time is over"),
        binary("digest", "SHA-256 of the file as the service drew it anew"),
        uuid("taken_by"),
        moment("taken_at"),
        one_of("shows", "room paper"),
        belongs_to("inspection_step", "inspection_id", "ordinal"),
        comment="Photographs of rooms and papers taken at visits, append-only",
    )
    op.create_index("inspection_photo_inspection_idx", "inspection_photo", ["inspection_id", "ordinal", "photo_id"])
