"""Vouchers, their money and the templates they come from."""

from checkin_service.voucher.tables.money import (
    budget_batch,
    budget_entry,
    fund_budget,
    payment_freeze,
    transfer,
    voucher_leg,
)
from checkin_service.voucher.tables.persons import fact_withdrawal, person_declaration, person_fact
from checkin_service.voucher.tables.templates import subsidy_rate, template_quota, voucher_template
from checkin_service.voucher.tables.vouchers import (
    verification,
    voucher,
    voucher_activation,
    voucher_code,
    voucher_event,
)

__all__ = [
    "budget_batch",
    "budget_entry",
    "fact_withdrawal",
    "fund_budget",
    "payment_freeze",
    "person_declaration",
    "person_fact",
    "subsidy_rate",
    "template_quota",
    "transfer",
    "verification",
    "voucher",
    "voucher_activation",
    "voucher_code",
    "voucher_event",
    "voucher_leg",
    "voucher_template",
]
