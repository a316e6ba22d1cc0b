"""Requests made to keep a server busy, and how long others wait for an answer meanwhile."""

import asyncio
import contextlib
import io
import time
import zipfile
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx
from pydantic_core import to_json

from checkin_service.kit.ids import new_id
from tests.building.world import World

_PAUSE_S = 0.02
_PARTS = {
    "_rels/.rels": '<Relationships><Relationship Id="b" Type="x/officeDocument" Target="x/b.xml"/></Relationships>',
    "x/b.xml": '<w xmlns:q="a/relationships"><sheets><sheet name="a" q:id="s"/></sheets></w>',
    "x/_rels/b.xml.rels": (
        '<Relationships xmlns="r"><Relationship Id="s" Type="x/worksheet" Target="sheet.xml"/>'
        '<Relationship Id="t" Type="x/sharedStrings" Target="texts.xml"/></Relationships>'
    ),
}

Bomb = Callable[[World], Awaitable[httpx.Response]]


def workbook(sheet: str, texts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**_PARTS, "x/sheet.xml": sheet, "x/texts.xml": texts}.items():
            archive.writestr(name, text)
    return out.getvalue()


def _table(sheet: str, texts: str) -> Bomb:
    file = b64encode(workbook(sheet, texts)).decode()

    async def sent(world: World) -> httpx.Response:
        body = {"request_id": new_id(), "details": {"document": "职业目录"}, "file": file}
        return await world.officer.send("POST", "/v1/intakes/occupations", content=to_json(body))

    return sent


def _json_of_a_school(body: bytes) -> Bomb:
    async def sent(world: World) -> httpx.Response:
        return await world.admin.send("POST", f"/v1/classes/{world.class_id}/roster", content=body)

    return sent


def _json_of_a_stranger(body: bytes) -> Bomb:
    async def sent(world: World) -> httpx.Response:
        return await world.client.post("/v1/devices", content=body, headers={"Content-Type": "application/json"})

    return sent


def _photo(content: bytes) -> Bomb:
    async def sent(world: World) -> httpx.Response:
        body = {"reference_id": new_id(), "photos": [b64encode(content).decode()] * 3}
        return await world.trainees[0].phone.send("POST", "/v1/face-references", content=to_json(body))

    return sent


def bombs(photo: bytes) -> Mapping[str, Bomb]:
    """By kind; the photo is one that unpacks to hundreds of millions of pixels."""
    sheet = "<worksheet><sheetData>{}</sheetData></worksheet>"
    cells = sheet.format('<row><c t="s"><v>0</v></c></row>' * 1500)
    return {
        "json, stranger": _json_of_a_stranger(
            b"{" + b",".join(b'"n%d":1' % number for number in range(430_000)) + b"}"
        ),
        "json, school: unknown names": _json_of_a_school(
            b"{" + b",".join(b'"n%d":1' % number for number in range(80_000)) + b"}"
        ),
        # As many as are not refused at a glance.
        "json, school: fewer unknown names": _json_of_a_school(
            b"{" + b",".join(b'"n%d":"aaaaaaaaaaaaaaaaaaaa"' % number for number in range(30_000)) + b"}"
        ),
        "json, school: empty rows": _json_of_a_school(b'{"trainees":[' + b",".join([b"{}"] * 300_000) + b"]}"),
        "xlsx: one long text in many cells": _table(cells, f"<sst><si><t> {'a' * 15_000_000}</t></si></sst>"),
        "xlsx: many texts": _table(sheet.format("<row/>"), "<sst>" + "<si><t>abcdefgh</t></si>" * 900_000 + "</sst>"),
        "xlsx: unpacks without end": _table(" " * (200 * 2**20), "<sst/>"),
        "photo: 400 million pixels": _photo(photo),
    }


async def waits_while(client: httpx.AsyncClient, thrown: Callable[[], Awaitable[Any]], *, times: int) -> list[float]:
    """Seconds that a bystander waits for each `/healthz`, while something is thrown so many times."""
    is_over, waits = asyncio.Event(), list[float]()

    async def stand_by() -> None:
        while not is_over.is_set() or not waits:
            began = time.monotonic()
            assert (await client.get("/healthz")).status_code == httpx.codes.OK
            waits.append(time.monotonic() - began)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(is_over.wait(), _PAUSE_S)

    standing = asyncio.create_task(stand_by())
    try:
        for _ in range(times):
            await thrown()
    finally:
        is_over.set()
        await standing
    return waits
