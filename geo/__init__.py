"""Where is the phone, really? A pure library of positions, fences and the judgement between them."""

from geo.area import Area
from geo.coordinates import Datum, InvalidPosition, InvalidValue, Mistake, Position, mistake_in
from geo.datum import convert, convert_many
from geo.fence import Circle, Fence, InvalidFence
from geo.fix import ANDROID_CONFIDENCE, UNDOCUMENTED_CONFIDENCE, WEB_CONFIDENCE, Fix, InvalidFix
from geo.geodesic import displaced, distance_m, distances_m
from geo.locate import Location, Locations, Outcome, locate, locate_many
from geo.plan import plan_svg
from geo.plausibility import Limits, Signal, SignalKind, Weight, plausible, travel_speed_mps
from geo.projected import from_projected
from geo.suspicion import Suspect, Suspicion, datum_suspicion
from geo.union import Union

__all__ = [
    "ANDROID_CONFIDENCE",
    "UNDOCUMENTED_CONFIDENCE",
    "WEB_CONFIDENCE",
    "Area",
    "Circle",
    "Datum",
    "Fence",
    "Fix",
    "InvalidFence",
    "InvalidFix",
    "InvalidPosition",
    "InvalidValue",
    "Limits",
    "Location",
    "Locations",
    "Mistake",
    "Outcome",
    "Position",
    "Signal",
    "SignalKind",
    "Suspect",
    "Suspicion",
    "Union",
    "Weight",
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
    "travel_speed_mps",
]
