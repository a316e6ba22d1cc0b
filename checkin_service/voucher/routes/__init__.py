"""Routes for vouchers and their money."""

from checkin_service.voucher.routes.money import router as money_router
from checkin_service.voucher.routes.vouchers import router as voucher_router
