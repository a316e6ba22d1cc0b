"""Routes of the platform: admission for people, and the eleven operations for admitted clients."""

from checkin_service.platform.routes.onboarding import router as onboarding_router
from checkin_service.platform.routes.operations import router as operations_router

routers = (onboarding_router, operations_router)
