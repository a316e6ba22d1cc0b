"""Rules for a voucher's settlement: both legs of mixed training, fee against face value, certificates that count."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One part of a mixed training, online or offline."""

    delivery: str
    institution_id: UUID
    passed: bool | None
    """`None` while there is no result."""
    subsidy_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceValueUse:
    """What a face value does to a fee (AH-01)."""

    offset_fen: int
    """The part of the fee the voucher stands for (冲抵等额的培训费用)."""
    trainee_pays_fen: int
    claimed_fen: int
    """What the institution claims: the face value."""
    is_above_fee: bool
    """The face value exceeds the fee: the text names no rule for the difference, so that a person looks."""


def mixed_findings(
    view: PolicyView, kind: VoucherKind, legs: Sequence[Leg], *, has_certificate: bool
) -> tuple[Finding, ...]:
    """FJ-25: both legs passed and a certificate; one finding for each thing asked for.

    A leg of several parts is passed when each part is; a leg that did not take place is not.
    """
    needs = view.value("settlement.mixed_needs", kind)
    return tuple(
        Finding(
            check=f"settlement.{need}",
            outcome=Outcome.PASS if is_met else Outcome.FAIL,
            reason="met" if is_met else "not_met",
            basis=needs.basis,
        )
        for need, is_met in _needs_met(legs, has_certificate=has_certificate)
        if needs.is_required and need in needs.names
    )


def shares(view: PolicyView, kind: VoucherKind, legs: Sequence[Leg], *, registered_with: UUID) -> dict[UUID, int]:
    """Who is paid how much of a mixed training: each institution its legs (FJ-26), or all to where one registered."""
    if view.value("settlement.legs", kind).text == "whole":
        return {registered_with: sum(leg.subsidy_fen for leg in legs)}
    found: dict[UUID, int] = {}
    for leg in legs:
        found[leg.institution_id] = found.get(leg.institution_id, 0) + leg.subsidy_fen
    return found


def face_value_use(fee_fen: int, face_value_fen: int) -> FaceValueUse:
    """AH-01: the voucher offsets the fee up to its face value, and the institution claims the face value.

    >>> face_value_use(fee_fen=720_000, face_value_fen=600_000).trainee_pays_fen
    120000
    """
    offset = min(fee_fen, face_value_fen)
    return FaceValueUse(
        offset_fen=offset,
        trainee_pays_fen=fee_fen - offset,
        claimed_fen=face_value_fen,
        is_above_fee=face_value_fen > fee_fen,
    )


def certificate_finding(view: PolicyView, kind: VoucherKind, held: Collection[str]) -> Finding:
    """SX-19, FJ-24: a certificate of a kind that counts; one of another kind is a question for the authority."""
    accepted = view.value("certificate.accepted", kind)
    counted = sorted(set(held) & set(accepted.names))
    if counted:
        outcome, reason = Outcome.PASS, "certificate_held"
    elif held:
        outcome, reason = Outcome.DOUBT, "certificate_kind_open"
    else:
        outcome, reason = Outcome.FAIL, "certificate_missing"
    return Finding(
        check="certificate",
        outcome=outcome,
        reason=reason,
        measured=", ".join(counted or sorted(held)) or None,
        limit=", ".join(accepted.names),
        basis=accepted.basis,
    )


def _needs_met(legs: Sequence[Leg], *, has_certificate: bool) -> Iterator[tuple[str, bool]]:
    for delivery in ("online", "offline"):
        results = [leg.passed for leg in legs if leg.delivery == delivery]
        yield f"{delivery}_passed", bool(results) and all(results)
    yield "certificate", has_certificate
