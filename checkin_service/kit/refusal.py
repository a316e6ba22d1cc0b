"""Refusals by a rule and refusals of what does not fit: the first cannot be made without what it stands on.

A rule answers `Refused`; whoever passes it on, or refuses by a source document itself, says `by_law`. `unfit` is for
what no document decides: a number mistyped, a row named twice, a step that has nothing to work on.
"""

from typing import Any, NamedTuple

from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words


class Refused(NamedTuple):
    """What a rule answers instead of nothing, so that nobody is refused without being told by what."""

    words: Words
    basis: Basis

    @property
    def cited(self) -> Words:
        """The words with their clause, for answers that have no place of their own for it."""
        clause = self.basis.clause
        return Words(f"{self.words.zh}（{clause}）", f"{self.words.en} ({clause})") if clause else self.words


def by_law(words: Words, basis: Basis, *, kind: ProblemKind = ProblemKind.RULE_REFUSED, **told: Any) -> Problem:
    """A refusal by a clause, a value of policy or a decision; `told` is what programs learn besides.

    >>> from checkin_service.kit.verdict import BasisKind
    >>> no = by_law(Words("不行", "no"), Basis(kind=BasisKind.STATUTE, clause="FJ-12"), reason="late")
    >>> no.fields["reason"], no.fields["clause"], no.fields["basis"].value
    ('late', 'FJ-12', 'statute')
    """
    stands_on = {"basis": basis.kind, "clause": basis.clause, "quote": basis.quote}
    return Problem(kind, words, fields={**told, **stands_on})


def unfit(words: Words, **told: Any) -> Problem:
    """A refusal of what was given, by no source document; `told` is what programs learn besides."""
    return Problem(ProblemKind.RULE_REFUSED, words, fields=told)


def refuse(refusal: Refused | Words | None, **told: Any) -> None:
    """Raise what a rule answered, if it answered anything: with its clause, where a document decides."""
    if refusal is None:
        return
    raise by_law(*refusal, **told) if isinstance(refusal, Refused) else unfit(refusal, **told)
