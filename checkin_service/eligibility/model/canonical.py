"""Canonical JSON in the order of RFC 8785, whole, or joined from parts whose text is canonical already.

Keys sorted, no white space, UTF-8; numbers are integers only, so that every implementation writes the same bytes and
comes to the same SHA-256. A document joins parts, because most of it, quotes and sentences, is the same for a whole
class: what was written once is not written again.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from json.encoder import encode_basestring
from typing import Any
from uuid import UUID

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(value: Any) -> bytes:
    r"""The bytes of a value; floats are refused, because their text is nobody's agreement.

    >>> canonical({"b": 1, "a": ["甲", None]})
    b'{"a":["\xe7\x94\xb2",null],"b":1}'
    """
    return _encoded(value).encode()


def digest(document: bytes) -> bytes:
    return sha256(document).digest()


def text_of(value: Any) -> str:
    """The canonical text of a value; ids, days and moments are written as their text.

    >>> text_of("甲"), text_of(3), text_of(None), text_of(date(2022, 5, 29)), text_of(("a", "b"))
    ('"甲"', '3', 'null', '"2022-05-29"', '["a","b"]')
    """
    write = _WRITERS.get(type(value))
    return _encoded(value) if write is None else write(value)


def array_of(texts: Iterable[str]) -> str:
    """An array of items whose texts are canonical.

    >>> array_of(["1", '"a"'])
    '[1,"a"]'
    """
    return f"[{','.join(texts)}]"


def object_of(**texts: str) -> str:
    """An object of members whose texts are canonical; in order they come by themselves.

    >>> object_of(b="1", a=object_of(c="null"))
    '{"a":{"c":null},"b":1}'
    """
    return _template(tuple(texts)) % texts


@lru_cache(maxsize=256)
def _template(names: tuple[str, ...]) -> str:
    return "{" + ",".join(f'"{name}":%({name})s' for name in sorted(names)) + "}"


def _encoded(value: Any) -> str:
    _refuse_floats(value)
    return _ENCODE(value)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("a canonical document holds no floats")
    if isinstance(value, dict):
        for each in value.values():
            _refuse_floats(each)
    elif isinstance(value, list | tuple):
        for each in value:
            _refuse_floats(each)


def _plainly_quoted(value: object) -> str:
    """Of ids and dates, whose text holds nothing to be escaped."""
    return f'"{value}"'


def _moment(value: date) -> str:
    return f'"{value.isoformat()}"'


# By the exact type: a kind of these types goes the long way, which knows them all.
_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    UUID: _plainly_quoted,
    date: _moment,
    datetime: _moment,
}
