"""Eligibility over HTTP, by what the endpoints are about."""

from checkin_service.eligibility.routes import appeals, doubts, own, people

routers = (people.router, doubts.router, appeals.router, own.router)
