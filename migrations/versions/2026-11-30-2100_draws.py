"""Draws with their seeds as facts of the public log, inspections' own among them."""

from alembic import op

from migrations.columns import belongs_to, binary, json, moment, one_of, text, uuid, uuids
from migrations.log import announce

revision = "draws"
down_revision = "performance"


def upgrade() -> None:
    op.create_table(
        "draw",
        text("authority_code", key=True, of="authority.authority_code"),
        uuid("draw_id", key=True),
        text("purpose"),
        json("terms", "How many are drawn: so many, or so many per cent"),
        binary("commitment", "SHA-256 of the seed, in the log before the draw"),
        binary("seed_sealed", "Sealed: nobody reads it before it is revealed"),
        moment("committed_at"),
        one_of("purpose", "inspection checks second_look"),
        comment="Draws (随机抽取), committed to before, append-only; distributed by authority",
    )
    op.create_index("draw_purpose_idx", "draw", ["authority_code", "purpose", "committed_at"])
    op.create_table(
        "draw_reveal",
        text("authority_code", key=True),
        uuid("draw_id", "Once: of two one is refused", key=True),
        binary("seed"),
        uuids("population", "What it drew from, in the order of the ids"),
        uuids("drawn", "What it drew; anybody computes it again"),
        moment("revealed_at"),
        belongs_to("draw", "authority_code", "draw_id"),
        comment="Seeds of draws and what they drew from, append-only; distributed by authority",
    )
    for table in ("draw", "draw_reveal"):
        announce(table, "authority_code, draw_id, 0")
    _take_over()
    op.drop_table("inspection_reveal")
    for column in ("commitment", "seed_sealed", "count", "committed_at"):
        op.drop_column("inspection_draw", column)
    op.create_table_comment(
        "inspection_draw",
        "What draws of classes are for (随机抽取), append-only; hash and seed are those of the draw",
        existing_comment="Draws of inspections (随机抽取), committed to before, append-only",
    )


def _take_over() -> None:
    """Draws from before enter the log now, dated now: only from now on it vouches for them. The trail has their days."""
    op.execute("""
        INSERT INTO draw (authority_code, draw_id, purpose, terms, commitment, seed_sealed, committed_at)
        SELECT authority_code, draw_id, 'inspection', jsonb_build_object('count', count), commitment, seed_sealed, now()
        FROM inspection_draw
    """)
    op.execute("""
        INSERT INTO draw_reveal (authority_code, draw_id, seed, population, drawn, revealed_at)
        SELECT authority_code, draw_id, seed,
               ARRAY(SELECT each FROM unnest(population) AS each ORDER BY each),
               ARRAY(
                   SELECT each FROM unnest(population) AS each ORDER BY sha256(seed || uuid_send(each)) LIMIT count
               ),
               now()
        FROM inspection_reveal JOIN inspection_draw USING (draw_id)
    """)
