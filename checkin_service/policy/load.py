"""Packs from TOML: a mistake in one is refused at load, with its file, line and what to write instead."""

import difflib
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.clauses import clauses
from checkin_service.policy.keys import KEYS, plain
from checkin_service.policy.model import NATIONAL, PolicyValue, VoucherKind

_HEADER = re.compile(r"^[ \t]*\[\[\s*value\s*]]", re.MULTILINE)
_CODE = re.compile(r"[0-9]{6}")


class PackInvalid(Exception):
    """A pack cannot be used; says where and what to write."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A source: its number or title, who issued it, and the days its values take unless they say otherwise."""

    title: str
    issued_by: str
    published_on: date
    effective_from: date
    number: str | None = None
    note: str | None = None
    clauses: tuple[str, ...] = ()
    """The rules that are its heading and its coming into force."""


@dataclass(frozen=True, slots=True)
class Pack:
    """All values one jurisdiction states."""

    code: str
    name: Words
    documents: Mapping[str, Document]
    values: tuple[PolicyValue, ...]


def load_pack(path: Path) -> Pack:
    """The pack in a file, checked; `PackInvalid` names the file, the line and the remedy."""
    return parse_pack(path.read_text(encoding="utf-8"), file=path.name)


def parse_pack(text: str, *, file: str) -> Pack:
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PackInvalid(f"{file}: not TOML: {error}") from None
    _only(file, content, required={"jurisdiction", "documents", "value"})
    code, name = _jurisdiction(f"{file}: [jurisdiction]", content["jurisdiction"])
    given_documents = _table(f"{file}: [documents]", content["documents"])
    documents = {key: _document(f"{file}: [documents.{key}]", given) for key, given in given_documents.items()}
    entries = content["value"]
    places = [f"{file}:{text.count(chr(10), 0, match.start()) + 1}" for match in _HEADER.finditer(text)]
    if not isinstance(entries, list) or len(places) != len(entries):
        raise PackInvalid(f"{file}: write each value as a [[value]] of its own")
    values = [_Entry(place, given, documents).value(code) for place, given in zip(places, entries, strict=True)]
    _refuse_overlaps_and_gaps(zip(places, values, strict=True))
    return Pack(code, name, documents, tuple(values))


def _jurisdiction(place: str, given: object) -> tuple[str, Words]:
    given = _only(place, given, required={"code", "name_zh", "name_en"})
    _texts(place, given, given)
    if not _CODE.fullmatch(given["code"]):
        raise PackInvalid(f"{place}: code must be six digits (GB/T 2260), such as 330600")
    return given["code"], Words(given["name_zh"], given["name_en"])


def _document(place: str, given: object) -> Document:
    required = {"title", "issued_by", "published_on", "effective_from"}
    given = _only(place, given, required=required, optional={"number", "note", "clauses"})
    _texts(place, given, ("title", "number", "issued_by", "note"))
    for field in ("published_on", "effective_from"):
        _day(place, field, given[field])
    return Document(**{**given, "clauses": _clauses(place, "clauses", given.get("clauses", []))})


@dataclass(frozen=True, slots=True)
class _Entry:
    """One `[[value]]` of a pack while it is being checked."""

    place: str
    given: Mapping[str, Any]
    documents: Mapping[str, Document]

    def value(self, jurisdiction: str) -> PolicyValue:
        texts = {"voucher_kind", "clause", "quote", "note_zh", "note_en"}
        others = {"value", "also", "effective_from", "effective_to", "published_on"}
        _only(self.place, self.given, required={"key", "basis", "document"}, optional=texts | others)
        _texts(self.place, self.given, sorted(texts | {"key", "basis", "document"}))
        key, basis = self._key(jurisdiction), self._basis()
        effective_from = self._date("effective_from") or self._document.effective_from
        return PolicyValue(
            key=key,
            value=self._value(key, basis.kind),
            unit=None if (unit := KEYS[key].shape.unit) is None else unit.value,
            jurisdiction=jurisdiction,
            asked_by=jurisdiction,
            voucher_kind=self._voucher_kind(),
            effective_from=effective_from,
            effective_to=self._effective_to(effective_from),
            published_on=self._date("published_on") or self._document.published_on,
            basis=basis,
            note=self._note(),
            also=_clauses(self.place, "also", self.given.get("also", [])),
        )

    def _key(self, jurisdiction: str) -> str:
        key: str = self.given["key"]
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS)
            hint = f"did you mean {near[0]}?" if near else "the keys are listed in policy/keys"
            raise self._mistake(f"unknown key {key!r}; {hint}")
        if KEYS[key].is_national and jurisdiction != NATIONAL:
            raise self._mistake(f"{key} holds for the whole country; state it in {NATIONAL}.toml or nowhere")
        return key

    @property
    def _document(self) -> Document:
        name = self.given["document"]
        if name not in self.documents:
            raise self._mistake(f"document {name!r} is not described; add [documents.{name}]")
        return self.documents[name]

    def _basis(self) -> Basis:
        try:
            kind = BasisKind(self.given["basis"])
        except ValueError:
            raise self._mistake(f"basis must be one of {', '.join(BasisKind)}") from None
        clause, quote, document = self.given.get("clause"), self.given.get("quote"), self._document
        if kind is BasisKind.STATUTE and not (clause and quote):
            raise self._mistake("a statute needs clause and quote; write clause = 'SX-23' and the words it stands on")
        if kind is BasisKind.AUTHORITY_DECISION and not document.number:
            raise self._mistake("an authority's decision needs a document with its number")
        if quote is not None and not clause:
            raise self._mistake("a quote needs its clause; write clause = 'SX-23'")
        if clause is not None:
            _clauses(self.place, "clause", [clause])
        return Basis(kind=kind, clause=clause, document=document.number or document.title, quote=quote)

    def _value(self, key: str, kind: BasisKind) -> Any:
        if kind is BasisKind.NOT_REQUIRED:
            if "value" in self.given:
                raise self._mistake("what is not required has no value; remove `value` or give another basis")
            return None
        value = plain(self.given.get("value"))
        if (mistake := KEYS[key].shape.mistake(value)) is not None:
            raise self._mistake(f"{key} = {self.given.get('value')!r}: {mistake}")
        return value

    def _voucher_kind(self) -> VoucherKind | None:
        kind = self.given.get("voucher_kind")
        try:
            return None if kind is None else VoucherKind(kind)
        except ValueError:
            raise self._mistake(f"voucher_kind must be one of {', '.join(VoucherKind)}") from None

    def _effective_to(self, effective_from: date) -> date | None:
        last = self._date("effective_to")
        if last is not None and last < effective_from:
            raise self._mistake(f"effective_to {last} lies before effective_from {effective_from}")
        return last

    def _date(self, field: str) -> date | None:
        return _day(self.place, field, self.given[field]) if field in self.given else None

    def _note(self) -> Words | None:
        words = [self.given[field] for field in ("note_zh", "note_en") if field in self.given]
        if len(words) == 1:
            raise self._mistake("a note is written in both languages: note_zh and note_en")
        return Words(*words) if words else None

    def _mistake(self, what: str) -> PackInvalid:
        return PackInvalid(f"{self.place}: {what}")


