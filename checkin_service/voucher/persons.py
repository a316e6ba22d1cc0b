"""What is known of people, for the capabilities above: their files, new facts, declarations."""

from checkin_service.voucher.person import FactKind, PersonFact, PersonFile
from checkin_service.voucher.person_store import (
    NewFact,
    Provenance,
    add_declaration,
    add_facts,
    files_of,
    known_facts,
    last_declared,
    withdraw_fact,
)

__all__ = [
    "FactKind",
    "NewFact",
    "PersonFact",
    "PersonFile",
    "Provenance",
    "add_declaration",
    "add_facts",
    "files_of",
    "known_facts",
    "last_declared",
    "withdraw_fact",
]
