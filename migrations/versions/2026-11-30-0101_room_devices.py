"""Devices at sites are named, measured, confirmed by a second person and watched."""

from alembic import op

from migrations.columns import big, binary, double, integer, moment, one_of, text, uuid

revision = "room_devices"
down_revision = "proposals"

_FIX = ("longitude", "latitude", "datum", "accuracy_m")
_DATUMS = "wgs84 cgcs2000 gcj02 bd09"


def upgrade() -> None:
    op.add_column("terminal", text("name", "Such as 一楼门口", default="''"))
    op.add_column(
        "terminal", text("document_number", "文号; none of devices entered before it was asked for", optional=True)
    )
    op.add_column("terminal", text("reason", optional=True))
    where = "Where it stood when it was entered, in `datum`; none when nobody measured"
    op.add_column("terminal", double("longitude", where, optional=True))
    op.add_column("terminal", double("latitude", optional=True))
    op.add_column("terminal", text("datum", optional=True))
    op.add_column("terminal", double("accuracy_m", optional=True))
    op.create_check_constraint("fix_whole", "terminal", f"num_nonnulls({', '.join(_FIX)}) IN (0, 4)")
    op.create_check_constraint("datum_known", "terminal", f"datum IN ({', '.join(map(repr, _DATUMS.split()))})")
    op.create_index("terminal_site_idx", "terminal", ["site_id"])
    op.execute(
        "COMMENT ON TABLE terminal IS "
        "'Devices fixed at a site: displays, and card terminals (社保卡终端) once confirmed'"
    )
    op.create_table(
        "terminal_confirmation",
        uuid("terminal_id", key=True, of="terminal.terminal_id"),
        uuid("confirmed_by", "Another person of the authority than who entered it"),
        moment("confirmed_at"),
        comment="The second person's word, without which a device reads no cards, append-only",
    )
    op.create_table(
        "terminal_pairing",
        uuid("terminal_id", key=True),
        binary("code_hash", "Keyed hash of the digits on its screen", unique=True),
        binary("public_key"),
        double("longitude", "Its own fix, in `datum`"),
        double("latitude"),
        text("datum"),
        double("accuracy_m"),
        moment("offered_at"),
        one_of("datum", _DATUMS),
        comment="Devices that wait to be entered by the digits they show; gone after minutes",
    )
    _watched()


def _watched() -> None:
    op.create_table(
        "terminal_sighting",
        uuid("terminal_id", key=True, of="terminal.terminal_id"),
        moment("seen_at"),
        double("distance_m", "Of its latest usable fix from the site; none before it had one", optional=True),
        double("accuracy_m", optional=True),
        double("moved_m", "From where it stood when it was entered; none when nobody measured that", optional=True),
        moment("away_since", "Its latest fix lies elsewhere: it shows no code", optional=True),
        integer("clock_ahead_s", "By how much its clock ran ahead of ours", optional=True),
        comment="The latest word of each device at a site; the earlier ones are not kept",
    )
    op.create_table(
        "terminal_departure",
        uuid("terminal_id", key=True, of="terminal.terminal_id"),
        moment("found_at", key=True),
        double("distance_m", "From the site"),
        double("accuracy_m"),
        comment="Each time that a device was found elsewhere than at its site, append-only",
    )
    op.create_table(
        "terminal_pace",
        uuid("terminal_id", key=True, of="terminal.terminal_id"),
        big("statements", "Of cards that its key has signed"),
        moment("last_at", "The next one takes a person's time from here"),
        double("shortest_s", "Between two of them; none while there was one", optional=True),
        integer("clock_ahead_s", "By how much its clock ran ahead of ours", optional=True),
        comment="How many statements each terminal has made and how fast; a counter beside the attempts",
    )
