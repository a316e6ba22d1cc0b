"""The standing of one condition by the facts: met, not met, or unknown because no source was asked."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from types import MappingProxyType

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import NATIONAL, PolicyValue, VoucherKind, prefix_of
from checkin_service.voucher.model.persons import FactKind, PersonFact, PersonFile

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Standing:
    """How a condition stands; `is_met` is `None` while nobody knows."""

    is_met: bool | None
    measured: object = None
    is_examined: bool = False
    """Whether an officer's examination says so, and no source."""

    @staticmethod
    def best(several: Iterable["Standing"]) -> "Standing":
        """Of several conditions of which one is enough: met, by a source if possible, else unknown, else not met."""
        listed = list(several)
        met = [each.is_examined for each in listed if each.is_met]
        if met:
            return Standing(True, is_examined=all(met))
        return Standing(None if any(each.is_met is None for each in listed) else False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The issuing jurisdiction and what it asks for in figures."""

    issuer: str
    home: str
    """The area in which a person's facts count as local."""
    insurance_months: int | None
    graduated_from: date | None
    counts_present_month: bool = True
    """Whether the month of the day in question counts as paid."""

    @classmethod
    def of(cls, view: PolicyView, kind: VoucherKind) -> "Place":
        months, day = view.value("person.insurance_months_min", kind), view.value("person.graduated_from", kind)
        return cls(
            issuer=view.jurisdiction,
            home=home_of(view.jurisdiction, view.value("person.area", kind)),
            insurance_months=months.integer if months.is_required else None,
            graduated_from=day.day if day.is_required else None,
            counts_present_month=view.value("person.present_month", kind).text == "counted",
        )


def standing(condition: str, person: PersonFile, place: Place, *, on: date) -> Standing:
    """How a condition stands for a person on a day.

    >>> graduation = PersonFact(kind=FactKind.GRADUATION, since=date(2020, 6, 1), source="list of the province")
    >>> anhui = Place(issuer="340100", home="340100", insurance_months=None, graduated_from=date(2020, 6, 1))
    >>> standing("graduate", PersonFile(facts=(graduation,)), anhui, on=date(2021, 9, 1)).is_met
    True
    """
    if condition in _SPECIAL:
        return _SPECIAL[condition](person, place, on)
    kinds, area = _PLAIN[condition], NATIONAL if condition in _ANYWHERE else place.home
    if any(fact.holds(on) and fact.lies_in(area) for fact in person.of(*kinds)):
        return Standing(True)
    return Standing(False if person.knows(*kinds) else None)


def home_of(issuer: str, area: PolicyValue) -> str:
    """How far 当地 reaches: a county issuer's own county, or the city or province it lies in."""
    return {"county": issuer, "city": issuer[:4] + "00", "province": issuer[:2] + "0000"}[area.text]


def age_on(day: date, born_on: date) -> int:
    """Whole years; the birthday itself counts."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def months_paid(facts: Iterable[PersonFact], *, on: date, with_present: bool = True) -> int:
    """Calendar months of contributions up to a day, each counted once however often it is reported.

    Without the present one, whose contribution is not paid yet, where `with_present` says so.

    >>> paid = PersonFact(kind=FactKind.UNEMPLOYMENT_INSURANCE, since=date(2019, 5, 1), source="insurance agency")
    >>> months_paid([paid], on=date(2022, 4, 30)), months_paid([paid, paid], on=date(2022, 3, 31))
    (36, 35)
    """
    months: set[int] = set()
    for fact in facts:
        last = on if fact.until is None else min(fact.until, on)
        months.update(range(_month(fact.since), _month(last) + 1))
    if not with_present:
        months.discard(_month(on))
    return len(months)


def _insurance_months(person: PersonFile, place: Place, on: date) -> Standing:
    """SX-07: paying now, and long enough, in one and the same county (以区、县（市）为单位)."""
    facts = [fact for fact in person.of(FactKind.UNEMPLOYMENT_INSURANCE) if _is_local(fact, place)]
    counties = {fact.place for fact in facts if fact.holds(on)}
    paid = partial(months_paid, on=on, with_present=place.counts_present_month)
    best = max((paid([fact for fact in facts if fact.place == county]) for county in counties), default=0)
    if best >= (place.insurance_months or 0) and best > 0:
        return Standing(True, best)
    return Standing(False if person.knows(FactKind.UNEMPLOYMENT_INSURANCE) else None, best)


def _graduate(person: PersonFile, place: Place, on: date) -> Standing:
    """AH-02: the fixed day counts, itself included; a graduation still to come does not."""
    days = [fact.since for fact in person.of(FactKind.GRADUATION) if fact.since <= on]
    if any(place.graduated_from is None or day >= place.graduated_from for day in days):
        return Standing(True, max(days).isoformat())
    latest = max(days).isoformat() if days else None
    return Standing(False if days or person.knows(FactKind.GRADUATION) else None, latest)


def _unemployed(person: PersonFile, _: Place, on: date) -> Standing:
    """Neither employed nor self-employed, wherever that may be."""
    work = (FactKind.EMPLOYMENT, FactKind.SELF_EMPLOYMENT)
    if any(fact.holds(on) for fact in person.of(*work)):
        return Standing(False)
    return Standing(True if person.knows(*work) else None)


def _unemployed_resident(person: PersonFile, place: Place, on: date) -> Standing:
    """SX-04, SX-08: without work, and with the household or a residence permit here."""
    residence = standing("resident", person, place, on=on)
    unemployed = _unemployed(person, place, on)
    if residence.is_met and unemployed.is_met:
        return Standing(True)
    return Standing(None if False not in {residence.is_met, unemployed.is_met} else False)


def _is_local(fact: PersonFact, place: Place) -> bool:
    return fact.place is not None and fact.place.startswith(prefix_of(place.issuer))


def _month(day: date) -> int:
    return day.year * _MONTHS + day.month


_SPECIAL: Mapping[str, Callable[[PersonFile, Place, date], Standing]] = MappingProxyType(
    {
        "graduate": _graduate,
        "insurance_months": _insurance_months,
        "unemployed": _unemployed,
        "unemployed_resident": _unemployed_resident,
    }
)

_PLAIN: Mapping[str, tuple[FactKind, ...]] = MappingProxyType(
    {
        "employment_registered": (FactKind.EMPLOYMENT_REGISTRATION,),
        "enterprise_pension": (FactKind.ENTERPRISE_PENSION,),
        "insurance_payer": (FactKind.UNEMPLOYMENT_INSURANCE,),
        "job_seeking_registered": (FactKind.JOB_SEEKING_REGISTRATION,),
        "labour_contract": (FactKind.LABOUR_CONTRACT,),
        "on_establishment": (FactKind.ESTABLISHMENT,),
        "partner_region_trainee": (FactKind.PARTNER_REGION,),
        "resident": (FactKind.HOUSEHOLD, FactKind.RESIDENCE_PERMIT),
        "retired": (FactKind.RETIREMENT,),
        "skilled_worker": (FactKind.EMPLOYMENT, FactKind.SELF_EMPLOYMENT),
        "in_school": (FactKind.IN_SCHOOL,),
        "training_registered": (FactKind.TRAINING_REGISTRATION,),
        "unemployment_registered": (FactKind.UNEMPLOYMENT_REGISTRATION,),
    }
)

_ANYWHERE = frozenset({"on_establishment", "partner_region_trainee", "retired", "in_school"})
"""Conditions that hold of a person wherever the fact lies."""
