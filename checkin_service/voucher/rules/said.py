"""Facts of a person as their sources say them last: what a source denies from a day on ends what it said before."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from checkin_service.voucher.model.persons import PersonFact


class Said(NamedTuple):
    """A statement as it was recorded."""

    fact: PersonFact
    holds: bool
    """Whether it says that something is so, or that it is not."""
    recorded_at: datetime


def facts_as_said(statements: Iterable[Said]) -> tuple[PersonFact, ...]:
    """What holds by the sources' own later words.

    A source that denies afterwards, from a later day on and until a day if it names one, what it has said has the last
    word for that time, in the place it speaks of. Another source's denial is another matter, and so is what a source
    says after its denial; a statement that was wrong from its first day on is withdrawn.
    """
    said = list(statements)
    denials = [each for each in said if not each.holds]
    return tuple(left for each in said if each.holds for left in _left(each, denials))


def _left(said: Said, denials: Sequence[Said]) -> Sequence[PersonFact]:
    """The parts of a fact that no denial covers."""
    parts = [said.fact]
    for denial in denials:
        if _is_about(denial, said):
            parts = [rest for part in parts for rest in _without(part, denial.fact)]
    return parts


def _is_about(denial: Said, said: Said) -> bool:
    one, other = denial.fact, said.fact
    is_later = denial.recorded_at > said.recorded_at and one.since > other.since
    is_of_it = (one.kind, one.source) == (other.kind, other.source)
    return is_later and is_of_it and (one.place is None or other.lies_in(one.place))


def _without(fact: PersonFact, denial: PersonFact) -> Iterable[PersonFact]:
    if fact.until is not None and fact.until < denial.since:
        yield fact
        return
    if denial.since > fact.since:
        yield replace(fact, until=denial.since - timedelta(days=1))
    if denial.until is not None and (fact.until is None or denial.until < fact.until):
        yield replace(fact, since=max(fact.since, denial.until + timedelta(days=1)))
