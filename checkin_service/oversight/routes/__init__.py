"""Oversight over HTTP, by what the endpoints are about."""

from checkin_service.oversight.routes import certificates, determinations, office

routers = (determinations.router, office.router, certificates.router)
