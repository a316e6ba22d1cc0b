"""Wire shapes of vouchers, templates and money."""

from checkin_service.voucher.schemas.money import (
    BudgetAnswer,
    BudgetChange,
    Budgets,
    BudgetStanding,
    CarryOver,
    Freeze,
    FreezeAnswer,
    FreezeLift,
    LedgerAnswer,
)
from checkin_service.voucher.schemas.templates import (
    NewTemplate,
    PublishedRates,
    RateBody,
    Rates,
    RatesImport,
    TemplateAnswer,
    TemplatePage,
)
from checkin_service.voucher.schemas.vouchers import (
    Exchange,
    HistoryAnswer,
    LiveCodeAnswer,
    MoveBody,
    OwnVoucherAnswer,
    OwnVouchersAnswer,
    Return,
    Shown,
    VerificationBody,
    VerificationPage,
    VoidAnswer,
    VoidBatch,
    VoucherAnswer,
)
