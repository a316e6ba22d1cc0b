"""The registers over HTTP, by what the endpoints are about."""

from checkin_service.catalogue.routes import platform_rules, registers

routers = (registers.router, platform_rules.router)
