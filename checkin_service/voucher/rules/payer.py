"""Who pays a subsidy, who is paid, and by which route the money goes."""

from dataclasses import dataclass
from enum import StrEnum

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind


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


def payees(view: PolicyView, kind: VoucherKind) -> tuple[Payee, ...]:
    """Who may be paid: the trainee (SX-19), the institution or the enterprise (FJ-02, SX-21, AH-01, SD-05)."""
    return tuple(Payee(name) for name in view.value("payment.payee", kind).names)


def route_of(view: PolicyView, fund: str) -> Route | None:
    """By which route a fund is paid out; `None` for a fund the jurisdiction does not name (SX-25)."""
    if fund in view.value("payment.advance_funds").names:
        return Route.ADVANCE_TO_AGENCY
    return Route.TREASURY if fund in view.value("payment.treasury_funds").names else None
