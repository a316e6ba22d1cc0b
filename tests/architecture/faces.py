"""The eighth contract: capabilities meet through the faces that they declare themselves."""

import importlib
from dataclasses import dataclass

from grimp import ImportGraph

SERVICE = "checkin_service"
CAPABILITIES = (
    "access", "admission", "attendance", "catalogue", "checkin", "conduct", "courses", "credit", "draws", "eligibility",
    "evaluations", "feed", "fees", "identity", "inspections", "messages", "oversight", "performance", "platform",
    "policy_decisions", "privacy", "proposals", "questions", "recordings", "registry", "reporting", "review",
    "settlement", "statistics", "timetable", "transparency", "trust", "vacancies", "voucher",
    "web",
)  # fmt: skip
"""Composition roots, the command line and the demonstration put everything together; they are not meant."""

KEPT_BY_CONTRACT_7 = frozenset({"store", "tables"})


@dataclass(frozen=True, slots=True)
class Intrusion:
    """An import of a module that its capability has not opened to others."""

    importer: str
    imported: str


def face_of(capability: str) -> frozenset[str]:
    """The rooms and files that a capability opens: `model` is the whole room, `service.crediting` one file of it."""
    return frozenset(importlib.import_module(f"{SERVICE}.{capability}").FACE)


def intrusions(imports: ImportGraph) -> set[Intrusion]:
    return {
        Intrusion(importer, imported)
        for importer, imported in _crossings(imports)
        if not any(_is_within(imported, door) for door in face_of(_capability(imported)))
    }


def unused_doors(imports: ImportGraph) -> set[str]:
    """Doors that nobody of another capability goes through."""
    imported = {imported for _, imported in _crossings(imports)}
    return {
        f"{capability}.{door}"
        for capability in CAPABILITIES
        for door in face_of(capability)
        if not any(_capability(each) == capability and _is_within(each, door) for each in imported)
    }


def _crossings(imports: ImportGraph) -> set[tuple[str, str]]:
    """Imports from one capability into another, both named from below the service."""
    below = f"{SERVICE}."
    return {
        (importer.removeprefix(below), imported.removeprefix(below))
        for importer in imports.modules
        if importer.startswith(below) and _capability(importer.removeprefix(below)) in CAPABILITIES
        for imported in imports.find_modules_directly_imported_by(importer)
        if imported.startswith(below)
        and _capability(imported.removeprefix(below)) in CAPABILITIES
        and _capability(imported.removeprefix(below)) != _capability(importer.removeprefix(below))
        and _room(imported.removeprefix(below)) not in KEPT_BY_CONTRACT_7
    }


def _capability(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def _room(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def _is_within(imported: str, door: str) -> bool:
    """`service.crediting` opens that file; `model` opens the room with its files; `service` alone its face only."""
    inside = imported.partition(".")[2]
    return inside == door or (door in _OPEN_ROOMS and inside.startswith(f"{door}."))


_OPEN_ROOMS = frozenset({"model", "schemas"})
"""Vocabulary and wire shapes are opened as a whole; of rules and services each file is opened by name."""
