"""Vouchers, their money and the templates they come from."""

from checkin_service.voucher.tables.money import (
    budget_batch,
    budget_entry,
    fund_budget,
    payment_freeze,
    transfer,
    voucher_leg,
)
from checkin_service.voucher.tables.persons import (
    fact_withdrawal,
    person_declaration,
    person_examination,
    person_fact,
    voucher_elsewhere,
)
from checkin_service.voucher.tables.templates import subsidy_rate, template_quota, voucher_template
from checkin_service.voucher.tables.vouchers import (
    unknown_verification,
    verification,
    voucher,
    voucher_activation,
    voucher_code,
    voucher_event,
    voucher_turn,
)
