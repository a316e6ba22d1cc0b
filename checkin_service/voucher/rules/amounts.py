"""The amount a voucher pays: its face value, a row of the subsidy table, or the project's approved subsidy."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.vouchers import (
    Delivery,
    SubsidyKind,
    SubsidyRate,
    TeachingLeg,
    Template,
    Training,
    VoucherForm,
)
from checkin_service.voucher.rules.payer import payee_of
from checkin_service.voucher.rules.settle import Leg, shares

_PERCENT = 100
_TRANCHE = 10
"""Vouchers whose money is set aside at once for a class: one write to the fund's row for ten arrivals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of a subsidy: how much, and to whom."""

    leg: str
    payee: str
    amount_fen: int


def shares_of(
    view: PolicyView,
    kind: VoucherKind,
    *,
    template: Template | None,
    rates: Collection[SubsidyRate],
    training: Training,
    trainee_id: UUID,
) -> tuple[Share, ...]:
    """The training subsidy to whom it is due, the assessment's and the living subsidy to the person (MP-27).

    A face value outranks the table (AH-01), the table outranks the figure of the project (SX-24).
    """
    table = dict(_amounts(template, rates))
    amount_fen = _training_fen(view, kind, template, table, training.project_fen)
    taught = training_shares(view, kind, training=training, trainee_id=trainee_id, amount_fen=amount_fen)
    if template is None:
        return taught
    kinds = view.value("subsidy.kinds", kind)
    others = (each for each in (SubsidyKind.ASSESSMENT, SubsidyKind.LIVING) if each in table)
    return (
        *taught,
        *(
            Share(leg=each.value, payee=f"trainee:{trainee_id}", amount_fen=table[each])
            for each in others
            if kinds.is_required and each in kinds.names
        ),
    )


def face_value_fen(view: PolicyView, kind: VoucherKind, template: Template | None) -> int | None:
    """FJ-08, AH-08: what a voucher is worth by itself; `None` where only the training it serves for says how much."""
    if template is not None and template.form is VoucherForm.FACE_VALUE and template.face_value_fen is not None:
        return template.face_value_fen
    if view.value("subsidy.amount_from", kind).text == "face_value":
        return view.value("voucher.face_value_fen", kind).integer
    return None


def training_shares(
    view: PolicyView, kind: VoucherKind, *, training: Training, trainee_id: UUID, amount_fen: int
) -> tuple[Share, ...]:
    """The training subsidy as a whole, or split between the two institutions of a mixed training (FJ-26).

    The online leg is rounded down to the fen and the leg in the classroom takes the rest: nothing is lost or made.
    """
    payee = payee_of(
        view, kind, institution=training.institution_id, trainee=trainee_id, enterprise=training.enterprise_id
    )
    whole = (Share(leg="training", payee=payee, amount_fen=amount_fen),)
    if not training.teaching or not payee.startswith("institution:"):
        return whole
    online, offline = _legs(training, amount_fen)
    paid = shares(view, kind, [online, offline], registered_with=training.institution_id)
    if len(paid) == 1 or not online.subsidy_fen:
        return whole
    return (
        Share(leg="training", payee=f"institution:{offline.institution_id}", amount_fen=paid[offline.institution_id]),
        Share(leg="online", payee=f"institution:{online.institution_id}", amount_fen=paid[online.institution_id]),
    )


def _legs(training: Training, amount_fen: int) -> tuple[Leg, Leg]:
    by_delivery = {each.delivery: each for each in training.teaching}
    online, offline = by_delivery[Delivery.ONLINE], by_delivery[Delivery.OFFLINE]
    online_fen = amount_fen * online.share_percent // _PERCENT

    def leg(of: TeachingLeg, fen: int) -> Leg:
        return Leg(delivery=of.delivery, institution_id=of.institution_id, passed=None, subsidy_fen=fen)

    return leg(online, online_fen), leg(offline, amount_fen - online_fen)


def tranche_fen(*, amount_fen: int, free_fen: int) -> int:
    """How much to set aside for a class when its batch is used up: ten vouchers' worth, or as many as there is for.

    >>> tranche_fen(amount_fen=100, free_fen=10_000), tranche_fen(amount_fen=100, free_fen=250)
    (1000, 200)
    >>> tranche_fen(amount_fen=100, free_fen=99)
    0
    """
    return min(_TRANCHE, max(free_fen, 0) // amount_fen) * amount_fen


def _amounts(template: Template | None, rates: Collection[SubsidyRate]) -> Iterator[tuple[SubsidyKind, int]]:
    if template is None:
        return
    wanted = (template.occupation, template.level, template.group_name, template.training_type)
    for rate in rates:
        if wanted == (rate.occupation, rate.level, rate.group_name, rate.training_type):
            yield rate.kind, rate.amount_fen


def _training_fen(
    view: PolicyView,
    kind: VoucherKind,
    template: Template | None,
    table: Mapping[SubsidyKind, int],
    project_fen: int,
) -> int:
    face_fen = face_value_fen(view, kind, template)
    return table.get(SubsidyKind.TRAINING, project_fen) if face_fen is None else face_fen
