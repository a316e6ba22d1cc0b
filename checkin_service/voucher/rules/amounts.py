"""What a voucher pays: from its face value, from the published subsidy table, or what the project was approved with."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model import SubsidyKind, SubsidyRate, Template, VoucherForm

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
    project_fen: int,
    payee: str,
    trainee: str,
) -> tuple[Share, ...]:
    """The training subsidy to whom it is due, the assessment's and the living subsidy to the person (MP-27).

    A face value outranks the table (AH-01), the table outranks the figure of the project (SX-24).
    """
    table = dict(_amounts(template, rates))
    training = Share(leg="training", payee=payee, amount_fen=_training_fen(view, kind, template, table, project_fen))
    if template is None:
        return (training,)
    kinds = view.value("subsidy.kinds", kind)
    others = (each for each in (SubsidyKind.ASSESSMENT, SubsidyKind.LIVING) if each in table)
    return (
        training,
        *(
            Share(leg=each.value, payee=trainee, amount_fen=table[each])
            for each in others
            if kinds.is_required and each in kinds.names
        ),
    )


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
    if template is not None and template.form is VoucherForm.FACE_VALUE and template.face_value_fen is not None:
        return template.face_value_fen
    if view.value("subsidy.amount_from", kind).text == "face_value":
        return view.value("voucher.face_value_fen", kind).integer
    return table.get(SubsidyKind.TRAINING, project_fen)
