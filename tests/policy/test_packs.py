"""The packs shipped: sound, and every quote really stands in the source text."""

import re
import unicodedata
from pathlib import Path

import pytest

from checkin_service.policy.book import book
from checkin_service.policy.keys import KEYS
from checkin_service.policy.model import PolicyValue

SOURCES = Path(__file__).resolve().parents[3] / "shared" / "seeds"
TEXT_OF = {
    "FJ": "fujian-2021-64.txt",
    "SX": "shaoxing-2022-11.txt",
    "AH": "anhui-2021.txt",
    "SD": "shandong-2021-57.txt",
    "MP": "ministry-pilot-2020.txt",
}
QUOTED = [value for pack in book().packs.values() for value in pack.values if value.basis.quote]


def folded(text: str) -> str:
    """Width folded, punctuation and white space dropped: copies of one text differ in these."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


@pytest.mark.parametrize("value", QUOTED, ids=lambda value: f"{value.jurisdiction} {value.key}")
def test_every_quote_occurs_in_its_source(value: PolicyValue) -> None:
    if not SOURCES.is_dir():
        pytest.skip("the source documents are not beside this checkout (../shared/seeds), so quotes cannot be compared")
    clause, quote = str(value.basis.clause), str(value.basis.quote)
    text = (SOURCES / TEXT_OF[clause[:2]]).read_text(encoding="utf-8")
    assert folded(quote) in folded(text)


def test_every_key_is_stated_somewhere() -> None:
    stated = {value.key for pack in book().packs.values() for value in pack.values}
    assert stated == set(KEYS)


def test_a_file_is_named_after_its_jurisdiction() -> None:
    assert list(book().packs) == ["000000", "330000", "330600"]
