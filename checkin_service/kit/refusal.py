"""Refusal by a rule, as a value: why something cannot be done, and the clause or decision that it stands on."""

from typing import NamedTuple

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
