"""Who stands on which list of an authority, also those who were in its register before."""

from alembic import op

from migrations.columns import belongs_to, moment, text, uuid

revision = "listed_person"
down_revision = "transmittals"


def upgrade() -> None:
    op.create_table(
        "listed_person",
        uuid("trainee_id", key=True),
        text("authority_code", key=True),
        text("source", "As the list was called", key=True),
        moment("listed_at"),
        belongs_to("trainee", "trainee_id"),
        comment="Who stands on which list of an authority (名单), whoever entered them first, append-only",
    )
    op.create_index("listed_person_source_idx", "listed_person", ["authority_code", "source", "trainee_id"])
    # Who was in the register before a list named them is known to no table: of old lists, those they brought in.
    op.execute(
        "INSERT INTO listed_person (trainee_id, authority_code, source, listed_at) "
        "SELECT trainee_id, authority_code, source, entered_at FROM person_entry WHERE way = 'list'"
    )
