"""Recognising people by their documents, also by one that a correction names, and the names they are known by."""

from collections.abc import Collection, Mapping
from typing import NamedTuple
from uuid import UUID

from checkin_service.identity.model import DocumentKind, IdentityDocument
from checkin_service.identity.rules.names import name_key
from checkin_service.identity.service.corrections import holders_by_history, spellings
from checkin_service.identity.service.persons import people, persons_by_documents
from checkin_service.kit.resources import Resources

DocumentKey = tuple[DocumentKind, str]


class Recognised(NamedTuple):
    """Whose documents these are, and the keys of every name that each of those people is known by."""

    holders: Mapping[DocumentKey, UUID]
    names: Mapping[UUID, frozenset[str]]
    erased: Collection[UUID] = ()
    """Of the holders those who were erased: known by the document alone, they take the name that comes with it."""

    def is_new(self, document: DocumentKey) -> bool:
        """Whether whoever has this document is to be registered, for the first time or again."""
        return document not in self.holders or self.holders[document] in self.erased

    def has_other_name(self, name: str, document: IdentityDocument) -> bool:
        """Whether the document belongs to somebody who is known by other names only."""
        holder = self.holders.get((document.kind, document.number))
        if holder is None or holder in self.erased:
            return False
        return name_key(name) not in self.names.get(holder, ())


async def recognised(
    resources: Resources, given: Collection[tuple[str, IdentityDocument]], *, also: Collection[UUID] = ()
) -> Recognised:
    """Who of these, by vetted name and document, is known; `also` names ids whose names are wanted besides."""
    holders = dict(await persons_by_documents(resources, [document for _, document in given]))
    others = [document for _, document in given if (document.kind, document.number) not in holders]
    before = await holders_by_history(resources, others) if others else {}
    names, erased = await _names_of(resources, [*holders.values(), *before.values(), *also])
    for name, document in given:
        if (holder := holders.get((document.kind, document.number))) in erased:
            names[holder] = frozenset({name_key(name)})
    # A number that a correction names may rightly be another person's: only with the name it is the one corrected.
    holders |= {
        key: before[key]
        for name, document in given
        if (key := (document.kind, document.number)) in before and name_key(name) in names.get(before[key], ())
    }
    return Recognised(holders, names, erased)


async def _names_of(
    resources: Resources, trainee_ids: Collection[UUID]
) -> tuple[dict[UUID, frozenset[str]], frozenset[UUID]]:
    """The names that people are known by, and who of them has none any more."""
    known = await people(resources, trainee_ids)
    written = await spellings(resources, list(known))
    names = {key: written.get(key, frozenset()) | {name_key(person.name)} for key, person in known.items()}
    return names, frozenset(key for key, person in known.items() if person.is_erased)
