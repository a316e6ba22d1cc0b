"""Positions, fences and the judgement of a phone's fix between them; pure, without I/O."""

from geo.area import Area
from geo.coordinates import Datum, InvalidPosition, InvalidValue, Mistake, Position, mistake_in
from geo.datum import convert, convert_many
from geo.fence import Circle, Fence, InvalidFence
from geo.fix import ANDROID_CONFIDENCE, UNDOCUMENTED_CONFIDENCE, WEB_CONFIDENCE, Fix, InvalidFix
from geo.geodesic import bearing_degrees, displaced, distance_m, distances_m
from geo.locate import Ground, Location, Locations, Outcome, locate, locate_many, rests_on_label
from geo.plan import plan_svg
from geo.plausibility import Limits, Signal, SignalKind, Weight, plausible, travel_speed_mps
from geo.projected import from_projected
from geo.rule import PLATFORM_CONFIDENCE, LocationRule
from geo.sketch import Sketch, sketch_of
from geo.suspicion import Suspect, Suspicion, datum_suspicion, readings
from geo.tiles import TILE_PX, Tile, tiles_around, zoom_at
from geo.underlay import Pinned, Underlay
from geo.union import Union

__all__ = [
    "ANDROID_CONFIDENCE",
    "PLATFORM_CONFIDENCE",
    "TILE_PX",
    "UNDOCUMENTED_CONFIDENCE",
    "WEB_CONFIDENCE",
    "Area",
    "Circle",
    "Datum",
    "Fence",
    "Fix",
    "Ground",
    "InvalidFence",
    "InvalidFix",
    "InvalidPosition",
    "InvalidValue",
    "Limits",
    "Location",
    "LocationRule",
    "Locations",
    "Mistake",
    "Outcome",
    "Pinned",
    "Position",
    "Signal",
    "SignalKind",
    "Sketch",
    "Suspect",
    "Suspicion",
    "Tile",
    "Underlay",
    "Union",
    "Weight",
    "bearing_degrees",
    "convert",
    "convert_many",
    "datum_suspicion",
    "displaced",
    "distance_m",
    "distances_m",
    "from_projected",
    "locate",
    "locate_many",
    "mistake_in",
    "plan_svg",
    "plausible",
    "readings",
    "rests_on_label",
    "sketch_of",
    "tiles_around",
    "travel_speed_mps",
    "zoom_at",
]
