"""Names of people: the written form that is kept, and the fold by which two ways of writing are one name."""

import re
import unicodedata

from checkin_service.kit.intake import folding
from checkin_service.kit.words import Words

LONGEST_NAME = 100
_SHORT_NAME = 2
_TAIL = 4

BAD_NAME = Words(
    "姓名应为1至100个字，以汉字或字母开头，只能含汉字、字母、间隔号、空格、连字符、撇号和句点。",
    "A name has 1 to 100 characters: a letter, then letters, middle dots, spaces, hyphens, apostrophes and full stops.",
)
BAD_SIGN = Words(
    "姓名中第{place}个字符（U+{code}）不能用于姓名，请改用汉字、字母、间隔号、空格、连字符、撇号或句点。",
    "Character {place} of the name (U+{code}) is not one of a name: use letters, middle dots, spaces, hyphens, "
    "apostrophes or full stops.",
)

_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•‧∙⋅・･．•", "·"))
_NAME_SIGNS = frozenset("· -'’.")
_ZERO = "〇"
"""A numeral to Unicode, a character of names to those who bear it."""

_DOTS = re.compile(r" *[·•‧∙⋅・･．.。﹒᛫ꞏ]+ *")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´＇′", "'"))
_DASHES = re.compile(r"[‐‑‒–—―−﹣－]")
_BESIDE_IDEOGRAPH = re.compile(
    "(?<=[〇\u3400-\u9fff\U00020000-\U0003fffd]) | (?=[〇\u3400-\u9fff\U00020000-\U0003fffd])"
)
_RADICALS = range(0x2E80, 0x2FD6)
# Simplified radicals that no normalisation folds; files made from PDFs carry them in the place of the character.
_SIMPLIFIED = dict(
    zip(
        map(ord, "⺠⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰"),
        "民西见角贝车长门青韦页风飞食马鬼鱼鸟麦黄齐齿龙",
        strict=True,
    )
)
# GBK kept eighty characters in the private area that Unicode has places for since; old files carry both.
_FIRST_PRIVATE, _TRAILS = 0xE815, (*range(0x50, 0x7F), *range(0x80, 0xA1))
_LATER = dict(
    zip(
        range(_FIRST_PRIVATE, _FIRST_PRIVATE + len(_TRAILS)),
        (bytes((0xFE, trail)).decode("gb18030") for trail in _TRAILS),
        strict=True,
    )
) | {
    0xE816: "\U00020087",
    0xE817: "\U00020089",
    0xE818: "\U000200cc",
    0xE81E: "\u9fb4",
    0xE826: "\u9fb5",
    0xE82B: "\u9fb6",
    0xE82C: "\u9fb7",
    0xE831: "\U000215d7",
    0xE832: "\u9fb8",
    0xE83B: "\U0002298f",
    0xE843: "\u9fb9",
    0xE854: "\u9fba",
    0xE855: "\U000241fe",
    0xE864: "\u9fbb",
}


def tidy_name(name: str) -> str | None:
    """The name as it is kept, or `None` when it cannot be one.

    >>> tidy_name(" 阿依古丽•买买提 "), tidy_name("欧阳〇"), tidy_name("=HYPERLINK(1)")
    ('阿依古丽·买买提', '欧阳〇', None)
    """
    tidy = _tidied(name)
    if not 0 < len(tidy) <= LONGEST_NAME or not _is_letter(tidy[0]):
        return None
    return tidy if all(_is_letter(each) or each in _NAME_SIGNS for each in tidy) else None


def fault_of(name: str) -> Words:
    """Why the name cannot be one: the first character that is none of a name, by its place from 1 and its code."""
    for place, each in enumerate(_tidied(name), start=1):
        if not _is_letter(each) and each not in _NAME_SIGNS:
            return BAD_SIGN.filled(place=place, code=f"{ord(each):04X}")
    return BAD_NAME


def name_key(name: str) -> str:
    """What two ways of writing one name have in common; people are compared by it, never shown it.

    Width, radicals and old private codes, dots of any kind with the spaces around them, apostrophes, dashes, case and
    invisible characters make no difference; traditional and simplified forms do: they are different names in documents.

    >>> len({name_key(each) for each in ("阿依古丽·买买提", "阿依古丽 · 买买提", "阿依古丽.买买提")})
    1
    >>> name_key("Ｏ’Brien") == name_key("O'BRIEN"), name_key("劉芳") == name_key("刘芳")
    (True, False)
    """
    plain = unicodedata.normalize("NFKC", name.translate(_APOSTROPHES).translate(_LATER).translate(_SIMPLIFIED))
    seen = "".join(each for each in plain if not _is_unseen(each)).translate(_APOSTROPHES)
    one_spaced = " ".join(_DASHES.sub("-", seen).split())
    dotted = _DOTS.sub("·", one_spaced).strip("·")
    return unicodedata.normalize("NFC", _BESIDE_IDEOGRAPH.sub("", dotted).casefold())


def masked_name(name: str) -> str:
    """The first character, and the last one of longer names.

    >>> masked_name("王芳"), masked_name("欧阳娜娜"), masked_name("王")
    ('王*', '欧**娜', '*')
    """
    if len(name) <= _SHORT_NAME:
        return name[: len(name) - 1] + "*"
    return name[0] + "*" * (len(name) - 2) + name[-1]


def _tidied(name: str) -> str:
    return " ".join(folding.text(name).translate(_MIDDLE_DOTS).split())


def _is_unseen(character: str) -> bool:
    """Also what chooses between two shapes of one ideograph."""
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return is_selector or unicodedata.category(character) == "Cf"


def _is_letter(character: str) -> bool:
    """Letters and their marks, 〇, radicals and old codes that stand for one, every ideograph of the later planes."""
    code = ord(character)
    is_rare_ideograph = 0x20000 <= code <= 0x3FFFD and code & 0xFFFE != 0xFFFE  # noqa: PLR2004
    is_stand_in = character == _ZERO or code in _RADICALS or code in _LATER
    return is_rare_ideograph or is_stand_in or unicodedata.category(character)[0] in "LM"


def name_and_tail(words: str) -> tuple[str | None, str | None]:
    """What was typed into one field, as a name and the last four of a number.

    >>> name_and_tail("王芳 2337"), name_and_tail("233x"), name_and_tail("Anna Nowak")
    (('王芳', '2337'), (None, '233x'), ('Anna Nowak', None))
    """
    *before, last = words.split() or [""]
    is_tail = len(last) == _TAIL and any(each.isdigit() for each in last)
    name = " ".join(before if is_tail else words.split())
    return name or None, last if is_tail else None
