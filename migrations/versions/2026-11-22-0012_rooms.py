"""Rooms: displays and terminals as they are seen, fences that move with classes, suspicions of sites."""

from alembic import op

from migrations.columns import big, boolean, check, day, double, integer, moment, one_of, text, uuid

revision = "rooms"
down_revision = "checkin"


def upgrade() -> None:
    _rooms()
    _fences()


def _rooms() -> None:
    op.create_table(
        "session_display",
        uuid("session_id", key=True, of="class_session.session_id"),
        integer("ordinal", "The highest shows the code", key=True),
        uuid("terminal_id", of="terminal.terminal_id"),
        moment("taken_at"),
        double("distance_m", "Of its own fix from the site"),
        double("accuracy_m"),
        comment="Which device at the site shows the classroom code of a session, append-only",
    )
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


def _fences() -> None:
    op.create_table(
        "moving_fence",
        uuid("session_id", key=True, of="class_session.session_id"),
        uuid("fence_id", key=True),
        double("longitude", "As measured, in `datum`"),
        double("latitude", "As measured, in `datum`"),
        text("datum"),
        double("radius_m", "The site's effective radius and the fix's own accuracy"),
        uuid("placed_by", "The instructor, or the device that went along"),
        moment("placed_at", "It holds for attempts received from then on"),
        boolean("by_device", "A device entered for the site", default="false"),
        double("distance_m", "From the site's point; none before it was kept", optional=True),
        check("on_earth", "longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90"),
        one_of("datum", "wgs84 cgcs2000 gcj02 bd09"),
        check("radius_positive", "radius_m > 0"),
        comment="Fences of classes approved to be held away from the site, by device or instructor, append-only",
    )
    op.create_index("moving_fence_latest_idx", "moving_fence", ["session_id", "placed_at"])
    op.create_table(
        "fence_witness",
        uuid("session_id", key=True),
        uuid("fence_id", key=True),
        uuid("trainee_id", "Whose own phone measured that it lay inside", key=True),
        comment="Who of the class bears an instructor's moving fence out, append-only; distributed by session",
    )
    op.create_table(
        "site_suspicion",
        uuid("site_id", key=True, of="site.site_id"),
        integer("place_ordinal", "Which place of the site; a corrected one starts clean", key=True),
        day("found_on", key=True),
        text("suspect", "Whose datum is wrong"),
        text("declared"),
        text("actual"),
        double("longitude", "Where the site belongs, in `datum`"),
        double("latitude", "Where the site belongs, in `datum`"),
        text("datum"),
        double("displacement_m", "How far such a mix-up moves a position there"),
        double("residual_m", "How far the middle of the fixes lies from its prediction"),
        double("limit_m", "How far it might lie by chance"),
        integer("people", "How many people's fixes it rests on"),
        one_of("suspect", "site fixes"),
        comment="Datum mix-ups that the nightly examination suspects; a proposal for people to check, no personal data",
    )
