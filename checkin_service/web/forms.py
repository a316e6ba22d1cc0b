"""HTML form bodies: read without a multipart parser, and only when one of our own pages sent them."""

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json

from checkin_service.kit.http.body_limit import bounded_body
from checkin_service.kit.http.schema import FILE_BYTES, malformed
from checkin_service.kit.intake import folding
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.words import Words, Wrong

_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 20
_MOST_CHOICES = 520
_MOST_BYTES = 2**16

_FOREIGN = Words("该表单不是从本站页面提交的。", "This form was not sent from a page of this site.")

Body = TypeVar("Body", bound=BaseModel)


async def read_form(request: Request) -> Mapping[str, str]:
    """The fields of a form that one of our own pages sent."""
    return dict(await _pairs(request, most=_MOST_FIELDS))


async def read_form_with_file(request: Request) -> Mapping[str, str]:
    """The same for a form that carries a file in one of its fields."""
    return dict(await _pairs(request, most=_MOST_FIELDS, most_bytes=FILE_BYTES))


async def read_choices(request: Request) -> Mapping[str, list[str]]:
    """The same for a list in which several lines are chosen: every value of each field."""
    found: dict[str, list[str]] = {}
    for name, value in await _pairs(request, most=_MOST_CHOICES):
        found.setdefault(name, []).append(value)
    return found


Form = Annotated[Mapping[str, str], Depends(read_form)]
FormWithFile = Annotated[Mapping[str, str], Depends(read_form_with_file)]
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
    """Yuan as somebody typed them into a form, to the fen."""
    try:
        return folding.fen(typed)
    except Wrong as wrong:
        raise Problem(ProblemKind.MALFORMED, wrong.words) from None


async def _pairs(request: Request, *, most: int, most_bytes: int = _MOST_BYTES) -> list[tuple[str, str]]:
    require_same_origin(request)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise Problem(ProblemKind.UNSUPPORTED_MEDIA)
    try:
        content = (await bounded_body(request, most_bytes)).decode()
        return parse_qsl(content, keep_blank_values=True, errors="strict", max_num_fields=most)
    except ValueError:
        raise Problem(ProblemKind.MALFORMED) from None


def require_same_origin(request: Request) -> None:
    """The browser says where a form comes from; cookies alone must never be enough to act."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        is_ours = site == "same-origin"
    else:
        is_ours = urlsplit(request.headers.get("origin", "")).netloc == request.headers.get("host", "")
    if not is_ours:
        raise Problem(ProblemKind.NOT_PERMITTED, _FOREIGN)
