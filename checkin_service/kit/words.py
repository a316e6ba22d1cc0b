"""A sentence in the two languages people here read: Chinese first, English beside it."""

from typing import NamedTuple


class Words(NamedTuple):
    zh: str
    en: str

    def filled(self, **values: object) -> "Words":
        return Words(self.zh.format(**values), self.en.format(**values))
