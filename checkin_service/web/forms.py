"""What HTML forms send: read without a multipart parser, and only from our own pages."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.schema import malformed
from checkin_service.kit.words import Words

_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20
_MOST_CHOICES = 520

_FOREIGN = Words("该表单不是从本站页面提交的。", "This form was not sent from a page of this site.")

_AMOUNT = Words("金额请填元，最多两位小数，如 1200.50。", "Enter yuan with at most two decimals, such as 1200.50.")
_FEN_DIGITS = 2

Body = TypeVar("Body", bound=BaseModel)


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a form that one of our own pages sent."""
    return dict(await _pairs(request, most=_MOST_FIELDS))


async def read_choices(request: Request) -> Mapping[str, list[str]]:
    """The same for a list in which several lines are chosen: every value of each field."""
    found: dict[str, list[str]] = {}
    for name, value in await _pairs(request, most=_MOST_CHOICES):
        found.setdefault(name, []).append(value)
    return found


Form = Annotated[Mapping[str, str], Depends(read_form)]
Choices = Annotated[Mapping[str, list[str]], Depends(read_choices)]


def as_body(model: type[Body], fields: Mapping[str, Any]) -> Body:
    """Fields as the request that the same deed needs over the API, under the same strict rules."""
    try:
        return model.model_validate_json(to_json(fields))
    except ValidationError as error:
        raise malformed(error) from None


def local_path(wanted: str | None, *, otherwise: str) -> str:
    r"""A path on this site to go on to; an address elsewhere is not followed.

    >>> [local_path(each, otherwise="/staff") for each in ("/reviews?class=1", "//evil.example", "/\\evil", None)]
    ['/reviews?class=1', '/staff', '/staff', '/staff']
    """
    if not wanted or not wanted.startswith("/") or wanted[1:2] in ("/", "\\") or not wanted.isprintable():
        return otherwise
    return wanted


def fen_of(typed: str) -> int:
    """Yuan as somebody types them, to the fen; never by way of a float.

    >>> [fen_of(each) for each in ("1200", "1,200.5", "￥0.05", " 3.10 ")]
    [120000, 120050, 5, 310]
    """
    plain = typed.strip().lstrip("¥￥").replace(",", "").replace("，", "")
    whole, _, rest = plain.partition(".")
    if not whole.isascii() or not whole.isdigit() or len(rest) > _FEN_DIGITS or not (rest or "0").isdecimal():
        raise Problem(ProblemKind.MALFORMED, _AMOUNT)
    return int(whole) * 100 + int(rest.ljust(_FEN_DIGITS, "0"))


async def _pairs(request: Request, *, most: int) -> list[tuple[str, str]]:
    _require_same_origin(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise Problem(ProblemKind.UNSUPPORTED_MEDIA)
    try:
        content = (await request.body()).decode()
        return parse_qsl(content, keep_blank_values=True, errors="strict", max_num_fields=most)
    except ValueError:
        raise Problem(ProblemKind.MALFORMED) from None


def _require_same_origin(request: Request) -> None:
    """The browser says where a form comes from; cookies alone must never be enough to act."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        is_ours = site == "same-origin"
    else:
        is_ours = urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "")
    if not is_ours:
        raise Problem(ProblemKind.NOT_PERMITTED, _FOREIGN)
