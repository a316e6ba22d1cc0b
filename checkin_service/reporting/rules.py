"""Pure decisions about reports: their order and ids, how long to rest, and where two sides differ."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.ids import derived_id
from checkin_service.reporting.model import (
    DifferenceKind,
    Fact,
    FactKey,
    Line,
    Report,
    ReportKind,
    RuledSwitch,
    Tally,
)
from checkin_service.voucher.model.vouchers import VoucherState
from checkin_service.voucher.rules import DEAD

RANKS: Mapping[ReportKind, int] = {kind: rank for rank, kind in enumerate(ReportKind)}
"""What goes first where nothing else decides: the order in which the kinds are written down."""

_FIRST_REST_S = 5.0
_LONGEST_REST_S = 900.0


def report_id_of(authority_code: str, key: FactKey) -> UUID:
    """The stable id of a fact's report: the same fact makes the same one, wherever and whenever it is noted.

    >>> key = FactKey(ReportKind.TEMPLATE, None, UUID(int=7), "1")
    >>> report_id_of("330600", key) == report_id_of("330600", key)
    True
    >>> report_id_of("330600", key) == report_id_of("330602", key)
    False
    """
    return derived_id(key.object_id, authority_code, key.kind, key.trainee_id, key.part)


def revised(key: FactKey, revision: int) -> FactKey:
    """The key of a fact's n-th report: it goes up again whenever what both sides must agree on has changed.

    >>> key = FactKey(ReportKind.TRAINING_CLASS, None, UUID(int=7))
    >>> revised(key, 1) == key, revised(key, 2).part, first_of(revised(key, 2)) == key
    (True, '~2', True)
    """
    return key if revision == 1 else key._replace(part=f"{key.part}~{revision}")


def first_of(key: FactKey) -> FactKey:
    """The key of the fact itself, of which this may be a later report."""
    part, _, revision = key.part.rpartition("~")
    return key._replace(part=part) if revision.isdigit() and "~" in key.part else key


def reports_of(authority_code: str, facts: Iterable[Fact], known: Mapping[UUID, str], *, at: datetime) -> list[Report]:
    """Reports of facts that nobody has noted yet, or that say something else now than when they were noted last.

    `known` is what is noted of them, by id, with its value. A report rests only on facts that are themselves to go
    up; a later one rests on the one before.
    """
    by_id = {report_id_of(authority_code, fact.key): fact for fact in facts}
    owed = by_id.keys() | known.keys()
    new = []
    for fact in by_id.values():
        ids = [report_id_of(authority_code, revised(fact.key, 1))]
        while ids[-1] in known:
            ids.append(report_id_of(authority_code, revised(fact.key, len(ids) + 1)))
        *before, report_id = ids
        if before and known[before[-1]] == fact.value:
            continue
        grounds = {each for key in fact.rests_on if (each := report_id_of(authority_code, key)) in owed}
        key = revised(fact.key, len(ids))
        new.append(
            Report(
                authority_code=authority_code,
                report_id=report_id,
                kind=key.kind,
                trainee_id=key.trainee_id,
                object_id=key.object_id,
                part=key.part,
                value=fact.value,
                day=day_of(at if before else fact.happened_at),
                rests_on=tuple(sorted(grounds | set(before[-1:]))),
                noted_at=at,
            )
        )
    return new


def lives(states: Iterable[VoucherState]) -> bool:
    """Whether one of somebody's vouchers can still be used, is in use, or waits to be paid (MP-19).

    >>> lives([VoucherState.EXPIRED, VoucherState.WRITTEN_OFF]), lives([VoucherState.USED])
    (False, True)
    """
    return any(each not in DEAD for each in states)


def rest_after(failures: int) -> timedelta:
    """How long the courier rests after the platform could not be reached, again and again.

    >>> rest_after(1), rest_after(3), rest_after(50)
    (datetime.timedelta(seconds=5), datetime.timedelta(seconds=20), datetime.timedelta(seconds=900))
    """
    return timedelta(seconds=min(_FIRST_REST_S * 2.0 ** (min(failures, 20) - 1), _LONGEST_REST_S))


def is_on(switches: Iterable[RuledSwitch]) -> bool:
    """Whether an authority's facts go up: the latest decision that holds says so; without one they do not."""
    holding = [each for each in switches if each.holds]
    return bool(holding) and max(holding, key=lambda each: (each.ruled_at or each.asked_at, each.switch_id)).is_on


def tally_of(lines: Iterable[Line]) -> Tally:
    """Count and digest of a day's facts of one kind, the same whatever their order.

    >>> one, other = Line(UUID(int=1), "a"), Line(UUID(int=2), "b")
    >>> tally_of([one, other]) == tally_of([other, one])
    True
    >>> tally_of([])
    Tally(count=0, digest='')
    """
    written = sorted(f"{line.report_id}\t{line.value}\n" for line in lines)
    return Tally(len(written), sha256("".join(written).encode()).hexdigest() if written else "")


_Found = tuple[UUID, DifferenceKind, str | None, str | None]


def differences_between(ours: Iterable[Line], theirs: Iterable[Line]) -> list[_Found]:
    """Where two sides differ about a day's facts of one kind: report, how, our value, their value."""
    here, there = dict(ours), dict(theirs)
    missing: list[_Found] = [
        (each, DifferenceKind.MISSING_THERE, here[each], None) for each in here.keys() - there.keys()
    ]
    unknown: list[_Found] = [
        (each, DifferenceKind.UNKNOWN_HERE, None, there[each]) for each in there.keys() - here.keys()
    ]
    differing: list[_Found] = [
        (each, DifferenceKind.VALUES_DIFFER, here[each], there[each])
        for each in here.keys() & there.keys()
        if here[each] != there[each]
    ]
    return sorted([*missing, *unknown, *differing], key=lambda each: each[:2])


def difference_id_of(report_id: UUID, kind: DifferenceKind, ours: str | None, theirs: str | None) -> UUID:
    """The same difference found again is the same one; another value is another."""
    return derived_id(report_id, kind, ours, theirs)
