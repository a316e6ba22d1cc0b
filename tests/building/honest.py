"""Honest officers' knowledge of people: facts under which each jurisdiction's conditions are met."""

from datetime import date
from typing import Any

from checkin_service.voucher.model.persons import FactKind, PersonFact, PersonFile

SINCE = date(2010, 1, 1)
GRADUATED = date(2020, 7, 1)

SPEAKS_FOR = (
    FactKind.UNEMPLOYMENT_INSURANCE,
    FactKind.JOB_SEEKING_REGISTRATION,
    FactKind.LABOUR_CONTRACT,
    FactKind.ENTERPRISE_PENSION,
    FactKind.GRADUATION,
)
SAID_NOT_TO_BE = (FactKind.ESTABLISHMENT, FactKind.EMPLOYMENT, FactKind.SELF_EMPLOYMENT)

EXAMINED = [
    {"condition": "insurance_payer", "holds": True},
    {"condition": "insurance_months", "holds": True},
    {"condition": "on_establishment", "holds": False},
    {"condition": "graduate", "holds": True},
    {"condition": "unemployed", "holds": True},
    {"condition": "job_seeking_registered", "holds": True},
    {"condition": "labour_contract", "holds": True},
    {"condition": "enterprise_pension", "holds": True},
]


def honest_facts(place: str) -> list[dict[str, Any]]:
    """Rows of data matching, without the document that says of whom."""
    return [
        *({"kind": kind.value, "since": _since(kind).isoformat(), "place": _place(kind, place)} for kind in SPEAKS_FOR),
        *({"kind": kind.value, "since": SINCE.isoformat(), "holds": False} for kind in SAID_NOT_TO_BE),
    ]


def an_honest_person(place: str = "330600") -> PersonFile:
    facts = (
        PersonFact(kind=kind, since=_since(kind), source="社保比对", place=_place(kind, place)) for kind in SPEAKS_FOR
    )
    return PersonFile(facts=tuple(facts), asked=frozenset((*SPEAKS_FOR, *SAID_NOT_TO_BE)))


def _place(kind: FactKind, place: str) -> str | None:
    """Contributions are paid in one county; the rest is said to hold everywhere."""
    return place if kind is FactKind.UNEMPLOYMENT_INSURANCE else None


def _since(kind: FactKind) -> date:
    return GRADUATED if kind is FactKind.GRADUATION else SINCE
