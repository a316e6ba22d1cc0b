"""The source documents and the list of their rules, where they lie beside this checkout."""

import re
import unicodedata
from pathlib import Path

BESIDE = Path(__file__).resolve().parents[3] / "shared"
TEXTS = BESIDE / "seeds"
REQUIREMENTS = BESIDE / "requirements.md"
ABSENT = "the source documents are not beside this checkout (../shared), so nothing can be compared with them"

TEXT_OF = {
    "FJ": "fujian-2021-64.txt",
    "SX": "shaoxing-2022-11.txt",
    "AH": "anhui-2021.txt",
    "SD": "shandong-2021-57.txt",
    "MP": "ministry-pilot-2020.txt",
}

_ROW = re.compile(r"^\| ((?:FJ|SX|AH|SD|MP)-\d\d) \|", re.MULTILINE)
_IN_PROSE = re.compile(r"\*\*(SD-\d\d) = ")
_RANGE = re.compile(r"\((SD)-(\d\d) … SD-(\d\d) in this order\)")

# Characters in which copies of the texts differ although the words are the same: traditional and older forms.
_TRADITIONAL = (
    "職業訓練補貼機構領發證書實時結費單關業員學習辦會電卡門內開達應與對個們為從點總條報類須據過將還這來時間區縣資"
)
_SIMPLIFIED = (
    "职业训练补贴机构领发证书实时结费单关业员学习办会电卡门内开达应与对个们为从点总条报类须据过将还这来时间区县资"
)
_SCRIPT = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def folded(text: str) -> str:
    """Width and script folded, punctuation and white space dropped: copies of one text differ in these.

    >>> folded("職業培訓券（６０％）") == folded("职业培训券 (60%)")
    True
    """
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).translate(_SCRIPT)


def text_of(clause: str) -> str:
    """The folded text of the document a clause stands in."""
    return folded((TEXTS / TEXT_OF[clause[:2]]).read_text(encoding="utf-8"))


def rows_required() -> list[str]:
    """The ids of every rule in the requirements."""
    text = REQUIREMENTS.read_text(encoding="utf-8")
    found = [*_ROW.findall(text), *_IN_PROSE.findall(text)]
    for prefix, first, last in _RANGE.findall(text):
        found += [f"{prefix}-{number}" for number in range(int(first), int(last) + 1)]
    return sorted(found)
