"""Everything about vouchers over HTTP."""

from checkin_service.voucher.routes.money import router as money_router
from checkin_service.voucher.routes.vouchers import router as voucher_router

__all__ = ["money_router", "voucher_router"]
