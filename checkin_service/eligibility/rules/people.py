"""The holder's conditions judged again at settlement, and the authority whose turn it is to pay.

Who issues examines and pays (谁发券、谁审核、谁补贴). What has come in since is judged here again, so that a
retired person on a workers' roster is found. A binding condition that no source answers, no officer has examined and
no valid declaration covers is a doubt: what nobody checked is not paid.
"""

from datetime import date
from functools import lru_cache

from checkin_service.eligibility.model.facts import AskedPolicy, Criterion, Facts
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.persons import PersonFile
from checkin_service.voucher.rules import PLACE_FACTS, payer, pays_for, person_findings, places_of


def conditions_of(person: PersonFile, policy: AskedPolicy) -> tuple[Finding, ...]:
    """Each condition as it stands, judged as it was when issuing."""
    return _conditions(person, policy.view, policy.kind, policy.on)


@lru_cache(maxsize=4096)
def _conditions(person: PersonFile, view: PolicyView, kind: VoucherKind, on: date) -> tuple[Finding, ...]:
    # Of most people of a class the same is known: nothing.
    return person_findings(person, view, kind, on=on)


def person_conditions(facts: Facts, policy: AskedPolicy) -> Finding:
    """The worst of the conditions, with the names of those that decide."""
    return _person_conditions(facts.person, policy)


@lru_cache(maxsize=4096)
def _person_conditions(person: PersonFile, policy: AskedPolicy) -> Finding:
    conditions = conditions_of(person, policy)
    worst = max((each.outcome for each in conditions), default=Outcome.NOTE)
    decisive = [each for each in conditions if each.outcome is worst]
    if worst is Outcome.NOTE or worst is Outcome.PASS:
        bound = any(each.reason != "not_checked" for each in conditions)
        outcome, reason = (Outcome.PASS, "person_fits") if bound else (Outcome.NOTE, "person_not_asked")
        decisive = [each for each in conditions if each.reason == "declared"]
    elif worst is Outcome.FAIL:
        outcome, reason = worst, "person_excluded"
    else:
        unchecked = all(each.reason == "not_checked" for each in decisive)
        outcome, reason = worst, "person_not_checked" if unchecked else "person_in_doubt"
    return Finding(
        check=Criterion.PERSON_CONDITIONS,
        outcome=outcome,
        reason=reason,
        measured=", ".join(each.check for each in decisive) or None,
        basis=decisive[0].basis if decisive else policy.asked("person.all_of").basis,
    )


def payer_finding(facts: Facts, policy: AskedPolicy) -> Finding:
    """SX-20: insurance, employment, residence, unemployment registration: the first place that there is pays."""
    order = policy.asked("payment.authority")
    if order.text == "issuer":
        return _payer(Outcome.NOTE, "not_asked", None, policy)
    places = places_of(facts.person, on=policy.on)
    place = payer(policy.view, policy.kind, issuer=facts.payer, places=places)
    if place is None:
        was_asked = facts.person.knows(*(kind for kinds in PLACE_FACTS.values() for kind in kinds))
        return _payer(Outcome.DOUBT, "payer_nowhere" if was_asked else "payer_unknown", None, policy)
    is_here = pays_for(policy.view, policy.kind, payer_code=facts.payer, place=place)
    return _payer(*((Outcome.PASS, "payer_here") if is_here else (Outcome.DOUBT, "payer_elsewhere")), place, policy)


def _payer(outcome: Outcome, reason: str, place: str | None, policy: AskedPolicy) -> Finding:
    basis = policy.asked("payment.authority").basis
    return Finding(check=Criterion.PAYER, outcome=outcome, reason=reason, measured=place, basis=basis)
