"""Uploads from our own pages: one file and the fields beside it, read within limits."""

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from fastapi import Depends, Request

from checkin_service.intake.schemas import MOST_BYTES
from checkin_service.kit import pictures
from checkin_service.kit.http.body_limit import bounded_body
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.web.forms import require_same_origin

_BOUNDARY = re.compile(r'multipart/form-data;\s*boundary="?([0-9A-Za-z\'()+_,./:=? -]{1,70})"?')
_NAME = re.compile(rb'name="([a-z_]{1,40})"(; filename=)?')
_MOST_PARTS = 16
_LONGEST_FIELD = 1000
_MOST_BESIDE = 2**16
"""For the other fields and the heads of the parts."""


class Upload(NamedTuple):
    """What a form with a file sent; without a chosen file its content is empty."""

    fields: Mapping[str, str]
    content: bytes


async def read_upload(request: Request) -> Upload:
    """A table with the fields beside it."""
    return await _parts(request, MOST_BYTES)


async def read_picture(request: Request) -> Upload:
    """A picture with the fields beside it; a telephone's may be larger than a table."""
    return await _parts(request, pictures.MOST_BYTES)


async def _parts(request: Request, most_bytes: int) -> Upload:
    """The parts of the body; the name that the file had at home is not looked at."""
    require_same_origin(request)
    found = _BOUNDARY.fullmatch(request.headers.get("content-type", ""))
    if found is None:
        raise Problem(ProblemKind.UNSUPPORTED_MEDIA)
    fields, content = dict[str, str](), b""
    parts = (b"\r\n" + await bounded_body(request, most_bytes + _MOST_BESIDE)).split(b"\r\n--" + found[1].encode())
    if len(parts) > _MOST_PARTS or not parts[-1].startswith(b"--"):
        raise Problem(ProblemKind.MALFORMED)
    for part in parts[1:-1]:
        head, _, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if name is None or (not name[2] and len(value) > _LONGEST_FIELD):
            raise Problem(ProblemKind.MALFORMED)
        if name[2]:
            content = value
        else:
            fields[name[1].decode()] = value.decode(errors="replace")
    if len(content) > most_bytes:
        raise Problem(ProblemKind.BODY_TOO_LARGE)
    return Upload(fields, content)


Sent = Annotated[Upload, Depends(read_upload)]
SentPicture = Annotated[Upload, Depends(read_picture)]
