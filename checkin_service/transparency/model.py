"""The vocabulary of the log: facts, entries, checkpoints and proofs."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingFact:
    """A fact that waits to be entered, as canonical text."""

    sequence: int
    kind: str
    owner: str
    object: str
    ordinal: int
    chain: str
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """The root of a full subtree: `position` counts the subtrees of 2**level leaves from the left."""

    level: int
    position: int
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A fact as it enters: its name, the salt of its commitment, and its leaf."""

    fact: PendingFact
    salt: bytes
    leaf: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A signed statement: the chain had this root at this size."""

    chain: str
    size: int
    root: bytes
    issued_at: datetime
    complete_until: datetime | None
    signature: bytes
