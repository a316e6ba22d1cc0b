"""The endpoints of eligibility, by what they are about."""

from checkin_service.eligibility.routes import appeals, people, queries

routers = (queries.router, people.router, appeals.router)
