"""Contracts of imports: each holds, and each one bites when it is broken on purpose."""

import pytest

from tests.architecture.imports import contracts, graph, graph_with, is_kept

GEO = "1 geo is a library that knows neither biometrics nor the service"
BIOMETRICS = "1 biometrics is a library that knows neither geo nor the service"
STAIRCASE = "2 capabilities form a staircase"
INSIDE = "3 inside a capability imports go from routes down to the model"
ACCESS = "3 access guards: its rooms are named after what they guard with"
FEED = "3 feed is a delivery engine with rooms of its own"
PURITY = "4 libraries, policy, models and rules are pure"
SETTINGS = "5 only composition roots read the settings"
SQL = "6 SQL is written in stores, tables and thirteen modules of the kit"

# One forbidden import each; the contract must notice it in code that is otherwise as it is.
BREAKS = [
    (GEO, "geo.fence", "biometrics.face"),
    (GEO, "geo.datum", "checkin_service.kit.ids"),
    (BIOMETRICS, "biometrics.worker", "geo.fence"),
    (BIOMETRICS, "biometrics.image", "checkin_service.kit.problem"),
    (STAIRCASE, "checkin_service.kit.outbox", "checkin_service.access.model"),
    (STAIRCASE, "checkin_service.voucher.service", "checkin_service.identity.service"),
    (STAIRCASE, "checkin_service.timetable.service.results", "checkin_service.attendance.service"),
    (STAIRCASE, "checkin_service.feed.ledger", "checkin_service.worker"),
    (INSIDE, "checkin_service.voucher.store", "checkin_service.voucher.service"),
    (INSIDE, "checkin_service.checkin.rules.judge", "checkin_service.checkin.store"),
    (INSIDE, "checkin_service.checkin.rules.classroom_code", "checkin_service.checkin.service.attempts"),
    (ACCESS, "checkin_service.access.model", "checkin_service.access.rules"),
    (FEED, "checkin_service.feed.store", "checkin_service.feed.relay"),
    (INSIDE, "checkin_service.identity.service.faces", "checkin_service.identity.routes"),
    (PURITY, "geo.locate", "psycopg"),
    (PURITY, "biometrics.worker", "httpx"),
    (PURITY, "checkin_service.policy.book", "checkin_service.kit.clock"),
    (PURITY, "checkin_service.voucher.rules", "checkin_service.kit.database"),
    (PURITY, "checkin_service.checkin.rules.when", "fastapi"),
    (PURITY, "checkin_service.attendance.model.credits", "checkin_service.settings"),
    (PURITY, "checkin_service.checkin.rules.classroom_code", "checkin_service.kit.clock"),
    (SETTINGS, "checkin_service.checkin.service.attempts", "checkin_service.settings"),
    (SETTINGS, "checkin_service.host.logs", "pydantic_settings"),
    (SQL, "checkin_service.attendance.service.standing", "sqlalchemy"),
    (SQL, "checkin_service.checkin.routes.attempts", "psycopg"),
    (SQL, "checkin_service.web.pages", "geoalchemy2"),
]


@pytest.mark.parametrize("name", contracts())
def test_contract_holds(name: str) -> None:
    assert is_kept(name, graph())


@pytest.mark.parametrize(("name", "importer", "imported"), BREAKS)
def test_contract_bites(name: str, importer: str, imported: str) -> None:
    assert not is_kept(name, graph_with(importer, imported))


def test_every_contract_is_broken_once() -> None:
    assert {name for name, _, _ in BREAKS} == set(contracts())


def test_a_new_module_of_the_service_must_find_its_step() -> None:
    assert not is_kept(STAIRCASE, graph_with("checkin_service.__main__", "checkin_service.helpers"))


@pytest.mark.parametrize("capability", ["checkin", "voucher", "oversight"])
def test_a_room_of_another_name_is_noticed(capability: str) -> None:
    changed = graph_with(f"checkin_service.{capability}.helpers", "checkin_service.kit.ids")
    assert not is_kept(INSIDE, changed)


def test_every_capability_with_routes_is_under_the_contract_of_its_inside() -> None:
    named = {name for inside in (INSIDE, ACCESS, FEED) for name in contracts()[inside]["containers"]}
    with_routes = {
        module.rpartition(".")[0]
        for module in graph().modules
        if module.endswith(".routes") and module.count(".") == 2 and not module.startswith("checkin_service.web.")
    }
    assert with_routes <= named
