"""Stores and tables belong to their capability; the few exceptions are written down and needed."""

import pytest

from tests.architecture.imports import graph, graph_with
from tests.architecture.ownership import Trespass, handlers_of_tables, trespasses, unused_exceptions


def test_stores_and_tables_are_used_by_their_own_capability() -> None:
    assert trespasses(graph()) == set()


def test_every_exception_is_needed() -> None:
    assert unused_exceptions(graph()) == set()


def test_within_a_capability_only_stores_touch_tables() -> None:
    assert handlers_of_tables(graph()) == set()


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("web.classes", "timetable.store.classes"),
        ("attendance.service", "timetable.store"),
        ("catalogue.store", "access.tables"),
        ("checkin.service.scans", "attendance.store"),
        ("review.store.doubts", "voucher.tables"),
    ],
)
def test_a_trespass_is_noticed(importer: str, imported: str) -> None:
    changed = graph_with(f"checkin_service.{importer}", f"checkin_service.{imported}")
    assert trespasses(changed) == {Trespass(importer, imported)}


def test_a_service_at_its_own_tables_is_noticed() -> None:
    changed = graph_with("checkin_service.voucher.service", "checkin_service.voucher.tables")
    assert handlers_of_tables(changed) == {Trespass("voucher.service", "voucher.tables")}


def test_an_exception_that_nobody_needs_is_noticed() -> None:
    changed = graph_with("checkin_service.kit.ids", "uuid")
    changed.remove_import(
        importer="checkin_service.feed.store.subscribers", imported="checkin_service.timetable.tables"
    )
    assert unused_exceptions(changed) == {("feed.store", "timetable.tables")}
