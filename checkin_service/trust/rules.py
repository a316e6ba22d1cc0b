"""Rules of looks at classes: what signals are given, when an authority sees anything, what has been dealt with."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from checkin_service.signals import evidence
from checkin_service.signals.calibration import Table
from checkin_service.signals.checks import COUNTED_BY, check_readings
from checkin_service.signals.model import (
    LESSONS_TOGETHER,
    OF_CHECKS,
    VERSIONS,
    Checks,
    Floats,
    Integers,
    Lessons,
    Reading,
    SignalKind,
)
from checkin_service.signals.readings import readings
from checkin_service.trust.model import (
    BoundIn,
    DueClass,
    Found,
    Look,
    RiskStep,
    RiskStepKind,
    SignalNote,
    SignalRecord,
    SignIn,
)

ARRIVES_WITHIN = timedelta(hours=24)
"""What was made without a network counts until then, so that a lesson is over for us only afterwards."""
_LATE = timedelta(minutes=2)
"""What arrives later than that after it was made tells the moment of its delivery and not of the person."""
_LEARNS_FROM = 5
_LASTS_AT_MOST = timedelta(hours=1)
"""A check, whoever has however long."""


def is_due(lessons: int, looked: int) -> bool:
    """Whether the lessons of another look are over.

    >>> is_due(4, 0), is_due(5, 0), is_due(9, 5), is_due(10, 5)
    (False, True, False, True)
    """
    return lessons - looked >= LESSONS_TOGETHER


def has_new_checks(due: DueClass) -> bool:
    """Whether a check was held since what the latest look could know."""
    return due.checked_at is not None and (
        due.looked_at is None or due.checked_at > due.looked_at - ARRIVES_WITHIN - _LASTS_AT_MOST
    )


def lessons_of(sign_ins: Sequence[SignIn], bindings: Iterable[BoundIn]) -> Lessons:
    """What signals are given of a class: moments alone, people as columns in an order that says nothing."""
    people = {trainee: column for column, trainee in enumerate(sorted({each.trainee_id for each in sign_ins}))}
    sessions = {session: row for row, session in enumerate(sorted({each.session_id for each in sign_ins}))}
    at_s = np.full((len(sessions), len(people)), np.nan)
    code_age_s, by_card = np.full_like(at_s, np.nan), np.zeros(at_s.shape, dtype=bool)
    for each in sign_ins:
        if abs(each.received_at - each.captured_at) > _LATE:
            continue
        spot = sessions[each.session_id], people[each.trainee_id]
        at_s[spot] = (each.received_at - each.starts_at).total_seconds()
        by_card[spot] = each.sender.startswith("terminal:")
        if each.code_age_ms is not None:
            code_age_s[spot] = each.code_age_ms / 1000
    bound_at_s, bound_in = _bound(people, [each for each in bindings if each.trainee_id in people])
    return Lessons(at_s=at_s, code_age_s=code_age_s, by_card=by_card, bound_at_s=bound_at_s, bound_in=bound_in)


def _bound(people: Mapping[UUID, int], bindings: Sequence[BoundIn]) -> tuple[Floats, Integers]:
    at_s: Floats = np.full(len(people), np.nan)
    where: Integers = np.full(len(people), -1, dtype=np.int64)
    first = min((each.bound_at for each in bindings), default=None)
    places: dict[tuple[bytes, str], int] = {}
    for each in bindings:
        if first is None or each.network_hash is None or each.agent_family is None:
            continue
        column = people[each.trainee_id]
        at_s[column] = (each.bound_at - first).total_seconds()
        where[column] = places.setdefault((each.network_hash, each.agent_family), len(places))
    return at_s, where


def notes_of(lessons: Lessons, table: Table, found: Sequence[Found] = ()) -> list[SignalNote]:
    """What each signal says, beside how often honest classes look at least so odd."""
    return [_note(kind, reading, lessons.people, table, found) for kind, reading in readings(lessons).items()]


def _note(kind: SignalKind, reading: Reading, people: int, table: Table, found: Sequence[Found]) -> SignalNote:
    p = learned(kind, reading.score, table.p_value(kind, reading.score, people=people), table, found)
    return SignalNote(kind=kind, version=VERSIONS[kind], p=p, figures=reading.figures, score=reading.score)


def learned(kind: SignalKind, score: float, p: float, table: Table, found: Sequence[Found]) -> float:
    """The share of honest classes so odd, with those among them at which somebody went and found nothing.

    They count by how many more they are than the classes so odd where something was found, and from five on: one
    inspector who looks away makes no signal silent.
    """
    classes = {(each.class_id, each.kind) for each in found if _is_as_odd(each.notes, kind, score)}
    as_odd = Counter(each for _, each in classes)
    surplus = as_odd[RiskStepKind.IN_ORDER] - as_odd[RiskStepKind.WANTING]
    if surplus < _LEARNS_FROM:
        return p
    return min(1.0, (p * (table.classes + 1) + surplus) / (table.classes + 1 + surplus))


def _is_as_odd(notes: Iterable[SignalNote], kind: SignalKind, score: float) -> bool:
    return any(
        each.kind is kind and each.version == VERSIONS[kind] and each.score is not None and each.score >= score
        for each in notes
    )


def records_of(found: Iterable[Found]) -> list[SignalRecord]:
    """Of each signal that spoke up of an inspected class, what was found there."""
    spoke = {
        (each.class_id, note.kind, each.kind) for each in found for note in each.notes if note.p <= evidence.FALSE_ALARM
    }
    counted = Counter((signal, outcome) for _, signal, outcome in spoke)
    return [
        SignalRecord(
            kind=kind, in_order=counted[kind, RiskStepKind.IN_ORDER], wanting=counted[kind, RiskStepKind.WANTING]
        )
        for kind in SignalKind
        if any(signal is kind for signal, _ in counted)
    ]


def notes_of_checks(
    checks: Checks, earlier: Iterable[SignalNote], table: Table, found: Sequence[Found] = ()
) -> list[SignalNote]:
    """What signals of checks say now; each speaks again only when there is more to go by than when it last spoke."""
    said = {each.kind: each.figures[COUNTED_BY[each.kind]] for each in earlier if each.kind in OF_CHECKS}
    return [
        _note(kind, reading, people_of(checks), table, found)
        for kind, reading in check_readings(checks).items()
        if reading.figures[COUNTED_BY[kind]] > said.get(kind, 0)
    ]


def people_of(checks: Checks) -> int:
    """How many were checked at all."""
    return max([len(checks.missed), *(each.people for each in checks.rooms), *(each[0] for each in checks.heads)])


def latest_notes(looks: Iterable[Look]) -> list[SignalNote]:
    """Of looks at one class, oldest first, what each signal said last; the oddest first."""
    last = {note.kind: note for look in looks for note in look.notes}
    return sorted(last.values(), key=lambda each: each.p)


def evidence_of(looks: Sequence[Sequence[SignalNote]]) -> float:
    """Of all looks at a class together, oldest first."""
    return evidence.evidence([_p_values(each) for each in looks])


def _p_values(notes: Sequence[SignalNote]) -> dict[SignalKind, float]:
    return {each.kind: each.p for each in notes}


def may_name(looks: Sequence[Look], steps: Sequence[RiskStep]) -> bool:
    """Whether the authority is told who: the checks point at people, and an inspection planned on the list is open."""
    concluded = {each.inspection_id for each in steps if each.kind in (RiskStepKind.IN_ORDER, RiskStepKind.WANTING)}
    is_open = any(each.kind is RiskStepKind.INSPECTION and each.inspection_id not in concluded for each in steps)
    return is_open and any(
        each.kind is SignalKind.TOGETHER and each.p <= evidence.FALSE_ALARM for each in latest_notes(looks)
    )


def shown_from(first_look_at: datetime | None, shadow_days: int) -> datetime | None:
    """From when on an authority is shown its list; none before the first look."""
    return None if first_look_at is None else first_look_at + timedelta(days=shadow_days)


def is_closed(look: Look, steps: Iterable[RiskStep]) -> bool:
    """Whether somebody has dealt with what is known; a later look brings the class back."""
    return any(each.kind is RiskStepKind.CLOSED and each.look_number >= look.number for each in steps)


def to_look_at(looks: Sequence[Look], *, false_discovery_percent: int) -> list[Look]:
    """Of the latest looks of an authority's classes those to be listed, the oddest first."""
    chosen = evidence.listed([each.p for each in looks], false_discoveries=false_discovery_percent / 100)
    found = [each for each, is_chosen in zip(looks, chosen, strict=True) if is_chosen]
    return sorted(found, key=lambda each: (each.p, each.class_id))
