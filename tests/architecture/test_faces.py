"""Capabilities meet through the faces that they declare; no door stands open that nobody uses."""

import pytest

from tests.architecture.faces import Intrusion, intrusions, unused_doors
from tests.architecture.imports import graph, graph_with


def test_capabilities_meet_through_their_faces() -> None:
    assert intrusions(graph()) == set()


def test_no_door_is_open_that_nobody_uses() -> None:
    assert unused_doors(graph()) == set()


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("settlement.service.desk", "voucher.service.expiry"),
        ("web.pages", "eligibility.rules.people"),
        ("platform.service.asking", "settlement.routes"),
        ("eligibility.service.people", "identity.rules"),
    ],
)
def test_an_import_past_the_face_is_noticed(importer: str, imported: str) -> None:
    changed = graph_with(f"checkin_service.{importer}", f"checkin_service.{imported}")
    assert intrusions(changed) == {Intrusion(importer, imported)}


def test_a_door_that_nobody_uses_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkin_service.voucher.FACE", ("rules.graphs",))
    assert "voucher.rules.graphs" in unused_doors(graph())
