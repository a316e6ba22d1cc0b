"""Numbers of certificates: within one issuer and kind each is one person's (SD-26)."""

from collections.abc import Sequence
from typing import NamedTuple

from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.intake import folding
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.policy.clauses import law
from checkin_service.timetable import rules
from checkin_service.timetable.model import CertificateKind
from checkin_service.timetable.store import certificates as store
from checkin_service.timetable.store.certificates import Taken


class Wanted(NamedTuple):
    """A certificate number with the documents by which its holder is known."""

    kind: CertificateKind
    number: str
    hashes: frozenset[bytes]


class Numbers(NamedTuple):
    """What became of the numbers asked for: those of somebody else by kind and number, and those still to be kept."""

    others: set[tuple[str, str]]
    new: list[Taken]


async def numbers_of(resources: Resources, issuer: str, wanted: Sequence[Wanted]) -> Numbers:
    """Which of these this issuer gave to somebody else: a number is one person's for issuer and kind (SD-26)."""
    taken = await store.taken_numbers(resources.database, issuer, {canonical(each.number) for each in wanted})
    holders = {(each.kind, each.number): each.document_hash for each in taken}
    others, new = set(), {}
    for each in wanted:
        key = (each.kind.value, canonical(each.number))
        if key not in holders:
            new[key] = Taken(issuer, *key, min(each.hashes))
        elif holders[key] not in each.hashes:
            others.add((each.kind.value, each.number))
    return Numbers(others, list(new.values()))


async def keep_number(resources: Resources, unit: UnitOfWork, issuer: str, wanted: Wanted) -> None:
    """Add the number to the write, or refuse it as somebody else's."""
    numbers = await numbers_of(resources, issuer, [wanted])
    if numbers.others:
        raise by_law(rules.NUMBER_OF_ANOTHER, law("MP-19"), reason="number_of_another")
    store.add_numbers(unit, numbers.new)


def canonical(number: str) -> str:
    """The number however it was typed."""
    return folding.dashed(number)
