"""Base maps of an installation: one file of its own, or a provider that is asked through this server and remembered.

A browser never speaks to the provider, so that it learns of nobody who looks at what, and an intranet mirror will do.
The file is a PMTiles archive (version 3) of raster tiles: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import monotonic, time

import httpx

from checkin_service.kit.base_map import BaseMap, MapNote, media_type
from checkin_service.kit.misconfigured import Misconfigured
from geo import Datum, Tile

_TILE_BYTES = 512 * 2**10
_AT_ONCE = 4
_TIMEOUT = httpx.Timeout(2.0)
_PAUSE_S = 30.0
_DAY_S = 86_400


class FileMap:
    """Tiles of a PMTiles archive, read from the mapped file."""

    def __init__(self, note: MapNote, get: Callable[[int, int, int], bytes | None]) -> None:
        self.note = note
        self._get = get

    async def tile(self, tile: Tile) -> bytes | None:
        found = await asyncio.to_thread(self._get, tile.zoom, tile.x, tile.y)
        return found if found is not None and media_type(found) is not None else None

    async def close(self) -> None:
        """The file is mapped for as long as the process lives."""


class ProviderMap:
    """Tiles of a provider, kept in a folder for some days. One that does not answer is left alone for half a minute."""

    def __init__(self, note: MapNote, url: str, folder: Path, *, keep_days: int, http: httpx.AsyncClient) -> None:
        self.note = note
        self._url = url
        self._folder = folder
        self._keep_s = keep_days * _DAY_S
        self._http = http
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._silent_until = 0.0

    async def tile(self, tile: Tile) -> bytes | None:
        path = self._folder / str(tile.zoom) / str(tile.x) / str(tile.y)
        kept = await asyncio.to_thread(self._kept, path)
        if kept is not None:
            return kept
        async with self._slots:
            if monotonic() < self._silent_until:
                return None
            found = await self._asked(tile)
        if found is not None:
            await asyncio.to_thread(_write, path, found)
        return found

    async def close(self) -> None:
        await self._http.aclose()

    def _kept(self, path: Path) -> bytes | None:
        with suppress(FileNotFoundError):
            if time() - path.stat().st_mtime < self._keep_s:
                return path.read_bytes()
        return None

    async def _asked(self, tile: Tile) -> bytes | None:
        """The address may hold a key: an error of the client would print it, so none is passed on."""
        try:
            async with self._http.stream("GET", self._url.format(z=tile.zoom, x=tile.x, y=tile.y)) as answer:
                if answer.is_server_error:
                    self._silent_until = monotonic() + _PAUSE_S
                if answer.status_code != httpx.codes.OK:
                    return None
                found = b""
                async for part in answer.aiter_bytes():
                    found += part
                    if len(found) > _TILE_BYTES:
                        return None
        except httpx.HTTPError:
            self._silent_until = monotonic() + _PAUSE_S
            return None
        return found if media_type(found) is not None else None


def base_map(note: MapNote, *, file: Path | None, url: str | None, folder: Path, keep_days: int) -> BaseMap | None:
    """The map that the settings ask for; settings that cannot be right stop the start with a sentence."""
    if file is None and url is None:
        return None
    if file is not None and url is not None:
        raise Misconfigured("Set CHECKIN_MAP_FILE or CHECKIN_MAP_URL, not both.")
    if not note.approval:
        raise Misconfigured("A map of China needs its approval number (审图号): set CHECKIN_MAP_APPROVAL.")
    if note.datum is Datum.BD09:
        raise Misconfigured("Baidu's tiles follow a scheme of their own; CHECKIN_MAP_DATUM takes the other datums.")
    return _file_map(note, file) if file is not None else _provider_map(note, url or "", folder, keep_days)


def _provider_map(note: MapNote, url: str, folder: Path, keep_days: int) -> ProviderMap:
    if not url.startswith(("https://", "http://")) or any(part not in url for part in ("{z}", "{x}", "{y}")):
        raise Misconfigured("CHECKIN_MAP_URL is an address with {z}, {x} and {y} in it.")
    http = httpx.AsyncClient(timeout=_TIMEOUT, follow_redirects=False, trust_env=False)
    return ProviderMap(note, url, folder, keep_days=keep_days, http=http)


def _file_map(note: MapNote, path: Path) -> FileMap:
    try:
        from pmtiles.reader import MmapSource, Reader  # noqa: PLC0415 - an optional extra, wanted only where a file is
        from pmtiles.tile import TileType  # noqa: PLC0415 - as above
    except ImportError:
        raise Misconfigured("CHECKIN_MAP_FILE needs the extra `maps`: install checkin-service[maps].") from None
    try:
        with path.open("rb") as file:
            reader = Reader(MmapSource(file))
        header = reader.header()
    except Exception:  # noqa: BLE001 - whatever is wrong with a stranger's file, the sentence is the same
        raise Misconfigured(f"CHECKIN_MAP_FILE is no PMTiles archive that can be read: {path}") from None
    if header["tile_type"] not in {TileType.PNG, TileType.JPEG, TileType.WEBP}:
        raise Misconfigured("CHECKIN_MAP_FILE holds no pictures: raster tiles (PNG, JPEG or WebP) are needed.")
    return FileMap(replace(note, zooms=(header["min_zoom"], header["max_zoom"])), reader.get)


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all; a full disk only means that the tile is asked for again."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}")
        beside.write_bytes(content)
        beside.replace(path)
