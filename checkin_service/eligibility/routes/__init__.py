"""The endpoints of eligibility, by what they are about."""

from checkin_service.eligibility.routes import people, queries

routers = (queries.router, people.router)
