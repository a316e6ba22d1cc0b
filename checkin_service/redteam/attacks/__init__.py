"""The attacks, by what they forge: the place, the room's code, the person, the machine or the time."""

from checkin_service.redteam.attacks import machines, people, places, rooms, times
from checkin_service.redteam.attacks.kinds import Attack, Grade, Scene

ATTACKS: tuple[Attack, ...] = (
    *places.ATTACKS,
    *rooms.ATTACKS,
    *people.ATTACKS,
    *machines.ATTACKS,
    *times.ATTACKS,
)

NEVER_IN_FULL = frozenset(
    {
        "wrong_accuracy",
        "wide_disc",
        "wide_disc_nearby",
        "remote_code",
        "remote_code_in_class",
        "forwarded_bare_qr",
        "forwarded_qr",
        "forwarded_qr_with_fix",
        "terminal_script",
        "terminal_script_paced",
        "foreign_binding",
        "foreign_binding_at_desk",
        "true_in_other_datum",
        "offline_from_home",
        "offline_by_told_beacon",
        "offline_two_days_late",
        "datum_shopping",
    }
)
"""Attacks that a release must not let through as class A or B at all."""

ALWAYS_REFUSED = frozenset({"true_nearby", "true_far"})
"""A truthful fix elsewhere, which no code makes better."""

__all__ = ["ALWAYS_REFUSED", "ATTACKS", "NEVER_IN_FULL", "Attack", "Grade", "Scene"]
