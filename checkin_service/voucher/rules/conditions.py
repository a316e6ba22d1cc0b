"""Whether a person may hold a voucher: the conditions of the jurisdiction, each judged from dated facts.

Which conditions bind is policy data (FJ-04, SX-04, SX-07, SX-08, AH-02, SD-06). The rules are run when a voucher is
issued and again when it is settled, so that a retired person on a roster of workers is found.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from checkin_service.kit.verdict import Basis, Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import PolicyValue, VoucherKind
from checkin_service.voucher.person import FactKind, PersonFile
from checkin_service.voucher.rules.standing import Place, Standing, age_on, standing


def person_findings(person: PersonFile, view: PolicyView, kind: VoucherKind, *, on: date) -> tuple[Finding, ...]:
    """Everything the jurisdiction asks of the holder of a voucher, on a day.

    A fact decides. What no source was asked about is a doubt, unless the person declared it and the jurisdiction
    lets declarations stand where nothing can be checked (MP-11): then it is noted as declared.
    """
    judge = _Judge(person, view, kind, on)
    return (
        *judge.all_of(view.value("person.all_of", kind)),
        *judge.any_of(view.value("person.any_of", kind)),
        *judge.none_of(view.value("person.none_of", kind), Outcome.FAIL, unknown=Outcome.DOUBT),
        *judge.none_of(view.value("person.doubtful_when", kind), Outcome.DOUBT, unknown=Outcome.NOTE),
        *judge.old_enough(),
    )


def priority_groups(person: PersonFile, view: PolicyView, kind: VoucherKind, *, on: date) -> tuple[str, ...]:
    """The groups to be supported first that the person belongs to (SX-08)."""
    groups = view.value("person.priority_groups", kind)
    names = groups.names if groups.is_required else ()
    held = {fact.kind for fact in person.facts if fact.holds(on)}
    return tuple(name for name in names if name in held)


class _Judge:
    """One person before one jurisdiction on one day."""

    def __init__(self, person: PersonFile, view: PolicyView, kind: VoucherKind, on: date) -> None:
        self._person = person
        self._view = view
        self._kind = kind
        self._on = on
        self._place = Place.of(view, kind)
        self._may_declare = view.value("person.declaration", kind).text == "where_unverifiable"

    def all_of(self, conditions: PolicyValue) -> Iterator[Finding]:
        for condition in _names(conditions):
            found = self._standing(condition)
            yield self._finding(condition, *self._met(found, [condition]), found.measured, conditions.basis)

    def any_of(self, conditions: PolicyValue) -> Iterator[Finding]:
        names = _names(conditions)
        if not names:
            return
        standings = {name: self._standing(name) for name in names}
        met = [name for name, found in standings.items() if found.is_met]
        best = Standing.best(standings.values())
        yield self._finding("any_of", *self._met(best, names), ", ".join(met) or None, conditions.basis)

    def none_of(self, conditions: PolicyValue, excluded: Outcome, *, unknown: Outcome) -> Iterator[Finding]:
        for condition in _names(conditions):
            found = self._standing(condition)
            if found.is_met is None:
                outcome, reason = unknown, "not_checked"
            elif found.is_met:
                outcome, reason = excluded, "excluded"
            else:
                outcome, reason = Outcome.PASS, "not_excluded"
            yield self._finding(condition, outcome, reason, found.measured, conditions.basis)

    def old_enough(self) -> Iterator[Finding]:
        """Nobody below the lowest age; a minor above it with a guardian's consent."""
        births = self._person.of(FactKind.BIRTH)
        if not births:
            return
        lowest = self._view.value("person.minimum_age", self._kind)
        adult = self._view.value("person.guardian_consent_below_age", self._kind)
        age = age_on(self._on, births[0].since)
        if age < lowest.integer:
            yield self._finding("age", Outcome.FAIL, "too_young", age, lowest.basis, limit=lowest.integer)
        elif age < adult.integer and not self._holds(FactKind.GUARDIAN_CONSENT):
            yield self._finding("age", Outcome.DOUBT, "guardian_consent_missing", age, adult.basis, limit=adult.integer)
        else:
            yield self._finding("age", Outcome.PASS, "old_enough", age, lowest.basis, limit=lowest.integer)

    def _met(self, found: Standing, names: Iterable[str]) -> tuple[Outcome, str]:
        if found.is_met is not None:
            return (Outcome.PASS, "met") if found.is_met else (Outcome.FAIL, "not_met")
        if self._may_declare and self._person.declared.intersection(names):
            return Outcome.NOTE, "declared"
        return Outcome.DOUBT, "not_checked"

    def _standing(self, condition: str) -> Standing:
        return standing(condition, self._person, self._place, on=self._on)

    def _holds(self, kind: FactKind) -> bool:
        return any(fact.holds(self._on) for fact in self._person.of(kind))

    @staticmethod
    def _finding(
        check: str, outcome: Outcome, reason: str, measured: object, basis: Basis, *, limit: object = None
    ) -> Finding:
        return Finding(
            check=f"person.{check}", outcome=outcome, reason=reason, measured=measured, limit=limit, basis=basis
        )


def _names(conditions: PolicyValue) -> tuple[str, ...]:
    return conditions.names if conditions.is_required else ()
