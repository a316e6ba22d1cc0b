"""Access to people's files for the capabilities above: facts known, new facts, declarations."""

from checkin_service.voucher.model.persons import Examination, FactKind, PersonFact, PersonFile
from checkin_service.voucher.store.persons import (
    NewFact,
    Provenance,
    add_declaration,
    add_examinations,
    add_facts,
    files_of,
    known_facts,
    last_declared,
    withdraw_fact,
)

__all__ = [
    "Examination",
    "FactKind",
    "NewFact",
    "PersonFact",
    "PersonFile",
    "Provenance",
    "add_declaration",
    "add_examinations",
    "add_facts",
    "files_of",
    "known_facts",
    "last_declared",
    "withdraw_fact",
]
