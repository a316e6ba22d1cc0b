"""Sentences in the two languages people here read: Chinese first, English beside it."""

from typing import NamedTuple


class Words(NamedTuple):
    zh: str
    en: str

    def filled(self, **values: object) -> "Words":
        return Words(self.zh.format(**values), self.en.format(**values))


class Wrong(ValueError):
    """What was sent or typed cannot be of its kind; `words` say what to do, without repeating it."""

    def __init__(self, words: Words, code: str = "wrong") -> None:
        super().__init__(words.en)
        self.words, self.code = words, code
