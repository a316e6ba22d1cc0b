"""The rules of the source documents, each by its id: where it stands, what it says, and why some are no policy."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words

_FILE = Path(__file__).with_name("clauses.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One rule of a source document."""

    id: str
    where: str
    """Article or section, as the document numbers it."""
    title: Words
    why_no_policy: Words | None
    """Why no pack states it; `None` when packs do."""


@cache
def clauses() -> Mapping[str, Clause]:
    """Every rule there is, in the order of the documents.

    >>> clauses()["SX-23"].where
    '三（六）'
    """
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    reasons = {id_: Words(*reason) for id_, reason in content["not_policy"].items()}
    return MappingProxyType(
        {
            id_: Clause(id=id_, where=where, title=Words(zh, en), why_no_policy=reasons.get(id_))
            for id_, (where, zh, en) in content["rows"].items()
        }
    )


@cache
def law(clause: str) -> Basis:
    """What a refusal stands on where no value of policy says it; a clause that no document has is a mistake.

    >>> law("MP-09").clause
    'MP-09'
    """
    return Basis(kind=BasisKind.STATUTE, clause=clauses()[clause].id)
