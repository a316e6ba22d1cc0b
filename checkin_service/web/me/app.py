"""The pages of the trainee's app: the shell, the manifest, the worker, and the one script."""

from functools import cache
from hashlib import sha256
from string import Template
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from checkin_service.access.dependencies import get_resources
from checkin_service.checkin.words.exits import EXITS
from checkin_service.identity import service as identity
from checkin_service.identity.model import Purpose
from checkin_service.web.assets import KEPT_FOR_GOOD, asset
from checkin_service.web.me.bundle import FOLDER, bundle
from checkin_service.web.pages import PageRoute, page
from checkin_service.web.texts import Language, Speech

router = APIRouter(route_class=PageRoute)

SHELL = "/me"
_SCRIPT_TEXTS = ("phone", "phase", "proof", "outcome", "voucher", "voucher_next")
_QR_READER = "jsqr/jsQR.js"
_FILES = ("style.css", "phone.css", "mark.svg", "mark-192.png")
_BRAND, _PAPER = "#0b6b5c", "#f5f6f3"
_DIGEST_CHARACTERS = 12


@router.get(SHELL)
async def shell(request: Request) -> Response:
    """The frame of the app; everything personal is fetched by its script, with the phone's own key.

    A browser keeps it to open without a network, so that it holds no time and nobody's data.
    """
    issuer = get_resources(request).e_card_issuer
    texts = {text.purpose: text for text in identity.current_texts()}
    return page(
        request,
        "phone.html",
        texts=Speech(Language.of(request)).under(*_SCRIPT_TEXTS),
        exits=dict(EXITS),
        consents=[texts[purpose] for purpose in (Purpose.LOCATION, Purpose.FACE)],
        bundle=_script_address(),
        qr_reader=asset(_QR_READER),
        e_card_page=issuer.page if issuer else None,
    )


@router.get("/phone")
async def phone() -> Response:
    """Where the app was before: invitations and codes printed then lead here, with what stands behind their #."""
    return RedirectResponse(SHELL, status_code=308)


@router.get("/me/{digest}/app.js")
async def script(digest: str) -> Response:
    """Every module of the app in one file."""
    is_current = digest == _script_digest()
    kept = KEPT_FOR_GOOD if is_current else "no-cache"
    return Response(bundle(), media_type="text/javascript", headers={"Cache-Control": kept})


@router.get("/me.webmanifest")
async def manifest(request: Request) -> Response:
    """What a phone asks for to put the app on its screen (W3C Web Application Manifest)."""
    speech = Speech(Language.of(request))
    icons: list[dict[str, Any]] = [
        {"src": asset(f"mark-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    content = {
        "id": SHELL,
        "start_url": SHELL,
        "scope": SHELL,
        "name": speech("site.title"),
        "short_name": speech("phone.title"),
        "lang": "zh-CN" if speech.language is Language.ZH else "en",
        "display": "standalone",
        "theme_color": _BRAND,
        "background_color": _PAPER,
        "icons": icons,
    }
    return JSONResponse(content, media_type="application/manifest+json")


@router.get("/worker.js")
async def worker() -> Response:
    """The service worker, which stands at the root because it answers for /me; it names the files of this version."""
    return Response(_worker(), media_type="text/javascript")


@cache
def _worker() -> str:
    files = [_script_address(), *map(asset, _FILES)]
    version = sha256("".join(files).encode()).hexdigest()[:_DIGEST_CHARACTERS]
    source = (FOLDER.parent / "worker.js").read_text(encoding="utf-8")
    listed = ", ".join(f'"{each}"' for each in files)
    return Template(source).safe_substitute(VERSION=version, SHELL=SHELL, FILES=listed, LATER=asset(_QR_READER))


@cache
def _script_digest() -> str:
    return sha256(bundle().encode()).hexdigest()[:_DIGEST_CHARACTERS]


def _script_address() -> str:
    return f"/me/{_script_digest()}/app.js"
