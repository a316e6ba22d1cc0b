"""Every page of the service, put together for the application."""

from fastapi import APIRouter

from checkin_service.web import classes, eligibility, money, payments, reviews, scans, settlements, staff, start
from checkin_service.web.assets import mount_static

__all__ = ["mount_static", "router"]

router = APIRouter(include_in_schema=False)
for _part in (start, staff, classes, scans, reviews, eligibility, settlements, payments, money):
    router.include_router(_part.router, include_in_schema=False)
