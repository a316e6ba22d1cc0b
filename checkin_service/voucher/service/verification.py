"""Verification of the books: budgets and vouchers whose sums or states do not agree, for `checkin-service verify`."""

from checkin_service.voucher.store.verification import budget_differences, voucher_differences

__all__ = ["budget_differences", "voucher_differences"]
