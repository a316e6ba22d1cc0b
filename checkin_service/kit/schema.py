"""Strict wire shapes: unknown fields, loose types, NUL, lone surrogates and control characters are refused."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words

# C0 and C1 controls, surrogates, non-characters, and the marks that turn the direction of text around.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}")


def _without_hidden_characters(value: str) -> str:
    if _FORBIDDEN.search(value):
        raise ValueError("contains a control character, an unpaired surrogate or a direction mark")
    return value


CleanText = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_without_hidden_characters)]
ShortText = Annotated[CleanText, Field(min_length=1, max_length=200)]
LongText = Annotated[CleanText, Field(min_length=1, max_length=20_000)]

_EARLIEST, _LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})"
)


def _parsed(value: Any) -> Any:
    """RFC 3339 only: left to itself, pydantic takes a number in quotes for seconds or milliseconds since 1970."""
    if not isinstance(value, str):
        return value
    try:
        return datetime.fromisoformat(value if _RFC_3339.fullmatch(value) else "")
    except ValueError:
        raise ValueError("must be a date and time with seconds and a time zone (RFC 3339)") from None


def _storable(value: datetime) -> datetime:
    """Far from the ends of both calendars, Python's and the database's, so that reckoning with it never fails."""
    if not _EARLIEST <= value < _LATEST:
        raise ValueError("must lie between 1970 and 2100")
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_parsed), AfterValidator(_storable)]
"""A moment as it comes over the wire, with its time zone."""


class StrictModel(BaseModel):
    """The base of every request and answer."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class WordsBody(StrictModel):
    """A sentence in Chinese and English."""

    zh: str
    en: str

    @classmethod
    def of(cls, words: Words) -> "WordsBody":
        return cls(zh=words.zh, en=words.en)


def malformed(error: ValidationError) -> Problem:
    """The problem that a body which fails validation is answered with."""
    return Problem(
        ProblemKind.MALFORMED, fields={"errors": field_errors(error.errors(include_input=False, include_url=False))}
    )


def field_errors(errors: Any) -> list[dict[str, str]]:
    """Which fields are wrong and why; what was sent is not repeated: it may be personal."""
    return [{"field": ".".join(map(_named, each["loc"])), "reason": _reason(each)} for each in errors]


def _named(part: object) -> str:
    """A field's name as it was sent, unless it is no name but a value in the wrong place."""
    text = str(part)
    return text if isinstance(part, int) or _FIELD_NAME.fullmatch(text) else "?"


def _reason(error: Any) -> str:
    # Of all kinds of error, this one alone quotes what was sent.
    return "Input should be one of the known kinds" if error["type"] == "union_tag_invalid" else str(error["msg"])
