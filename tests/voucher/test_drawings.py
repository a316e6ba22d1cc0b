"""Drawings of the packs' transition graphs, compared with the graphs."""

import pytest

from checkin_service.voucher.rules.graphs import GRAPHS
from tests.architecture.imports import ROOT
from tests.voucher.drawings import drawn, tail_drawn

DOCUMENT = (ROOT / "docs" / "vouchers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", GRAPHS)
def test_the_drawing_of_each_pack_is_true(code: str) -> None:
    assert f"```mermaid\n{drawn(GRAPHS[code])}\n```" in DOCUMENT


def test_the_drawing_of_the_common_tail_is_true() -> None:
    assert f"```mermaid\n{tail_drawn()}\n```" in DOCUMENT
