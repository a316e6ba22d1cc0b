"""The operations manual tells the truth: every setting with its default, every metric and path."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic_settings import BaseSettings

from checkin_service import settings
from checkin_service.app import create_app
from checkin_service.assembly import Assembly
from checkin_service.feed import metrics
from checkin_service.kit.http.observe import REGISTRY

MANUAL = (Path(__file__).resolve().parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")


def table(heading: str) -> dict[str, str]:
    """First and second column of the first table after a heading."""
    lines = MANUAL.partition(heading)[2].splitlines()
    rows = (re.match(r"\| `([^`]+)` \| (?:`([^`]+)`)?", line) for line in lines)
    found: dict[str, str] = {}
    for line, row in zip(lines, rows, strict=True):
        if row:
            found[row[1]] = row[2] or ""
        elif found and not line.startswith("|"):
            break
    return found


def declared() -> Iterator[tuple[str, Any]]:
    for kind in vars(settings).values():
        if isinstance(kind, type) and issubclass(kind, BaseSettings) and kind is not BaseSettings:
            for name, field in kind.model_fields.items():
                yield f"{kind.model_config['env_prefix']}{name}".upper(), field.default


def test_every_setting_is_listed_with_its_default() -> None:
    assert table("## Settings") == {name: "" if value is None else str(value) for name, value in declared()}


def test_every_metric_is_listed() -> None:
    assert next(each.name for each in metrics.WAITING.describe()) in table("| metric | watch |")
    listed = {name.removesuffix("_total") for name in table("| metric | watch |")}
    assert listed == {metric.name for metric in REGISTRY.collect()}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/openapi.json"])
def test_every_path_exists(path: str, assembly: Assembly) -> None:
    assert f"| `{path}` |" in MANUAL
    assert path in {getattr(route, "path", None) for route in create_app(assembly, with_relay=False).routes}
