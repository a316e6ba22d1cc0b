"""Shares: what one person adds to the counters, from the facts as they stand."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.statistics.model import (
    DESK,
    NOBODY,
    Analysis,
    Cell,
    ClassSeen,
    FactSeen,
    LessonSeen,
    Measure,
    MoneySeen,
    PersonSeen,
    PlaceSeen,
    Share,
    VoucherSeen,
)
from checkin_service.voucher.model.ledger import TransferKind
from checkin_service.voucher.model.persons import FactKind
from checkin_service.voucher.model.vouchers import VoucherEvent
from checkin_service.voucher.rules import GRAPHS

_STEPS = MappingProxyType(
    {
        VoucherEvent.ISSUED: Measure.ISSUED,
        VoucherEvent.CLAIMED: Measure.CLAIMED,
        VoucherEvent.ACTIVATED: Measure.ACTIVATED,
        VoucherEvent.USED: Measure.USED,
        VoucherEvent.COMPLETED: Measure.COMPLETED,
        VoucherEvent.DISBURSED: Measure.PAID,
        VoucherEvent.WRITTEN_OFF: Measure.WRITTEN_OFF,
        VoucherEvent.RETURNED: Measure.RETURNED,
        VoucherEvent.EXCHANGED: Measure.EXCHANGED,
        VoucherEvent.EXPIRED: Measure.EXPIRED,
        VoucherEvent.VOIDED: Measure.VOIDED,
        VoucherEvent.CLAWED_BACK: Measure.CLAWED_BACK,
    }
)
_MONEY: Mapping[str, tuple[tuple[Measure, int], ...]] = MappingProxyType(
    {
        TransferKind.RESERVE: ((Measure.RESERVED_FEN, 1),),
        TransferKind.POST: ((Measure.PAYABLE_FEN, 1),),
        TransferKind.RETRACT: ((Measure.PAYABLE_FEN, -1),),
        TransferKind.RELEASE: ((Measure.RELEASED_FEN, 1),),
        TransferKind.DISBURSE: ((Measure.PAID_FEN, 1),),
        TransferKind.BOUNCE: ((Measure.PAID_FEN, -1),),
        TransferKind.CLAW_BACK: ((Measure.CLAWED_BACK_FEN, 1),),
    }
)
_JUDGED = MappingProxyType({"doubtful": Measure.DOUBTFUL, "refused": Measure.REFUSED})
_BANDS = ((25, "to_24"), (35, "25_34"), (45, "35_44"), (55, "45_54"))
_EMPLOYED = frozenset({FactKind.EMPLOYMENT, FactKind.LABOUR_CONTRACT, FactKind.EMPLOYMENT_REGISTRATION})
_SEEKING = frozenset({FactKind.UNEMPLOYMENT_REGISTRATION, FactKind.JOB_SEEKING_REGISTRATION})


def share_of(person: PersonSeen) -> Share:
    """The cells a person is counted in; a cell that comes to nothing is left out."""
    found: Counter[Cell] = Counter()
    for cell, value in _parts(person):
        found[cell] += value
    return {cell: value for cell, value in found.items() if value}


def difference(before: Share, after: Share) -> Share:
    """What is to be added to the counters so that they follow.

    >>> difference({}, {})
    {}
    """
    return {cell: change for cell in {**before, **after} if (change := after.get(cell, 0) - before.get(cell, 0))}


def month_of(day: date) -> date:
    """The first day of its month.

    >>> month_of(date(2026, 3, 31)).isoformat()
    '2026-03-01'
    """
    return day.replace(day=1)


def _parts(person: PersonSeen) -> Iterator[tuple[Cell, int]]:
    vouchers = {each.voucher_id: each for each in person.vouchers}
    for voucher in person.vouchers:
        for measure, at in _steps_of(voucher):
            yield _cell(person.classes, voucher, measure, _month(at)), 1
    for money in person.money:
        for measure, sign in _MONEY[money.kind]:
            yield _money_cell(person.classes, vouchers[money.voucher_id], money, measure), sign * money.amount_fen
    for place in person.places:
        voucher_or_none = vouchers.get(place.voucher_id) if place.voucher_id else None
        channel = voucher_or_none.channel if voucher_or_none else DESK
        for counted, month, value in _of_place(person, place):
            yield _place_cell(person.classes[place.class_id], place.kind, channel, counted, month), value


def _steps_of(voucher: VoucherSeen) -> Iterator[tuple[Measure, datetime]]:
    for step, at in voucher.steps.items():
        if step in _STEPS:
            yield _STEPS[VoucherEvent(step)], at
    # Where a person obtains a voucher by its issue (取得), it is claimed with that.
    if VoucherEvent.ISSUED in voucher.steps and not _is_claimed_apart(voucher.graph):
        yield Measure.CLAIMED, voucher.steps[VoucherEvent.ISSUED]


def _is_claimed_apart(graph: str) -> bool:
    return any(event is VoucherEvent.CLAIMED for _, event, _ in GRAPHS[graph].head)


def _of_place(person: PersonSeen, place: PlaceSeen) -> Iterator[tuple[str, date, int]]:
    for lesson in place.lessons:
        if not lesson.is_transferred:
            yield Measure.HOURS, _month(lesson.starts_at), lesson.hours
    for issued_on in place.certificates:
        yield Measure.CERTIFIED, month_of(issued_on), 1
    for decision, at in place.judged:
        if decision in _JUDGED:
            yield _JUDGED[decision], _month(at), 1
    if place.lessons and not place.is_withdrawn:
        yield from _trained(person, place, place.lessons)


def _trained(person: PersonSeen, place: PlaceSeen, lessons: Sequence[LessonSeen]) -> Iterator[tuple[str, date, int]]:
    """The person as one who was trained, and in one part of each analysis, as of the first lesson."""
    began_on = min(day_of(each.starts_at) for each in lessons)
    month = month_of(began_on)
    yield Measure.TRAINED, month, 1
    holding = {each.kind for each in person.facts if _holds(each, began_on)}
    asked = {each.kind for each in person.facts}
    is_of_enterprise = person.classes[place.class_id].is_of_enterprise
    for analysis, part in (
        (Analysis.AGE, age_band(person.born_on, on=began_on)),
        (Analysis.EMPLOYER, _employer(holding, asked, is_of_enterprise=is_of_enterprise)),
        (Analysis.INSURANCE, _insurance(holding, asked)),
        (Analysis.EMPLOYMENT, _employment(holding)),
    ):
        yield f"{analysis}:{part}", month, 1


def age_band(born_on: date | None, *, on: date) -> str:
    """The band of a person's whole years on a day.

    >>> age_band(date(2001, 3, 2), on=date(2026, 3, 1)), age_band(date(2001, 3, 2), on=date(2026, 3, 2))
    ('to_24', '25_34')
    """
    if born_on is None:
        return "unknown"
    years = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
    return next((name for below, name in _BANDS if years < below), "from_55")


def first_lessons(person: PersonSeen) -> list[date]:
    """The days as of which a person is counted as trained."""
    return [
        min(day_of(each.starts_at) for each in place.lessons)
        for place in person.places
        if place.lessons and not place.is_withdrawn
    ]


def cut_birth(born_on: date, trained_on: Sequence[date]) -> date:
    """The first day of the same year by which a person falls into the same bands: all that counting needs.

    >>> cut_birth(date(1990, 8, 30), []), cut_birth(date(1990, 8, 30), [date(2024, 3, 1)])
    (datetime.date(1990, 1, 1), datetime.date(1990, 1, 1))
    >>> cut_birth(date(1990, 8, 30), [date(2025, 3, 1)])
    datetime.date(1990, 3, 2)
    """
    first = date(born_on.year, 1, 1)
    days = (first + timedelta(days=number) for number in range((born_on - first).days + 1))
    return next(day for day in days if all(age_band(day, on=each) == age_band(born_on, on=each) for each in trained_on))


def _holds(fact: FactSeen, on: date) -> bool:
    return fact.holds and fact.since <= on and (fact.until is None or on <= fact.until)


def _employer(holding: set[str], asked: set[str], *, is_of_enterprise: bool) -> str:
    """单位类型: what the person works for, as far as sources tell."""
    if FactKind.ESTABLISHMENT in holding:
        return "public"
    if is_of_enterprise or holding & {*_EMPLOYED, FactKind.ENTERPRISE_PENSION}:
        return "enterprise"
    if FactKind.SELF_EMPLOYMENT in holding:
        return "self_employed"
    return "none" if FactKind.EMPLOYMENT in asked or holding & _SEEKING else "unknown"


def _insurance(holding: set[str], asked: set[str]) -> str:
    """参保情况; who pays for both is counted with the pension."""
    insurances = (FactKind.ENTERPRISE_PENSION, FactKind.UNEMPLOYMENT_INSURANCE)
    found = next((each.value for each in insurances if each in holding), None)
    return found or ("none" if asked & set(insurances) else "unknown")


def _employment(holding: set[str]) -> str:
    if holding & _EMPLOYED:
        return "employed"
    if FactKind.SELF_EMPLOYMENT in holding:
        return "self_employed"
    return "seeking" if holding & _SEEKING else "unknown"


def _month(at: datetime) -> date:
    return month_of(day_of(at))


def _cell(classes: Mapping[UUID, ClassSeen], voucher: VoucherSeen, measure: str, month: date) -> Cell:
    of = classes[voucher.class_id] if voucher.class_id else None
    return Cell(
        month=month,
        supervising=of.supervising if of else voucher.authority_code,
        paying=voucher.authority_code,
        counting=of.counting if of else voucher.authority_code,
        institution_id=of.institution_id if of else NOBODY,
        project_id=of.project_id if of else NOBODY,
        kind=voucher.kind,
        channel=voucher.channel,
        fund="",
        measure=measure,
    )


def _money_cell(classes: Mapping[UUID, ClassSeen], voucher: VoucherSeen, money: MoneySeen, measure: Measure) -> Cell:
    cell = _cell(classes, voucher, measure, _month(money.at))
    return cell._replace(paying=money.authority_code, fund=money.fund)


def _place_cell(of: ClassSeen, kind: str, channel: str, measure: str, month: date) -> Cell:
    return Cell(
        month=month,
        supervising=of.supervising,
        paying=of.paying,
        counting=of.counting,
        institution_id=of.institution_id,
        project_id=of.project_id,
        kind=kind,
        channel=channel,
        fund="",
        measure=measure,
    )
