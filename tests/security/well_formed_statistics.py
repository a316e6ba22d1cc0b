"""A well-formed request for every route of the figures."""

from tests.security.well_formed import Request, simple

simple("GET /v1/statistics", lambda _: Request("/v1/statistics"))
simple("GET /v1/statistics/breakdown", lambda _: Request("/v1/statistics/breakdown", query={"by": "institution"}))
simple("GET /v1/statistics/analyses", lambda _: Request("/v1/statistics/analyses"))
simple("GET /v1/statistics/sites", lambda _: Request("/v1/statistics/sites"))
simple("GET /v1/statistics/targets", lambda _: Request("/v1/statistics/targets"))
simple("GET /v1/statistics/file", lambda _: Request("/v1/statistics/file"))
simple("GET /v1/public-figures", lambda _: Request("/v1/public-figures", query={"division": "330600"}))
simple(
    "POST /v1/statistics/holders",
    lambda _: Request(
        "/v1/statistics/holders",
        {"purpose": "supervision", "obtained_from": "2026-03-01", "obtained_until": "2026-03-31"},
    ),
)
