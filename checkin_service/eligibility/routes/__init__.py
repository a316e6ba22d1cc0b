"""The endpoints of eligibility, by what they are about."""

from checkin_service.eligibility.routes import queries

routers = (queries.router,)
