"""Texts of the pages in Chinese and English, and the language a visitor reads."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from fastapi import Request

from checkin_service.kit.words import Words
from checkin_service.policy.proofs import PROOFS

_FOLDER = Path(__file__).parent

LANGUAGE_COOKIE = "lang"
"""Which language the visitor has chosen; nothing else."""


class Language(StrEnum):
    ZH = "zh"
    EN = "en"

    @classmethod
    def of(cls, request: Request) -> "Language":
        """What the address asks for, else what was chosen before, else what the browser prefers, else Chinese."""
        chosen = cls.asked(request) or cls.named(request.cookies.get(LANGUAGE_COOKIE))
        return chosen or cls.preferred(request.headers.get("accept-language", ""))

    @classmethod
    def preferred(cls, header: str) -> "Language":
        """The first of our languages in the order in which browsers write theirs.

        >>> [Language.preferred(each).value for each in ("en-GB,zh;q=0.8", "de, zh-CN;q=0.9, en;q=0.5", "de", "")]
        ['en', 'zh', 'zh', 'zh']
        """
        tags = (part.strip()[:2].lower() for part in header.split(","))
        return next(filter(None, map(cls.named, tags)), cls.ZH)

    @classmethod
    def asked(cls, request: Request) -> "Language | None":
        return cls.named(request.query_params.get(LANGUAGE_COOKIE))

    @classmethod
    def named(cls, name: str | None) -> "Language | None":
        return next((each for each in cls if each.value == name), None)


class Bilingual(Protocol):
    """Words of the service, or their wire shape."""

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Speech:
    """The texts in one language."""

    language: Language

    def __call__(self, key: str, **values: object) -> str:
        """The text of a key; an unknown key is a `KeyError`, which a test finds before any visitor does."""
        return self.said(texts()[key].filled(**values))

    def said(self, words: Bilingual | Mapping[str, str] | None) -> str:
        """Words that came from elsewhere, in this language; none are silence."""
        if words is None:
            return ""
        if isinstance(words, Mapping):
            return words[self.language]
        return words.en if self.language is Language.EN else words.zh

    def under(self, *sections: str) -> dict[str, str]:
        """All texts of some sections, for scripts."""
        starts = tuple(f"{section}." for section in sections)
        return {key: self.said(words) for key, words in texts().items() if key.startswith(starts)}


@cache
def texts() -> Mapping[str, Words]:
    """Every text by its key, such as `staff.sign_in`; each folder of pages keeps its own in a `texts.toml`."""
    found = {f"proof.{kind}": about.label for kind, about in PROOFS.items()}
    for file in sorted(_FOLDER.rglob("texts.toml")):
        for key, words in _flattened(tomllib.loads(file.read_text(encoding="utf-8"))):
            if key in found:
                raise ValueError(f"{file}: {key} is said twice")
            found[key] = words
    return found


def _flattened(section: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Words]]:
    for name, value in section.items():
        if "zh" in value:
            yield f"{prefix}{name}", Words(zh=value["zh"], en=value["en"])
        else:
            yield from _flattened(value, f"{prefix}{name}.")
