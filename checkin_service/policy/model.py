"""Policy values: what a jurisdiction asks for, from when, known since when, and on what ground."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words

Plain = int | float | str | date | tuple[str, ...] | tuple[date, ...]
"""What a value may be: a number, a name, a day, or several names or days in order."""

NATIONAL = "000000"
"""The ministry's pilot plan, parent of every jurisdiction."""


class VoucherKind(StrEnum):
    """通用券 and 定向券: many rules bind only one of them."""

    GENERAL = "general"
    TARGETED = "targeted"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyValue:
    """One value of one key; `value` is `None` exactly when the jurisdiction asks for nothing (`is_required`)."""

    key: str
    value: Plain | None
    unit: str | None
    jurisdiction: str
    """Whose pack states it."""
    asked_by: str
    """Whose rules were asked for; another jurisdiction's value is inherited."""
    voucher_kind: VoucherKind | None
    effective_from: date
    effective_to: date | None
    """The last day it applies, that day included; open when absent."""
    published_on: date
    basis: Basis
    note: Words | None = None
    also: tuple[str, ...] = ()
    """Further clauses that say the same or are met by it."""
    decision_id: UUID | None = None
    """The authority's own decision, where it was entered into the service; a pack's value has none."""
    entered_on: date | None = None
    """The day two people of the authority had entered a decision: nobody judged by it before."""
    repealed_from: date | None = None
    """The first day it applies no more, by a later decision that repeals it (废止)."""
    repeal_known_from: date | None = None
    """The first day anybody could know of the repeal: whoever judged before it judged by this value."""

    def __post_init__(self) -> None:
        if (self.decision_id is None) is not (self.entered_on is None):
            raise ValueError(f"{self.key}: a decision has an id and the day it was entered")

    @property
    def is_decision(self) -> bool:
        return self.decision_id is not None

    @property
    def known_from(self) -> date:
        """The first day anybody could go by it."""
        return self.published_on if self.entered_on is None else max(self.published_on, self.entered_on)

    @property
    def is_required(self) -> bool:
        return self.basis.kind is not BasisKind.NOT_REQUIRED

    @property
    def is_inherited(self) -> bool:
        """The jurisdiction itself is silent: that its parent's value applies is our choice and shown as such."""
        return self.jurisdiction != self.asked_by

    @property
    def integer(self) -> int:
        return self._as(int)  # type: ignore[no-any-return]

    @property
    def number(self) -> float:
        return float(self._as(int, float))

    @property
    def text(self) -> str:
        return self._as(str)  # type: ignore[no-any-return]

    @property
    def names(self) -> tuple[str, ...]:
        return self._as(tuple)  # type: ignore[no-any-return]

    @property
    def day(self) -> date:
        return self._as(date)  # type: ignore[no-any-return]

    @property
    def days(self) -> tuple[date, ...]:
        """Several days; none where nothing is asked for."""
        return self._as(tuple) if self.is_required else ()

    @property
    def clauses(self) -> tuple[str, ...]:
        return (self.basis.clause, *self.also) if self.basis.clause else self.also

    def applies(self, *, on: date, known_on: date | None) -> bool:
        """Whether it is in force on a day, as far as was published by another day."""
        in_force = self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)
        is_known = known_on is None or self.known_from <= known_on
        return in_force and is_known and not self._is_repealed(on, known_on)

    def _is_repealed(self, on: date, known_on: date | None) -> bool:
        if self.repealed_from is None or on < self.repealed_from:
            return False
        return known_on is None or self.repeal_known_from is None or self.repeal_known_from <= known_on

    def asked(self, by: str) -> "PolicyValue":
        return self if by == self.asked_by else replace(self, asked_by=by)

    def as_document(self) -> dict[str, Any]:
        """For determinations and `policy show --json`: everything a reader needs to check it against the source."""
        return {
            "key": self.key,
            "value": _as_json(self.value),
            "unit": self.unit,
            "is_required": self.is_required,
            "jurisdiction": self.jurisdiction,
            "is_inherited": self.is_inherited,
            "voucher_kind": self.voucher_kind,
            "effective_from": self.effective_from.isoformat(),
            "effective_to": self.effective_to.isoformat() if self.effective_to else None,
            "published_on": self.published_on.isoformat(),
            "basis": self.basis.kind,
            "clause": self.basis.clause,
            "also": list(self.also),
            "document": self.basis.document,
            "quote": self.basis.quote,
            "note": {"zh": self.note.zh, "en": self.note.en} if self.note else None,
            **self._entry(),
        }

    def _entry(self) -> dict[str, Any]:
        """Only of decisions: documents that name values of packs stay as they always were."""
        if self.decision_id is None or self.entered_on is None:
            return {}
        return {"decision_id": str(self.decision_id), "entered_on": self.entered_on.isoformat()}

    def _as(self, *kinds: type) -> Any:
        if not isinstance(self.value, kinds):
            raise TypeError(f"{self.key} is {self.value!r}, not {' or '.join(kind.__name__ for kind in kinds)}")
        return self.value


def _as_json(value: Plain | None) -> Any:
    if isinstance(value, tuple):
        return [_as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


class PolicyUnknown(Exception):
    """A rule needs a value that no pack states for that jurisdiction and day; nothing is invented in its place."""

    def __init__(self, *, key: str, jurisdiction: str, voucher_kind: VoucherKind | None, on: date) -> None:
        kind = f" for {voucher_kind} vouchers" if voucher_kind else ""
        super().__init__(f"{key}{kind} is not set for {jurisdiction} on {on}")
        self.key = key
        self.jurisdiction = jurisdiction
        self.voucher_kind = voucher_kind
        self.on = on


def prefix_of(area: str) -> str:
    """What the codes of an area's divisions begin with.

    >>> prefix_of("330600"), prefix_of("330000"), prefix_of("330602"), prefix_of("000000")
    ('3306', '33', '330602', '')
    """
    trimmed = area
    while trimmed.endswith("00"):
        trimmed = trimmed[:-2]
    return trimmed
