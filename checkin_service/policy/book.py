"""The book of all packs and decisions, asked by jurisdiction, by the day a rule applies and the day it was known."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import Context, ContextVar, copy_context
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.verdict import BasisKind
from checkin_service.policy.keys import KEYS
from checkin_service.policy.load import Pack, PackInvalid, load_pack
from checkin_service.policy.model import NATIONAL, PolicyUnknown, PolicyValue, VoucherKind

DATA = Path(__file__).parent / "data"
_VIEWS_KEPT = 1024


@cache
def packs() -> "Book":
    """The packs shipped with the service, loaded once."""
    return load_book(DATA)


class Shelf:
    """Where a running service keeps its book: the packs, with its authorities' decisions as last loaded.

    `version` counts what has been loaded, so that a node can tell whether others have decided since.
    """

    def __init__(self) -> None:
        self.book = packs()
        self.version = 0

    def place(self, decisions: Iterable[PolicyValue], *, version: int) -> None:
        """Take the decisions in force; an older load never replaces a newer one."""
        if version > self.version:
            self.book, self.version = packs().with_decisions(decisions), version


_SHELF: ContextVar[Shelf] = ContextVar("shelf")


def shelf() -> Shelf:
    """The shelf of the service that is at work here; where there is none, one with the packs alone is put up."""
    found = _SHELF.get(None)
    if found is None:
        _SHELF.set(found := Shelf())
    return found


def beside(own: Shelf) -> Context:
    """A context for tasks that go by this shelf: several services, each with its database, may share a process."""
    context = copy_context()
    context.run(_SHELF.set, own)
    return context


@contextmanager
def going_by(own: Shelf) -> Iterator[None]:
    """Whatever is asked inside goes by this shelf."""
    token = _SHELF.set(own)
    try:
        yield
    finally:
        _SHELF.reset(token)


def book() -> "Book":
    """The rules by which the service at work here judges."""
    found = _SHELF.get(None)
    return packs() if found is None else found.book


class Supervised(Protocol):
    """A lesson, as far as its rules are asked for."""

    @property
    def supervising_authority(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...


def policy_at(jurisdiction: str, moment: datetime, *, known_at: datetime | None = None) -> "PolicyView":
    """The rules of a jurisdiction for the civil day of a moment, as far as known at another (absent: all of today)."""
    return book().at(jurisdiction, on=day_of(moment), known_on=None if known_at is None else day_of(known_at))


def policy_of(lesson: Supervised, *, known_at: datetime | None = None) -> "PolicyView":
    """The rules by which a lesson is judged: those of its supervising authority on the day it begins."""
    return policy_at(lesson.supervising_authority, lesson.starts_at, known_at=known_at)


def load_book(folder: Path) -> "Book":
    return Book(load_pack(path) for path in sorted(folder.glob("*.toml")))


def line_of(jurisdiction: str) -> tuple[str, ...]:
    """The jurisdiction and those above it, nearest first; division codes (GB/T 2260) tell them by themselves.

    >>> line_of("330602")
    ('330602', '330600', '330000', '000000')
    >>> line_of("330000")
    ('330000', '000000')
    """
    above = (jurisdiction, jurisdiction[:4] + "00", jurisdiction[:2] + "0000", NATIONAL)
    return tuple(dict.fromkeys(above))


class Book:
    """Every value of every pack, and every decision of an authority."""

    def __init__(self, packs: Iterable[Pack], decisions: Iterable[PolicyValue] = ()) -> None:
        self.packs: dict[str, Pack] = {}
        self.decisions = tuple(decisions)
        self._values: dict[tuple[str, str], list[PolicyValue]] = defaultdict(list)
        for pack in packs:
            if pack.code in self.packs:
                raise PackInvalid(f"two packs for {pack.code}; put their values into one file")
            self.packs[pack.code] = pack
            for value in pack.values:
                self._values[pack.code, value.key].append(value)
        for value in self.decisions:
            self._values[value.jurisdiction, value.key].append(value)
        # A book never changes, so a view of it may be asked again and again.
        self._view = lru_cache(_VIEWS_KEPT)(PolicyView)

    def at(self, jurisdiction: str, *, on: date, known_on: date | None = None) -> "PolicyView":
        """The rules of a jurisdiction for a day, as far as published by `known_on` (absent: all we know now)."""
        return self._view(self, jurisdiction, on, known_on)

    def with_pack(self, pack: Pack) -> "Book":
        """A book in which a pack, such as a draft, takes the place of the one for its jurisdiction."""
        others = (each for code, each in self.packs.items() if code != pack.code)
        return Book([*others, pack], self.decisions)

    def with_decisions(self, decisions: Iterable[PolicyValue]) -> "Book":
        """A book that knows these decisions besides."""
        return Book(self.packs.values(), [*self.decisions, *decisions])

    def with_repeal(self, decision_id: UUID, *, repealed_from: date, known_from: date) -> "Book":
        """A book in which a decision applies no more from a day on, as far as that is known."""
        return Book(
            self.packs.values(),
            [
                replace(value, repealed_from=repealed_from, repeal_known_from=known_from)
                if value.decision_id == decision_id
                else value
                for value in self.decisions
            ],
        )

    def stated(self, jurisdiction: str, key: str) -> list[PolicyValue]:
        """What the jurisdiction itself states about a key, over all days."""
        return self._values.get((jurisdiction, key), [])


@dataclass(frozen=True, slots=True, eq=False)
class PolicyView:
    """The rules of one jurisdiction on one day, as known on another."""

    _book: Book
    jurisdiction: str
    on: date
    known_on: date | None
    _found: dict[tuple[str, VoucherKind | str | None], PolicyValue] = field(
        default_factory=dict, init=False, repr=False
    )
    _asks: dict[tuple[str, VoucherKind | str | None], PolicyValue | None] = field(
        default_factory=dict, init=False, repr=False
    )

    def value(self, key: str, voucher_kind: VoucherKind | str | None = None) -> PolicyValue:
        """The value that applies; `PolicyUnknown` when nobody up to the ministry states one.

        The nearest jurisdiction speaks; within it a value for the voucher's kind goes before one for all kinds, and
        a later published one before an earlier. A place's own figure is nobody else's. An authority's decision goes
        before defaults, never before a statute of its own or of those above it.
        """
        found = self._found.get((key, voucher_kind))
        if found is None:
            found = self._found[key, voucher_kind] = self._sought(key, voucher_kind)
        return found

    def stated(self, key: str, voucher_kind: VoucherKind | str | None = None) -> PolicyValue | None:
        """The value where somebody states one and it asks for something; else `None`: nothing follows from it."""
        try:
            return self._asks[key, voucher_kind]
        except KeyError:
            kind = VoucherKind(voucher_kind) if voucher_kind else None
            value = None if self._missing(key, kind) is not None else self.value(key, voucher_kind)
            found = value if value is not None and value.is_required else None
            return self._asks.setdefault((key, voucher_kind), found)

    def unknown(self, keys: Iterable[tuple[str, VoucherKind | None]]) -> list[PolicyUnknown]:
        """Which of the values a use will need nobody has set, so that it can be refused beforehand."""
        return [missing for key, kind in keys if (missing := self._missing(key, kind)) is not None]

    def every(self) -> Iterator[PolicyValue]:
        """One value per key, or one per voucher kind where they differ; what nobody states is left out."""
        for key in KEYS:
            found: list[PolicyValue] = []
            for kind in (None, *VoucherKind):
                try:
                    value = self.value(key, kind)
                except PolicyUnknown:
                    continue
                if value not in found:
                    found.append(value)
            yield from found

    def _sought(self, key: str, voucher_kind: VoucherKind | str | None) -> PolicyValue:
        kind = None if voucher_kind is None else VoucherKind(voucher_kind)
        stated = self._stated(key, kind)
        nearest = next(stated, None)
        if nearest is None:
            raise PolicyUnknown(key=key, jurisdiction=self.jurisdiction, voucher_kind=kind, on=self.on)
        if any(value.is_decision for value in nearest):
            # A pack that came later may state as law what an authority had decided before.
            statutes = ([value for value in found if _is_statute(value)] for found in (nearest, *stated))
            nearest = next(filter(None, statutes), nearest)
        # Of decisions entered on one day about one document the last is the one that was meant.
        return max(reversed(nearest), key=_precedence).asked(self.jurisdiction)

    def _stated(self, key: str, kind: VoucherKind | None) -> Iterator[list[PolicyValue]]:
        """What applies of each place that says anything, the nearest place first."""
        line = line_of(self.jurisdiction)
        for place in line[:1] if KEYS[key].is_own else line:
            found = [
                value
                for value in self._book.stated(place, key)
                if value.voucher_kind in {None, kind} and value.applies(on=self.on, known_on=self.known_on)
            ]
            if found:
                yield found

    def _missing(self, key: str, kind: VoucherKind | None) -> PolicyUnknown | None:
        try:
            self.value(key, kind)
        except PolicyUnknown as unknown:
            return unknown
        return None


def _is_statute(value: PolicyValue) -> bool:
    return value.basis.kind is BasisKind.STATUTE


def _precedence(value: PolicyValue) -> tuple[bool, bool, date, date, date]:
    days = value.published_on, value.known_from, value.effective_from
    return value.is_decision, value.voucher_kind is not None, *days
