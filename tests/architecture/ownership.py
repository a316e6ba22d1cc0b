"""The seventh contract: stores and tables belong to one capability; every exception has its reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from grimp import ImportGraph

SERVICE = "checkin_service"

EXCEPTIONS = {
    ("checkin.store", "attendance.tables"): "The one read of the hot path: decision 0002.",
    ("checkin.store", "catalogue.tables"): "The one read of the hot path: decision 0002.",
    ("checkin.store", "identity.tables"): "The one read of the hot path: decision 0002.",
    ("checkin.store", "timetable.tables"): "The one read of the hot path: decision 0002.",
    ("checkin.store", "voucher.tables"): "The one read of the hot path: decision 0002.",
    ("checkin.keeping", "attendance.store"): "The one write of the hot path takes its fragments: decision 0002.",
    ("checkin.review_store", "timetable.tables"): "The queue is cut to the classes an authority supervises.",
    ("eligibility.store", "attendance.tables"): "A determination's facts are one consistent read.",
    ("eligibility.store", "catalogue.tables"): "A determination's facts are one consistent read.",
    ("eligibility.store", "checkin.tables"): "A determination's facts are one consistent read.",
    ("eligibility.store", "timetable.tables"): "Determinations are cut to the classes a subject may see.",
    ("eligibility.store", "voucher.tables"): "A determination's facts are one consistent read.",
    ("feed.store", "timetable.tables"): "A subscriber hears of its authority's classes only.",
    ("transparency.store", "access.tables"): "The log commits to the facts of all: approvals.",
    ("transparency.store", "attendance.tables"): "The log commits to the facts of all: credits.",
    ("transparency.store", "checkin.tables"): "The log commits to the facts of all: attempts and reviews.",
    ("transparency.store", "eligibility.tables"): "The log commits to the facts of all: determinations.",
    ("transparency.store", "timetable.tables"): "The log commits to the facts of all: results and certificates.",
    ("transparency.store", "voucher.tables"): "The log commits to the facts of all: transfers.",
}
"""Who reads another capability's tables or adds its fragments, and why."""

OPEN_TO_ALL = frozenset({"access.audit"})
"""Every use case audits: the trail's fragment is there for all, its table is not."""

ALL_TABLES = "all_tables"
"""Migrations compare with every table."""


@dataclass(frozen=True, slots=True)
class Trespass:
    """An import of a store or table by somebody who is neither its owner nor excepted."""

    importer: str
    imported: str


def trespasses(imports: ImportGraph) -> set[Trespass]:
    return {each for each in _foreign(imports) if _named(each) not in EXCEPTIONS}


def unused_exceptions(imports: ImportGraph) -> set[tuple[str, str]]:
    return set(EXCEPTIONS) - {_named(each) for each in _foreign(imports)}


def handlers_of_tables(imports: ImportGraph) -> set[Trespass]:
    """Modules of a capability that use its tables without being one of its stores."""
    return {
        Trespass(importer, imported)
        for importer, imported in _kept_imports(imports)
        if _owner(importer) == _owner(imported)
        and _part(imported) == "tables"
        and not _is_store(importer)
        and _part(importer) != "tables"  # Tables may fill several files.
        and importer not in OPEN_TO_ALL
    }


def _foreign(imports: ImportGraph) -> Iterator[Trespass]:
    for importer, imported in _kept_imports(imports):
        if _owner(importer) != _owner(imported) and importer != ALL_TABLES:
            yield Trespass(importer, imported)


def _kept_imports(imports: ImportGraph) -> Iterator[tuple[str, str]]:
    """Imports of stores and tables, named from below the service."""
    below = f"{SERVICE}."
    for imported in imports.modules:
        name = imported.removeprefix(below)
        if imported.startswith(below) and (_is_store(name) or _part(name) == "tables"):
            for importer in imports.find_modules_that_directly_import(imported):
                yield importer.removeprefix(below), name


def _is_store(name: str) -> bool:
    return _part(name).endswith("store")


def _owner(name: str) -> str:
    return name.split(".", maxsplit=1)[0]


def _part(name: str) -> str:
    """`store` of `timetable.store.classes`."""
    return name.split(".")[1] if "." in name else ""


def _named(trespass: Trespass) -> tuple[str, str]:
    return tuple(f"{_owner(name)}.{_part(name)}" for name in (trespass.importer, trespass.imported))  # type: ignore[return-value]
