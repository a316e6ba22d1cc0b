"""The classes of evidence that a credited class hour rests on, from A to G."""

from collections.abc import Iterable
from enum import StrEnum


class EvidenceClass(StrEnum):
    """How much speaks for an hour: who the person is, and whether they were in the room."""

    A = "A"
    """Inside, with the room's proof, by a person proven beyond the phone in their hand."""
    B = "B"
    """Inside, by an offered proof on the person's own device."""
    C = "C"
    """The room's code where the fix could not tell inside from outside."""
    D = "D"
    """The room's code and no usable fix; a moving fence, a time without network."""
    E = "E"
    """A card and its PIN at a terminal with an enrolled place."""
    F = "F"
    """No evidence of our own: a correction, a paper record, a reviewer's or a platform's word."""
    G = "G"
    """On a phone that the person alone has bound: nothing shows whose hand it is in, wherever it was."""


_STRONGEST_FIRST = (
    EvidenceClass.A,
    EvidenceClass.B,
    # Between the fix that shows the place and the one that does not: a terminal's place is known, its reader is not.
    EvidenceClass.E,
    EvidenceClass.C,
    EvidenceClass.D,
    EvidenceClass.F,
    EvidenceClass.G,
)


def weakest(classes: Iterable[EvidenceClass]) -> EvidenceClass:
    """The class of hours that rest on several pieces of evidence; ValueError for none.

    >>> weakest([EvidenceClass.A, EvidenceClass.D, EvidenceClass.E])
    <EvidenceClass.D: 'D'>
    """
    return max(classes, key=_STRONGEST_FIRST.index)
