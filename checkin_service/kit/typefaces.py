"""Typefaces of printed pages: their subsets are embedded, and each letter is set in the first face that has it.

Latin and its neighbours come from DejaVu Sans, the ideographs of GB 18030's two-byte and Ext-A part from Droid Sans
Fallback; both lie beside this file. Rarer ideographs come from HanaMin where that is installed. A letter that no face
has is never left out in silence: a mark with its number stands in its place.
"""

from collections.abc import Iterator
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfbase.ttfonts import TTFont

HAN = "DroidSansFallbackFull"
_OWN = Path(__file__).parent / "fonts"
_RARE = Path("/usr/share/fonts/truetype/hanazono")
_FILES = (_OWN / "DejaVuSans.ttf", _OWN / f"{HAN}.ttf", _RARE / "HanaMinA.ttf", _RARE / "HanaMinB.ttf")


@cache
def faces() -> dict[str, TTFont]:
    """The faces at hand by name, in the order in which they are asked for a letter."""
    ttfonts.makeToUnicodeCMap = _letters_of_codes
    found = {path.stem: TTFont(path.stem, str(path)) for path in _FILES if path.exists()}
    for name, face in found.items():
        pdfmetrics.registerFont(face)
        pdfmetrics.registerFontFamily(name, normal=name, bold=name, italic=name, boldItalic=name)
    return found


def printable(text: str) -> str:
    """The text with each letter that no face has as a geta mark with its number.

    >>> printable("王芳㛃·Anna"), printable("\U000e0100")
    ('王芳㛃·Anna', '〓(U+E0100)')
    """
    return "".join(each if _face_of(each) or each in "\n\t" else f"〓(U+{ord(each):X})" for each in text)


def marked_up(text: str) -> str:
    """The text as the markup of a paragraph, each run in its face."""
    return "".join(f'<font face="{name}">{escape(run)}</font>' for name, run in runs(text))


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The printable text in pieces that one face can set."""
    for name, letters in groupby(printable(text), key=lambda each: _face_of(each) or HAN):
        yield name, "".join(letters)


@cache
def _face_of(letter: str) -> str | None:
    return next((name for name, face in faces().items() if ord(letter) in face.face.charToGlyph), None)


def _letters_of_codes(font_name: str, subset: list[int]) -> str:
    """The map by which readers copy text; letters beyond U+FFFF are two units of UTF-16 in it."""
    lines = [f"<{code:02X}> <{chr(letter).encode('utf-16-be').hex().upper()}>" for code, letter in enumerate(subset)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo",
            f"<< /Registry ({font_name})",
            f"/Ordering ({font_name})",
            "/Supplement 0",
            ">> def",
            f"/CMapName /{font_name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            f"{len(subset)} beginbfchar",
            *lines,
            "endbfchar",
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )
