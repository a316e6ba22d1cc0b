"""Payments of a voucher, leg by leg, and the results of mixed training that they depend on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class MixedFact:
    """Results of training that took place both online and in the classroom."""

    theory_passed: bool | None
    """`None` while there is no result."""
    practice_passed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """One leg of what a voucher pays: whose money it is, and to whom it goes."""

    leg: str
    authority_code: str
    payee: str
    amount_fen: int
