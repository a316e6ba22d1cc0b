"""Paper: fonts embedded, every name readable from it again, what no face has marked, pages numbered."""

import hashlib
import io
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from checkin_service.identity.rules.names import tidy_name
from checkin_service.kit import typefaces
from checkin_service.kit.printing import Foot, paragraph, printable, printed, seals, table

FONTS = Path(typefaces.__file__).parent / "fonts"
NAMES = (
    "王芳",
    "李㛃",
    "欧阳〇",
    "阿依古丽·买买提",
    "Anna Nowak",
    "O’Brien",
    "Jürgen Müller-Łoś",
    "Ёлка",
    "张\u3400䶮",
)


def paper(*texts: str, verify_at: str | None = None) -> bytes:
    story = [paragraph("花名册", "title"), table([[paragraph(each)] for each in texts], 150, repeat=0), seals("盖章")]
    return printed(story, title="花名册", foot=Foot("SHA-256 00", verify_at))


def written(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_back_from_paper_letter_by_letter(name: str) -> None:
    assert tidy_name(name) == name
    assert printable(name) == name
    assert name in written(paper(name))


# Most texts are no names; those that are left say enough.
@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(name=st.text(min_size=1, max_size=12).map(tidy_name).filter(lambda name: name is not None))
def test_of_every_name_that_is_taken_each_letter_or_its_mark_is_read_back(name: str) -> None:
    shown = printable(name)
    for letter in name:
        assert letter in shown or f"〓(U+{ord(letter):X})" in shown
    is_from_the_right = any(unicodedata.bidirectional(each) in {"R", "AL"} for each in name)
    found = "".join(written(paper(name)).split())
    assert is_from_the_right or "".join(shown.split()) in found


def test_every_font_is_embedded_and_each_letter_has_an_outline() -> None:
    reader: Any = PdfReader(io.BytesIO(paper(*NAMES)))
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]
    used = [font for font in fonts if font["/BaseFont"] != "/Helvetica"]
    assert used
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in used)
    for letter in "".join(NAMES):
        found = [face for face in typefaces.faces().values() if ord(letter) in face.face.charToGlyph]
        assert found
        assert found[0].face.charToGlyph[ord(letter)] != 0


def test_all_ideographs_of_the_basic_block_and_extension_a_can_be_set() -> None:
    letters = "".join(map(chr, [*range(0x4E00, 0x9FA6), *range(0x3400, 0x4DB6), 0x3007]))
    assert printable(letters) == letters


def test_pages_are_numbered_with_their_number_and_the_foot_stands_on_each() -> None:
    content = paper(*["王芳"] * 120, verify_at="https://example.cn/verify/00")
    pages = PdfReader(io.BytesIO(content)).pages
    texts = ["".join(page.extract_text().split()) for page in pages]
    assert len(pages) > 1
    assert all(f"第{number}页共{len(pages)}页" in text for number, text in enumerate(texts, start=1))
    assert all("SHA-25600" in text for text in texts)


def test_the_same_content_is_the_same_bytes() -> None:
    assert paper(*NAMES) == paper(*NAMES)
    assert paper("王芳") != paper("王方")


def test_the_fonts_are_those_of_their_packages_and_their_licences_lie_beside_them() -> None:
    sources = tomllib.loads((FONTS / "SOURCES.toml").read_text())
    assert {path.name for path in FONTS.glob("*.ttf")} == set(sources)
    for name, source in sources.items():
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == source["sha256"]
        assert (FONTS / source["licence"]).stat().st_size
