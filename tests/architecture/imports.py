"""The graph of who imports whom, as import-linter sees it, and the contracts of pyproject.toml."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from grimp import ImportGraph, build_graph
from importlinter import Contract
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("checkin_service", "geo", "biometrics")

_KINDS: dict[str, Callable[..., Contract]] = {
    "forbidden": ForbiddenContract,
    "layers": LayersContract,
    "protected": ProtectedContract,
}


@cache
def graph() -> ImportGraph:
    return build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def graph_with(importer: str, imported: str) -> ImportGraph:
    """The graph as it would be with one more import."""
    changed = deepcopy(graph())
    changed.add_import(importer=importer, imported=imported)
    return changed


def contracts() -> dict[str, dict[str, Any]]:
    """The options of every contract by its name."""
    return {each["name"]: each for each in _configuration()["contracts_options"]}


def is_kept(name: str, imports: ImportGraph) -> bool:
    options = contracts()[name]
    kind = _KINDS[options["type"]]
    contract = kind(name=name, session_options=_configuration()["session_options"], contract_options=options)
    return bool(contract.check(deepcopy(imports), verbose=False).kept)


@cache
def _configuration() -> dict[str, Any]:
    return dict(read_configuration(str(ROOT / "pyproject.toml")))
