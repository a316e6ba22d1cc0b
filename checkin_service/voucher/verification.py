"""Whether the books agree: what `checkin-service verify` asks of vouchers and budgets."""

from checkin_service.voucher.store.verification import budget_differences, voucher_differences

__all__ = ["budget_differences", "voucher_differences"]
