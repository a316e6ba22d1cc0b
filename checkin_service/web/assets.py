"""Style sheet, scripts and icons, under an address that names their content, so that browsers keep them for good."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_FOLDER = Path(__file__).parent / "static"
_DIGEST_CHARACTERS = 12
KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
"""Of what stands under an address that names its content."""


def asset(name: str) -> str:
    """The address of a file. All files share one digest, so that scripts find each other by relative paths."""
    return f"/static/{_digest()}/{name}"


def asset_file(name: str) -> bytes:
    """A file's content, for what has to be served under another address."""
    return (_FOLDER / name).read_bytes()


def mount_static(app: FastAPI) -> None:
    app.mount("/static", _Assets(directory=_FOLDER), name="static")


class _Assets(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        digest, _, name = path.replace("\\", "/").partition("/")
        response = await super().get_response(name, scope)
        # A page from before an update gets today's files, and asks again next time.
        response.headers["Cache-Control"] = KEPT_FOR_GOOD if digest == _digest() else "no-cache"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


@cache
def _digest() -> str:
    digest = sha256()
    for file in sorted(each for each in _FOLDER.rglob("*") if each.is_file()):
        digest.update(file.relative_to(_FOLDER).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:_DIGEST_CHARACTERS]