def _clauses(place: str, field: str, given: object) -> tuple[str, ...]:
    if not isinstance(given, list):
        raise PackInvalid(f"{place}: {field} must be a list of rules' ids, such as ['SX-23']")
    for id_ in given:
        if not isinstance(id_, str) or id_ not in clauses():
            raise PackInvalid(f"{place}: {field} {id_!r} is no rule's id, such as SX-23; see policy/clauses.toml")
        if clauses()[id_].why_no_policy:
            raise PackInvalid(f"{place}: {field} {id_} is listed as no policy; remove it there (policy/clauses.toml)")
    return tuple(given)


def _only(place: str, given: object, *, required: set[str], optional: Iterable[str] = frozenset()) -> Mapping[str, Any]:
    table = _table(place, given)
    missing, unknown = required - table.keys(), table.keys() - required - set(optional)
    if missing:
        raise PackInvalid(f"{place}: write {', '.join(sorted(missing))}")
    if unknown:
        raise PackInvalid(f"{place}: {', '.join(sorted(unknown))} means nothing here; remove it")
    return table


def _table(place: str, given: object) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise PackInvalid(f"{place}: write a table, not {given!r}")
    return given


def _texts(place: str, given: Mapping[str, Any], fields: Iterable[str]) -> None:
    for field in fields:
        if field in given and (not isinstance(given[field], str) or not given[field]):
            raise PackInvalid(f"{place}: {field} must be text")


def _day(place: str, field: str, value: object) -> date:
    if type(value) is not date:
        raise PackInvalid(f"{place}: {field} must be a day, such as 2021-07-01 without quotes")
    return value


def _refuse_overlaps_and_gaps(entries: Iterable[tuple[str, PolicyValue]]) -> None:
    """Two values published the same day must not claim the same day; between two values no day is left out.

    A value published later prevails over an earlier one for the days it covers; that is no overlap.
    """
    groups: dict[tuple[str, VoucherKind | None], list[tuple[str, PolicyValue]]] = defaultdict(list)
    for place, value in entries:
        groups[value.key, value.voucher_kind].append((place, value))
    for group in groups.values():
        for (place, one), (other_place, other) in combinations(group, 2):
            if one.published_on == other.published_on and _overlap(one, other):
                raise PackInvalid(f"{other_place}: overlaps {place} ({one.key}); end one with effective_to")
        _refuse_gaps(sorted(group, key=lambda entry: entry[1].effective_from))


def _overlap(one: PolicyValue, other: PolicyValue) -> bool:
    last, other_last = one.effective_to or date.max, other.effective_to or date.max
    return one.effective_from <= other_last and other.effective_from <= last


def _refuse_gaps(group: list[tuple[str, PolicyValue]]) -> None:
    covered_to = date.min
    for (_, value), (place, following) in pairwise(group):
        covered_to = max(covered_to, value.effective_to or date.max)
        if covered_to < date.max and following.effective_from > covered_to + timedelta(days=1):
            gap = f"{covered_to + timedelta(days=1)} to {following.effective_from - timedelta(days=1)}"
            raise PackInvalid(f"{place}: no value of {value.key} from {gap}; state one, or basis = 'not_required'")
