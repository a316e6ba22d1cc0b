"""Conditions for holding a voucher: each that the jurisdiction asks for, judged from dated facts.

Which conditions bind is policy data (FJ-04, SX-04, SX-07, SX-08, AH-02, SD-06). The rules are run when a voucher is
issued and again when it is settled, so that a retired person on a roster of workers is found.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from checkin_service.kit.verdict import Basis, Finding, Outcome
from checkin_service.policy.book import PolicyView, line_of
from checkin_service.policy.model import PolicyValue, VoucherKind
from checkin_service.voucher.model.persons import DUPLICATE, Examination, FactKind, PersonFile
from checkin_service.voucher.rules.standing import Place, Standing, age_on, standing


def person_findings(person: PersonFile, view: PolicyView, kind: VoucherKind, *, on: date) -> tuple[Finding, ...]:
    """Everything the jurisdiction asks of the holder of a voucher, on a day.

    A fact decides. Where no source was asked, what an officer of the authority has examined lately enough decides;
    else the person's declaration, of what the jurisdiction says no source can check (MP-11). The rest is a doubt.
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
        self._declared = _declared(person, view, kind)
        self._examined = examinations(person, view, kind, on)

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
                outcome, reason = Outcome.PASS, "examined" if found.is_examined else "not_excluded"
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
            met = "examined" if found.is_examined else "met"
            return (Outcome.PASS, met) if found.is_met else (Outcome.FAIL, "not_met")
        if self._declared.intersection(names):
            return Outcome.NOTE, "declared"
        return Outcome.DOUBT, "not_checked"

    def _standing(self, condition: str) -> Standing:
        found = standing(condition, self._person, self._place, on=self._on)
        examined = self._examined.get(condition)
        if found.is_met is not None or examined is None:
            return found
        return Standing(examined.holds, examined.examined_on.isoformat(), is_examined=True)

    def _holds(self, kind: FactKind) -> bool:
        return any(fact.holds(self._on) for fact in self._person.of(kind))

    @staticmethod
    def _finding(
        check: str, outcome: Outcome, reason: str, measured: object, basis: Basis, *, limit: object = None
    ) -> Finding:
        return Finding(
            check=f"person.{check}", outcome=outcome, reason=reason, measured=measured, limit=limit, basis=basis
        )


def _declared(person: PersonFile, view: PolicyView, kind: VoucherKind) -> frozenset[str]:
    """What the person declared of the conditions that a declaration may stand for."""
    if not person.declared or view.value("person.declaration", kind).text != "where_unverifiable":
        return frozenset()
    return person.declared.intersection(_names(view.value("person.declarable", kind)))


def examinations(person: PersonFile, view: PolicyView, kind: VoucherKind, on: date) -> dict[str, Examination]:
    """The last examination of each condition by the authority or one above it, not too old to count on a day."""
    if not person.examined:
        return {}
    months, authorities = view.value("person.examination_valid_months", kind).integer, line_of(view.jurisdiction)
    return {
        each.condition: each
        for each in person.examined
        if each.authority_code in authorities and _months_between(each.examined_on, on) <= months
    }


def is_examined_since(
    reported_on: date | None, person: PersonFile, view: PolicyView, kind: VoucherKind, *, on: date
) -> bool:
    """Whether an officer has found, on the day of a report or later, that the benefit was not had (MP-19)."""
    found = examinations(person, view, kind, on).get(DUPLICATE)
    if found is None or found.holds:
        return False
    return reported_on is None or found.examined_on >= reported_on


def _months_between(earlier: date, later: date) -> int:
    """Whole months from one day to a later one, begun ones counted; none when it is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return max(months + (later.day > earlier.day), 0)


def _names(conditions: PolicyValue) -> tuple[str, ...]:
    return conditions.names if conditions.is_required else ()


def declarable(view: PolicyView, kind: VoucherKind) -> frozenset[str]:
    """Conditions that no source can check: whoever meets them says so."""
    allowed = view.value("person.declarable", kind)
    return frozenset(allowed.names) if allowed.is_required else frozenset()
