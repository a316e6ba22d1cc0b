"""The seventh contract: stores and tables belong to one capability; every exception has its reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from grimp import ImportGraph

SERVICE = "checkin_service"

_HOT_READ = "The one read of a check-in: decision 0002."
_ONE_READ = "A determination's facts are one consistent read."
_QUEUE = "The authority's desk is cut to the classes that it supervises."
_SEARCH = "Regulators' lists join what their columns show, and are cut to the classes they may see."
_LOOKS = "Who looked at what is a person's is one question over the trail and all that is theirs."
_STORY = "The help desk reads one person's story in one statement, cut to the authority that asks."
_LOG = "The log commits to the facts of all capabilities."
_COUNTED = "Counters are recomputed from the facts of all capabilities, read by the keys of their people."
_LOOKED_AT = "A look at a class is one question over its sign-ins and one over its phones, at night."
_GOES_UP = "What goes up is read of some people by their keys, from the facts of all capabilities."
_PILOT = "The pilot's figures are counted over the classes of one authority."
_SCORED = "What a credit score is computed from is one consistent read of an institution's classes."
_OPEN = "What is open with a person before an erasure is one question over the cases of all capabilities."
_EMPTIED = "An erasure is one write over everything that a person's keys closed."
_ENDS = "What ends with its time is one nightly write over the words of all capabilities."
_PUBLIC = "Public lists name nobody whom a sanction takes off, and join what their columns show."
EXCEPTIONS = {
    (
        "attendance.tables.hours",
        "timetable.tables",
    ): "Of a session broken off only the hours held count, whoever reads them.",
    ("checkin.store", "attendance.tables"): _HOT_READ,
    ("checkin.store", "catalogue.tables"): _HOT_READ,
    ("checkin.store", "identity.tables"): _HOT_READ,
    ("checkin.store", "messages.tables"): "The first screen is one statement, with how many messages are new.",
    ("checkin.store", "policy_decisions.tables"): _HOT_READ,
    ("checkin.store", "timetable.tables"): _HOT_READ,
    ("checkin.store", "voucher.tables"): _HOT_READ,
    ("checkin.service.keeping", "attendance.store"): "The one write of a check-in takes its fragments: decision 0002.",
    ("review.store", "catalogue.tables"): _QUEUE,
    ("review.store", "checkin.store"): "The fence in force is asked for by one fragment of a statement.",
    ("review.store", "checkin.tables"): _QUEUE,
    ("review.store", "identity.tables"): _QUEUE,
    ("review.store", "timetable.tables"): _QUEUE,
    ("eligibility.store", "attendance.tables"): _ONE_READ,
    ("eligibility.store", "catalogue.tables"): _ONE_READ,
    ("eligibility.store", "checkin.tables"): _ONE_READ,
    ("eligibility.store", "fees.tables"): _ONE_READ,
    ("eligibility.store", "identity.tables"): _ONE_READ,
    ("eligibility.store", "recordings.tables"): _ONE_READ,
    ("eligibility.store", "review.tables"): _ONE_READ,
    ("eligibility.store", "registry.tables"): "Facts are taken of whoever is in the authority's register.",
    ("eligibility.store", "timetable.tables"): "Determinations are cut to the classes a subject may see.",
    ("eligibility.store", "voucher.tables"): _ONE_READ,
    ("oversight.store", "access.tables"): _LOOKS,
    ("oversight.store", "attendance.tables"): _SEARCH,
    ("oversight.store", "catalogue.tables"): _SEARCH,
    ("oversight.store", "checkin.tables"): _STORY,
    ("oversight.store", "eligibility.store"): _SEARCH,
    ("oversight.store", "eligibility.tables"): _SEARCH,
    ("oversight.store", "identity.tables"): _STORY,
    ("oversight.store", "messages.tables"): _STORY,
    ("oversight.store", "registry.tables"): _STORY,
    ("oversight.store", "timetable.tables"): _SEARCH,
    ("oversight.store", "voucher.tables"): _SEARCH,
    ("credit.store", "attendance.tables"): _SCORED,
    ("credit.store", "catalogue.tables"): _PUBLIC,
    ("credit.store", "conduct.tables"): _PUBLIC,
    ("credit.store", "timetable.tables"): _SCORED,
    ("credit.store", "voucher.tables"): _SCORED,
    ("registry.store", "catalogue.tables"): "People read which authorities know them, by name.",
    ("registry.store", "identity.tables"): "A matching is one question over people and facts, however many they are.",
    ("registry.store", "voucher.tables"): "A matching is one question over people and facts, however many they are.",
    ("admission.store", "catalogue.tables"): _PUBLIC,
    ("admission.store", "conduct.tables"): _PUBLIC,
    ("admission.store", "timetable.tables"): _PUBLIC,
    ("timetable.store", "catalogue.tables"): "Classes are listed, searched and sorted by their institutions' names.",
    ("courses.store", "conduct.tables"): _PUBLIC,
    ("vacancies.store", "conduct.tables"): _PUBLIC,
    ("courses.store", "catalogue.tables"): "Courses are listed with the names of their institutions.",
    ("vacancies.store", "catalogue.tables"): "Vacancies are listed with the names of those who published them.",
    ("recordings.store", "catalogue.tables"): "Classes that lack recordings are listed with their institutions.",
    ("recordings.store", "timetable.tables"): "Classes that lack recordings are cut to those of an authority.",
    ("privacy.store", "admission.tables"): _OPEN,
    ("privacy.store", "evaluations.tables"): _ENDS,
    ("privacy.store", "inspections.tables"): _ENDS,
    ("privacy.store", "oversight.tables"): _ENDS,
    ("privacy.store", "questions.tables"): _ENDS,
    ("privacy.store", "recordings.tables"): _ENDS,
    ("privacy.store", "attendance.tables"): _EMPTIED,
    ("privacy.store", "checkin.tables"): _EMPTIED,
    ("privacy.store", "eligibility.tables"): _OPEN,
    ("privacy.store", "identity.tables"): _OPEN,
    ("privacy.store", "messages.tables"): _EMPTIED,
    ("privacy.store", "registry.tables"): _OPEN,
    ("privacy.store", "settlement.tables"): _OPEN,
    ("privacy.store", "timetable.tables"): _OPEN,
    ("privacy.store", "voucher.tables"): _OPEN,
    ("platform.store", "catalogue.tables"): "A province's list names its cities.",
    ("reporting.store", "attendance.tables"): _PILOT,
    ("reporting.store", "catalogue.tables"): _GOES_UP,
    ("reporting.store", "checkin.tables"): _GOES_UP,
    ("reporting.store", "identity.tables"): _PILOT,
    ("reporting.store", "timetable.tables"): _GOES_UP,
    ("reporting.store", "voucher.tables"): _GOES_UP,
    ("messages.store", "timetable.tables"): "A message names the class it is about.",
    ("feed.store", "timetable.tables"): "A subscriber hears of its authority's classes only.",
    ("statistics.store", "attendance.tables"): _COUNTED,
    (
        "statistics.store",
        "catalogue.tables",
    ): "Figures name the authorities, institutions and projects they tell apart.",
    ("statistics.store", "checkin.tables"): _COUNTED,
    ("statistics.store", "identity.tables"): _COUNTED,
    ("statistics.store", "registry.tables"): _COUNTED,
    ("statistics.store", "timetable.tables"): _COUNTED,
    ("statistics.store", "voucher.tables"): _COUNTED,
    ("trust.store", "checkin.tables"): _LOOKED_AT,
    ("trust.store", "identity.tables"): _LOOKED_AT,
    ("trust.store", "timetable.tables"): _LOOKED_AT,
    ("transparency.store", "access.tables"): _LOG,
    ("transparency.store", "attendance.tables"): _LOG,
    ("transparency.store", "checkin.tables"): _LOG,
    ("transparency.store", "draws.tables"): _LOG,
    ("transparency.store", "eligibility.tables"): _LOG,
    ("transparency.store", "policy_decisions.tables"): _LOG,
    ("transparency.store", "proposals.tables"): _LOG,
    ("transparency.store", "settlement.tables"): _LOG,
    ("transparency.store", "timetable.tables"): _LOG,
    ("transparency.store", "voucher.tables"): _LOG,
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
    """Stores are excepted as a room, services by the file, so that an exception opens one use case and not all."""
    deep = 2 if _is_store(trespass.importer) else 3
    return ".".join(trespass.importer.split(".")[:deep]), f"{_owner(trespass.imported)}.{_part(trespass.imported)}"
