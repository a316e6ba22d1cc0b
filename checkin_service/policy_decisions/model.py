"""Decisions of authorities on values of policy, and the rulings that put them in force."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from checkin_service.kit.civil import day_of
from checkin_service.kit.verdict import Basis, BasisKind
from checkin_service.kit.words import Words
from checkin_service.policy.book import Book
from checkin_service.policy.keys import KEYS, Day, SomeDays, plain
from checkin_service.policy.model import Plain, PolicyValue, VoucherKind
from checkin_service.policy.wording import value_in_words


class DecisionState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a second person of the authority said to a proposal."""

    approved: bool
    reason: str | None
    ruled_by: UUID
    ruled_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyDecision:
    """One value that an authority decides on, with the document that says so."""

    decision_id: UUID
    authority_code: str
    key: str
    voucher_kind: VoucherKind | None
    value: Plain
    document_number: str
    document_title: str
    published_on: date
    effective_from: date
    effective_to: date | None
    """The last day it applies, that day included; open when absent."""
    repeals: UUID | None = None
    """The earlier decision that this one repeals (废止) from its first day on; its value is that decision's."""
    quote: str
    reason: str
    proposed_by: UUID
    proposed_at: datetime
    ruling: Ruling | None = None

    @property
    def state(self) -> DecisionState:
        if self.ruling is None:
            return DecisionState.PROPOSED
        return DecisionState.APPROVED if self.ruling.approved else DecisionState.REFUSED

    @property
    def meaning(self) -> Words:
        """What the value says, in words."""
        said = value_in_words(self.as_value(entered_on=self.published_on))
        return said if self.repeals is None else _REPEALS.filled(zh=said.zh, en=said.en)

    def as_value(self, *, entered_on: date) -> PolicyValue:
        """The value as the book of policies holds it, known from the day that it was approved."""
        return PolicyValue(
            key=self.key,
            value=self.value,
            unit=KEYS[self.key].shape.unit,
            jurisdiction=self.authority_code,
            asked_by=self.authority_code,
            voucher_kind=self.voucher_kind,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            published_on=self.published_on,
            basis=Basis(kind=BasisKind.AUTHORITY_DECISION, document=self.document_number, quote=self.quote),
            decision_id=self.decision_id,
            entered_on=entered_on,
        )

    def added_to(self, book: Book, *, entered_on: date) -> Book:
        """The book as it would be once this is in force."""
        if self.repeals is None:
            return book.with_decisions([self.as_value(entered_on=entered_on)])
        known_from = max(self.published_on, entered_on)
        return book.with_repeal(self.repeals, repealed_from=self.effective_from, known_from=known_from)


def approved_values(decisions: Iterable[PolicyDecision]) -> list[PolicyValue]:
    """What approved decisions put in force, each until a later one repeals it."""
    found = list(decisions)
    repeals = {each.repeals: each for each in found if each.repeals is not None}
    return [_in_force(each, repeals.get(each.decision_id)) for each in found if each.repeals is None]


def _in_force(decision: PolicyDecision, repeal: PolicyDecision | None) -> PolicyValue:
    value = decision.as_value(entered_on=_entered(decision))
    if repeal is None:
        return value
    known_from = max(repeal.published_on, _entered(repeal))
    return replace(value, repealed_from=repeal.effective_from, repeal_known_from=known_from)


def _entered(decision: PolicyDecision) -> date:
    if decision.ruling is None or not decision.ruling.approved:
        raise ValueError(f"decision {decision.decision_id} is {decision.state}")
    return day_of(decision.ruling.ruled_at)


def value_given(key: str, given: object) -> object:
    """What came as JSON as the key means it: days from their text, lists as tuples; whatever does not fit, as it is.

    >>> value_given("person.graduated_from", "2020-06-01")
    datetime.date(2020, 6, 1)
    >>> value_given("eligibility.criteria", ["certificate"])
    ('certificate',)
    """
    shape = KEYS[key].shape
    if isinstance(shape, Day):
        return _day(given)
    if isinstance(shape, SomeDays) and isinstance(given, list):
        return tuple(_day(each) for each in given)
    return plain(given)


def value_as_json(value: Plain) -> Any:
    """The same on the way out: numbers, texts and lists."""
    if isinstance(value, tuple):
        return [each.isoformat() if isinstance(each, date) else each for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _day(given: object) -> object:
    try:
        return date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        return given


_REPEALS = Words("废止：{zh}", "Repealed: {en}")
