"""Payer, payee and route of a subsidy, by the rules of the pack."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import PolicyUnknown, VoucherKind, prefix_of
from checkin_service.voucher.model.persons import FactKind, PersonFile
from checkin_service.voucher.model.vouchers import Fund


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a person belongs, as division codes; absent where there is no such place."""

    insurance_place: str | None = None
    """失业保险缴费地."""
    employment_place: str | None = None
    """就业地."""
    residence_place: str | None = None
    """户籍地（居住地）."""
    unemployment_place: str | None = None
    """失业登记地."""


PLACE_FACTS = MappingProxyType(
    {
        "insurance_place": (FactKind.UNEMPLOYMENT_INSURANCE,),
        "employment_place": (FactKind.EMPLOYMENT, FactKind.SELF_EMPLOYMENT),
        "residence_place": (FactKind.HOUSEHOLD, FactKind.RESIDENCE_PERMIT),
        "unemployment_place": (FactKind.UNEMPLOYMENT_REGISTRATION,),
    }
)
"""Which facts say where each of these places is."""


class Payee(StrEnum):
    INSTITUTION = "institution"
    ENTERPRISE = "enterprise"
    TRAINEE = "trainee"


class Route(StrEnum):
    """How a fund's money reaches the payee (SX-25)."""

    ADVANCE_TO_AGENCY = "advance_to_agency"
    """Paid in advance to the agency's account, on the authority's plan of use (用款计划)."""
    TREASURY = "treasury"
    """Paid centrally by the treasury (国库集中支付)."""


def payer(view: PolicyView, kind: VoucherKind, *, issuer: str, places: Places) -> str | None:
    """The authority that pays: the issuer (FJ-24, SX-21), or the first place in order that there is (SX-20).

    `None` when an order is asked for and the person has none of its places: a person has to decide.
    """
    if view.value("payment.authority", kind).text == "issuer":
        return issuer
    order = view.value("payment.payer_order", kind).names
    return next((place for name in order if (place := getattr(places, name))), None)


def pays_for(view: PolicyView, kind: VoucherKind, *, payer_code: str, place: str) -> bool:
    """Whether an authority is the one of a place: its own district or county, or all that lies in it (SX-20)."""
    unit = view.stated("payment.payer_unit", kind)
    return place == payer_code if unit is not None and unit.text == "county" else lies_in(place, payer_code)


def lies_in(place: str, area: str) -> bool:
    """Whether a division belongs to an area, by its code."""
    return place.startswith(prefix_of(area))


def places_of(person: PersonFile, *, on: date) -> Places:
    """Where the person belongs on a day, by the facts that hold; the latest fact of a kind speaks."""
    found: dict[str, str | None] = {}
    for name, kinds in PLACE_FACTS.items():
        holding = [fact for fact in person.of(*kinds) if fact.place and fact.holds(on)]
        found[name] = max(holding, key=lambda fact: fact.since).place if holding else None
    return Places(**found)


def payees(view: PolicyView, kind: VoucherKind) -> tuple[Payee, ...]:
    """Who may be paid: the trainee (SX-19), the institution or the enterprise (FJ-02, SX-21, AH-01, SD-05)."""
    return tuple(Payee(name) for name in view.value("payment.payee", kind).names)


def payee_of(view: PolicyView, kind: VoucherKind, *, institution: UUID, trainee: UUID, enterprise: UUID | None) -> str:
    """Who is paid for a training, as the ledger names them: the enterprise it is held for, else the first named.

    Enterprise and institution stand side by side in the text (SX-21): the enterprise is paid when the class was
    approved as held for one.
    """
    named = view.value("payment.payee", kind).names
    if enterprise and Payee.ENTERPRISE in named:
        return f"enterprise:{enterprise}"
    for name in named:
        if name != Payee.ENTERPRISE:
            return f"institution:{institution}" if name == Payee.INSTITUTION else f"trainee:{trainee}"
    raise PolicyUnknown(key="payment.payee", jurisdiction=view.jurisdiction, voucher_kind=kind, on=view.on)


def fund_order(view: PolicyView, kind: VoucherKind) -> tuple[Fund, ...]:
    """The funds to pay from where no template names one, the first that has money first (SX-25)."""
    return tuple(Fund(name) for name in view.value("payment.fund_order", kind).names)


def route_of(view: PolicyView, fund: str) -> Route | None:
    """By which route a fund is paid out; `None` for a fund the jurisdiction does not name (SX-25)."""
    if _names(view, "payment.advance_funds", fund):
        return Route.ADVANCE_TO_AGENCY
    return Route.TREASURY if _names(view, "payment.treasury_funds", fund) else None


def _names(view: PolicyView, key: str, fund: str) -> bool:
    value = view.value(key)
    return value.is_required and fund in value.names
