"""Base maps: a file of one's own, or a provider that is asked once, remembered, and left alone when it is silent."""

import io
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image as Pillow
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer

from checkin_service.assembly import Assembly
from checkin_service.host.base_maps import ProviderMap, base_map
from checkin_service.kit.base_map import BaseMap, MapNote
from checkin_service.kit.misconfigured import Misconfigured
from geo import Datum, Tile

HERE = Tile(16, 54718, 27069)
NOTE = MapNote(datum=Datum.CGCS2000, zooms=(10, 18), approval="GS(2026)0000号", attribution="某测绘院")
PROVIDER = "https://tiles.example.com/{z}/{x}/{y}?key=secret"


def a_tile(colour: str = "green") -> bytes:
    file = io.BytesIO()
    Pillow.new("RGB", (256, 256), colour).save(file, "PNG")
    return file.getvalue()


def an_archive(path: Path, *, kind: TileType = TileType.PNG) -> Path:
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(*HERE), a_tile())
        header = {
            "tile_type": kind,
            "tile_compression": Compression.NONE,
            "min_zoom": 16,
            "max_zoom": 16,
            **{f"{end}_{what}_e7": 0 for end in ("min", "max") for what in ("lon", "lat")},
            **{f"center_{what}": 0 for what in ("zoom", "lon_e7", "lat_e7")},
        }
        writer.finalize(header, {})
    return path


def chosen(
    *, file: Path | None = None, url: str | None = None, approval: str = NOTE.approval, datum: Datum = NOTE.datum
) -> BaseMap | None:
    note = replace(NOTE, approval=approval, datum=datum)
    return base_map(note, file=file, url=url, folder=Path("/nowhere"), keep_days=30)


def a_provider(folder: Path, answer: Callable[[httpx.Request], httpx.Response]) -> ProviderMap:
    http = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return ProviderMap(NOTE, PROVIDER, folder, keep_days=30, http=http)


async def test_a_file_gives_its_tiles_and_says_its_zooms(tmp_path: Path) -> None:
    found = chosen(file=an_archive(tmp_path / "map.pmtiles"), datum=Datum.GCJ02)
    assert found is not None
    assert (found.note.zooms, found.note.datum) == ((16, 16), Datum.GCJ02)
    assert await found.tile(HERE) == a_tile()
    assert await found.tile(Tile(16, 1, 1)) is None
    await found.close()


async def test_a_provider_is_asked_once_for_a_tile_and_then_no_more(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, content=a_tile())

    first, again = a_provider(tmp_path, answer), a_provider(tmp_path, answer)
    assert await first.tile(HERE) == await again.tile(HERE) == a_tile()
    assert asked == ["https://tiles.example.com/16/54718/27069?key=secret"]
    await first.close()


async def test_a_silent_provider_is_left_alone_for_a_while(tmp_path: Path) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        raise httpx.ConnectTimeout("no answer")

    provider = a_provider(tmp_path, answer)
    assert [await provider.tile(Tile(16, x, 1)) for x in range(5)] == [None] * 5
    assert len(asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(404, content=a_tile()),
        httpx.Response(302, headers={"location": "https://elsewhere.example.com/"}),
        httpx.Response(200, content=b"<html>limit reached</html>"),
        httpx.Response(200, content=b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        httpx.Response(200, content=a_tile() + bytes(600_000)),
    ],
)
async def test_what_is_no_picture_is_neither_shown_nor_kept(tmp_path: Path, answer: httpx.Response) -> None:
    assert await a_provider(tmp_path, lambda _request: answer).tile(HERE) is None
    assert not any(os.scandir(tmp_path))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"url": PROVIDER, "approval": ""}, "审图号"),
        ({"url": PROVIDER, "file": Path("map.pmtiles")}, "not both"),
        ({"url": PROVIDER, "datum": Datum.BD09}, "scheme"),
        ({"url": "https://tiles.example.com/{z}/{x}?key=secret"}, "{y}"),
        ({"url": "file:///{z}/{x}/{y}"}, "address"),
        ({"file": Path("/nowhere/map.pmtiles")}, "/nowhere/map.pmtiles"),
    ],
)
def test_settings_that_cannot_be_right_are_refused_at_the_start(given: dict[str, Any], said: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        chosen(**given)
    assert said in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_file_of_vectors_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="raster"):
        chosen(file=an_archive(tmp_path / "map.pmtiles", kind=TileType.MVT))


def test_without_settings_there_is_no_map() -> None:
    assert chosen() is None


def test_a_provider_is_taken_from_the_settings_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    given = {
        "URL": PROVIDER,
        "DATUM": "gcj02",
        "APPROVAL": " GS(2026)0000号 ",
        "ATTRIBUTION": "某测绘院",
        "FINEST": "17",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"CHECKIN_MAP_{name}", value)
    monkeypatch.setenv("CHECKIN_HOME", str(tmp_path))
    found = Assembly.from_environment("postgresql:///checkin").base_map
    assert isinstance(found, ProviderMap)
    assert found.note == replace(NOTE, datum=Datum.GCJ02, zooms=(10, 17))
