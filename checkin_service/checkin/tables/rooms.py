"""Devices in rooms: who shows a session's code, where each device is and how fast it speaks; and moving fences."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Double,
    ForeignKey,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)

from checkin_service.kit.database import one_of, table
from geo.coordinates import Datum

session_display = table(
    "session_display",
    Column("session_id", ForeignKey("class_session.session_id"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, comment="The highest shows the code"),
    Column("terminal_id", ForeignKey("terminal.terminal_id"), nullable=False),
    Column("taken_at", DateTime(timezone=True), nullable=False),
    Column("distance_m", Double, nullable=False, comment="Of its own fix from the site"),
    Column("accuracy_m", Double, nullable=False),
    comment="Which device at the site shows the classroom code of a session, append-only",
)

terminal_sighting = table(
    "terminal_sighting",
    Column("terminal_id", ForeignKey("terminal.terminal_id"), primary_key=True),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("distance_m", Double, comment="Of its latest usable fix from the site; none before it had one"),
    Column("accuracy_m", Double),
    Column("moved_m", Double, comment="From where it stood when it was entered; none when nobody measured that"),
    Column("away_since", DateTime(timezone=True), comment="Its latest fix lies elsewhere: it shows no code"),
    Column("clock_ahead_s", Integer, comment="By how much its clock ran ahead of ours"),
    comment="The latest word of each device at a site; the earlier ones are not kept",
)

terminal_departure = table(
    "terminal_departure",
    Column("terminal_id", ForeignKey("terminal.terminal_id"), primary_key=True),
    Column("found_at", DateTime(timezone=True), primary_key=True),
    Column("distance_m", Double, nullable=False, comment="From the site"),
    Column("accuracy_m", Double, nullable=False),
    comment="Each time that a device was found elsewhere than at its site, append-only",
)

terminal_pace = table(
    "terminal_pace",
    Column("terminal_id", ForeignKey("terminal.terminal_id"), primary_key=True),
    Column("statements", BigInteger, nullable=False, comment="Of cards that its key has signed"),
    Column("last_at", DateTime(timezone=True), nullable=False, comment="The next one takes a person's time from here"),
    Column("shortest_s", Double, comment="Between two of them; none while there was one"),
    Column("clock_ahead_s", Integer, comment="By how much its clock ran ahead of ours"),
    comment="How many statements each terminal has made and how fast; a counter beside the attempts",
)

moving_fence = table(
    "moving_fence",
    Column("session_id", ForeignKey("class_session.session_id"), primary_key=True),
    Column("fence_id", Uuid, primary_key=True),
    Column("longitude", Double, nullable=False, comment="As measured, in `datum`"),
    Column("latitude", Double, nullable=False, comment="As measured, in `datum`"),
    Column("datum", Text, nullable=False),
    Column("radius_m", Double, nullable=False, comment="The site's effective radius and the fix's own accuracy"),
    Column("placed_by", Uuid, nullable=False, comment="The instructor, or the device that went along"),
    Column("by_device", Boolean, nullable=False, server_default=text("false"), comment="A device entered for the site"),
    Column("distance_m", Double, comment="From the site's point; none before it was kept"),
    Column("placed_at", DateTime(timezone=True), nullable=False, comment="It holds for attempts received from then on"),
    CheckConstraint("longitude BETWEEN -180 AND 180 AND latitude BETWEEN -90 AND 90", name="on_earth"),
    one_of("datum", Datum),
    CheckConstraint("radius_m > 0", name="radius_positive"),
    # The latest one holds.
    Index("moving_fence_latest_idx", "session_id", "placed_at"),
    comment="Fences of classes approved to be held away from the site, by device or instructor, append-only",
)

fence_witness = table(
    "fence_witness",
    Column("session_id", Uuid, primary_key=True),
    Column("fence_id", Uuid, primary_key=True),
    Column("trainee_id", Uuid, primary_key=True, comment="Whose own phone measured that it lay inside"),
    comment="Who of the class bears an instructor's moving fence out, append-only; distributed by session",
)
