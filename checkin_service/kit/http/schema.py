"""Strict wire shapes: unknown fields, loose types, NUL, lone surrogates and control characters are refused."""

import re
from datetime import UTC, datetime
from itertools import islice
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from checkin_service.kit.http.reasons import reason_of
from checkin_service.kit.intake import folding
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words, Wrong

# C0 and C1 controls, surrogates, non-characters, and the marks that turn the direction of text around.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


_FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z_-]{0,39}")

LIST_BYTES = 2**20
"""What a list of people or rows may take as a body."""
FILE_BYTES = 6 * 2**20
"""What photos, files and the longest lists may take."""
_MOST_ERRORS = 20


def _folded(value: str) -> str:
    if _FORBIDDEN.search(value):
        raise Wrong(_HIDES, "hidden_character")
    return folding.text(value)


CleanText = Annotated[str, AfterValidator(_folded)]
ShortText = Annotated[CleanText, Field(min_length=1, max_length=200)]
CodeText = Annotated[CleanText, AfterValidator(folding.code)]
"""A code without dashes of its own, in half width and upper case however it was typed, pasted or scanned."""
DashedText = Annotated[CleanText, AfterValidator(folding.dashed)]
"""The same for codes that have dashes."""
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
        raise Wrong(_NO_MOMENT) from None


def _storable(value: datetime) -> datetime:
    """Far from the ends of both calendars, Python's and the database's, so that reckoning with it never fails."""
    if not _EARLIEST <= value < _LATEST:
        raise Wrong(_TOO_FAR)
    return value


Moment = Annotated[AwareDatetime, BeforeValidator(_parsed), AfterValidator(_storable)]
"""A moment as it comes over the wire, with its time zone."""

NEEDS_REASON = Words("不同意时须写明理由。", "a refusal needs a reason")


class StrictModel(BaseModel):
    """The base of every request and answer; what may be larger than 64 kB as a body says so by `most_bytes`."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    most_bytes: ClassVar[int] = 2**16

    def __init_subclass__(cls, *, most_bytes: int | None = None, **more: Any) -> None:
        super().__init_subclass__(**more)
        if most_bytes is not None:
            cls.most_bytes = most_bytes

    @classmethod
    def showing(cls, source: object, **others: Any) -> Self:
        """What `source` has under the names of this shape; `others` are what it has not, or shows otherwise."""
        return cls(**{name: getattr(source, name) for name in cls.model_fields.keys() - others.keys()}, **others)


class WordsBody(StrictModel):
    """A sentence in Chinese and English."""

    zh: str
    en: str

    @classmethod
    def of(cls, words: Words) -> "WordsBody":
        return cls(zh=words.zh, en=words.en)


def malformed(error: ValidationError) -> Problem:
    """The problem that a body which fails validation is answered with."""
    if error.error_count() > _MOST_TOLD_APART:
        return Problem(ProblemKind.MALFORMED, _WRONG_THROUGHOUT)
    return Problem(
        ProblemKind.MALFORMED, fields={"errors": field_errors(error.errors(include_input=False, include_url=False))}
    )


def field_errors(errors: Any) -> list[dict[str, str]]:
    """The first of the fields that are wrong, and why; what was sent is not repeated: it may be personal."""
    found = []
    for each in islice(errors, _MOST_ERRORS):
        _, words = reason_of(each)
        found.append({"field": ".".join(map(_named, each["loc"])), "reason": words.en, "reason_zh": words.zh})
    return found


def _named(part: object) -> str:
    """A field's name as it was sent, unless it is no name but a value in the wrong place."""
    text = str(part)
    return text if isinstance(part, int) or _FIELD_NAME.fullmatch(text) else "?"


_MOST_TOLD_APART = 10_000
"""To say of each what is wrong takes longer than to find it."""
_WRONG_THROUGHOUT = Words(
    "内容几乎处处不符合要求，可能不是所需的格式。请对照接口说明或模板重新制作。",
    "More than ten thousand fields are wrong: this is hardly the form that is wanted. Compare it with the docs.",
)
_HIDES = Words(
    "含有控制字符、不完整的字符或改变文字方向的字符，请删除后重新输入。",
    "contains a control character, an unpaired surrogate or a direction mark",
)
_NO_MOMENT = Words(
    "时间须写到秒并带时区（RFC 3339），如 2026-03-02T09:00:00+08:00。",
    "must be a date and time with seconds and a time zone (RFC 3339)",
)
_TOO_FAR = Words("时间须在1970年至2100年之间。", "must lie between 1970 and 2100")
