"""The book of all packs, asked by jurisdiction, by the day a rule applies and by the day it was known."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from checkin_service.policy.keys import KEYS
from checkin_service.policy.load import Pack, PackInvalid, load_pack
from checkin_service.policy.model import NATIONAL, PolicyUnknown, PolicyValue, VoucherKind

DATA = Path(__file__).parent / "data"
_VIEWS_KEPT = 1024


@cache
def book() -> "Book":
    """The packs shipped with the service, loaded once."""
    return load_book(DATA)


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
    """Every value of every pack."""

    def __init__(self, packs: Iterable[Pack]) -> None:
        self.packs: dict[str, Pack] = {}
        self._values: dict[tuple[str, str], list[PolicyValue]] = defaultdict(list)
        for pack in packs:
            if pack.code in self.packs:
                raise PackInvalid(f"two packs for {pack.code}; put their values into one file")
            self.packs[pack.code] = pack
            for value in pack.values:
                self._values[pack.code, value.key].append(value)
        # A book never changes, so a view of it may be asked again and again.
        self._view = lru_cache(_VIEWS_KEPT)(PolicyView)

    def at(self, jurisdiction: str, *, on: date, known_on: date | None = None) -> "PolicyView":
        """The rules of a jurisdiction for a day, as far as published by `known_on` (absent: all we know now)."""
        return self._view(self, jurisdiction, on, known_on)

    def with_pack(self, pack: Pack) -> "Book":
        """A book in which a pack, such as a draft, takes the place of the one for its jurisdiction."""
        others = (each for code, each in self.packs.items() if code != pack.code)
        return Book([*others, pack])

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

    def value(self, key: str, voucher_kind: VoucherKind | str | None = None) -> PolicyValue:
        """The value that applies; `PolicyUnknown` when nobody up to the ministry states one.

        The nearest jurisdiction speaks; within it a value for the voucher's kind goes before one for all kinds, and
        a later published one before an earlier. A place's own figure is nobody else's.
        """
        found = self._found.get((key, voucher_kind))
        if found is None:
            found = self._found[key, voucher_kind] = self._sought(key, voucher_kind)
        return found

    def unknown(self, keys: Iterable[tuple[str, VoucherKind | None]]) -> list[PolicyUnknown]:
        """Which of the values a use will need nobody has set, so that it can be refused beforehand."""
        return [missing for key, kind in keys if (missing := self._missing(key, kind)) is not None]

    def _sought(self, key: str, voucher_kind: VoucherKind | str | None) -> PolicyValue:
        kind = None if voucher_kind is None else VoucherKind(voucher_kind)
        line = line_of(self.jurisdiction)
        for place in line[:1] if KEYS[key].is_own else line:
            found = [
                value
                for value in self._book.stated(place, key)
                if value.voucher_kind in {None, kind} and value.applies(on=self.on, known_on=self.known_on)
            ]
            if found:
                return max(found, key=_precedence).asked(self.jurisdiction)
        raise PolicyUnknown(key=key, jurisdiction=self.jurisdiction, voucher_kind=kind, on=self.on)

    def _missing(self, key: str, kind: VoucherKind | None) -> PolicyUnknown | None:
        try:
            self.value(key, kind)
        except PolicyUnknown as unknown:
            return unknown
        return None


def _precedence(value: PolicyValue) -> tuple[bool, date]:
    return value.voucher_kind is not None, value.published_on
