"""Questions of policy cases (`when.ask`), each put to the real packs and rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from checkin_service.catalogue.model.registers import OccupationKind
from checkin_service.catalogue.rules import radius_refusal
from checkin_service.eligibility.model.facts import AskedPolicy, AssessmentFact, CertificateFact
from checkin_service.eligibility.rules import determine
from checkin_service.kit.civil import CHINA
from checkin_service.kit.ratio import at_least_percent, hours_needed
from checkin_service.kit.verdict import Outcome, Verdict
from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.keys.vouchers import STEPS
from checkin_service.policy.model import PolicyUnknown, VoucherKind
from checkin_service.statistics.rules.plans import plan_totals
from checkin_service.timetable import rules as timetable
from checkin_service.timetable.model import Delivery
from checkin_service.timetable.rules import needed_of_class, needed_of_voucher
from checkin_service.voucher import rules as voucher
from checkin_service.voucher.model.persons import FactKind, PersonFact, PersonFile
from checkin_service.voucher.model.vouchers import VoucherRefusal, VoucherState
from tests.eligibility.builders import STARTS_AT, a_used_voucher, some_facts, some_sessions
from tests.timetable.builders import a_session
from tests.voucher.builders import a_voucher

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """The jurisdiction on its day, and the kind of voucher where one is meant."""

    view: PolicyView
    kind: VoucherKind | None

    @property
    def voucher_kind(self) -> VoucherKind:
        return self.kind or VoucherKind.TARGETED


def value(given: Given, when: Answer) -> Answer:
    try:
        found = given.view.value(when["key"], given.kind)
    except PolicyUnknown:
        return {"is_known": False}
    includes = isinstance(found.value, tuple) and when.get("includes") in found.value
    return {"is_known": True, "is_included": includes, **found.as_document()}


def rate(given: Given, when: Answer) -> Answer:
    minimum = given.view.value("attendance.minimum_percent", given.kind)
    if not minimum.is_required:
        return {"is_enough": True, "is_required": False}
    credited, total = when["credited_hours"], when["total_hours"]
    return {
        "is_enough": at_least_percent(Fraction(credited, total), minimum.integer),
        "is_required": True,
        "hours_needed": hours_needed(total, minimum.integer),
    }


def determination(given: Given, when: Answer) -> Answer:
    """Forty class hours in ten sessions, of which so many were attended; who has earned the subsidy?"""
    sessions = some_sessions(*[number < when["sessions_attended"] for number in range(10)])
    kind = given.voucher_kind
    facts = some_facts(
        sessions=sessions,
        voucher_kind=kind,
        voucher=a_used_voucher(kind=kind, state=VoucherState(when.get("voucher", "used"))),
        assessment=AssessmentFact(passed=when["passed"], score=None, assessed_on=date(2022, 5, 20)),
        certificates=tuple(
            CertificateFact(number="ZX-0001", kind=each, issued_on=date(2022, 5, 25))
            for each in when.get("certificates", [])
        ),
        opened_at=STARTS_AT,
        registered_at=STARTS_AT,
    )
    judged = determine(facts, _asked(given))
    failed = [finding.check for finding in judged.findings if finding.outcome is Outcome.FAIL]
    return {"outcome": judged.outcome, "failed": failed}


def opening(given: Given, when: Answer) -> Answer:
    """Which values a class would need that nobody has set."""
    kinds = [VoucherKind(kind) for kind in when["voucher_kinds"]]
    unknown = given.view.unknown([*needed_of_class(), *needed_of_voucher(kinds)])
    return {"missing": [each.key for each in unknown]}


def periods(given: Given, when: Answer) -> Answer:
    activate_by, use_by = voucher.periods_under(given.view, given.voucher_kind, when["obtained_on"])
    return {"activate_by": activate_by, "use_by": use_by}


def use(given: Given, when: Answer) -> Answer:
    """A voucher obtained on a day is shown at a class on another."""
    kind = given.voucher_kind
    activate_by, use_by = voucher.periods_under(given.view, kind, when["obtained_on"])
    state = VoucherState(when.get("state", "issued"))
    shown = a_voucher(kind=kind, state=state, activate_by=activate_by, use_by=use_by)
    refusal = voucher.refusal_to_use(shown, on=when["used_on"])
    if refusal is None and voucher.counts_in_quota(voucher.GRAPHS[shown.graph], state):
        before = when.get("activated_this_year", 0)
        refusal = voucher.refusal_to_activate(given.view, kind, activated_this_year=before)
    return {"is_accepted": refusal is None, "reason": refusal.reason if refusal else None}


def completion(given: Given, when: Answer) -> Answer:
    _, use_by = voucher.periods_under(given.view, given.voucher_kind, when["obtained_on"])
    in_time = voucher.completed_in_time(trained_until=when["trained_until"], use_by=use_by)
    return {"is_in_time": in_time, "used_when": given.view.value("voucher.used_when").text}


def quota(given: Given, when: Answer) -> Answer:
    rules: dict[str, Callable[[int], VoucherRefusal | None]] = {
        "issue": lambda count: voucher.refusal_to_issue(given.view, given.voucher_kind, live=count),
        "activate": lambda count: voucher.refusal_to_activate(
            given.view, given.voucher_kind, activated_this_year=count
        ),
        "occupation": lambda count: voucher.refusal_of_occupation(given.view, given.voucher_kind, used_this_year=count),
        "claim": lambda count: voucher.refusal_to_claim(given.view, given.voucher_kind, claimed=count),
        "use": lambda count: voucher.refusal_to_use_again(given.view, given.voucher_kind, used=count),
    }
    refusal = rules[when["of"]](when["count"])
    return {"is_allowed": refusal is None, "reason": refusal.reason if refusal else None}


def quota_year(given: Given, when: Answer) -> Answer:
    days = {"registered_on": when["registered_on"], "activated_on": when["activated_on"]}
    return {"year": voucher.quota_year(given.view, given.voucher_kind, **days)}


def person(given: Given, when: Answer) -> Answer:
    file = _person(when)
    on = when.get("on", given.view.on)
    findings = voucher.person_findings(file, given.view, given.voucher_kind, on=on)
    by_outcome = {
        outcome: [finding.check.removeprefix("person.") for finding in findings if finding.outcome is outcome]
        for outcome in Outcome
    }
    return {
        "decision": Verdict.of(findings).decision,
        "failed": by_outcome[Outcome.FAIL],
        "doubtful": by_outcome[Outcome.DOUBT],
        "noted": by_outcome[Outcome.NOTE],
        "priority": list(voucher.priority_groups(file, given.view, given.voucher_kind, on=on)),
    }


def payer(given: Given, when: Answer) -> Answer:
    places = voucher.Places(**when.get("places", {}))
    return {
        "payer": voucher.payer(given.view, given.voucher_kind, issuer=when["issuer"], places=places),
        "payees": [str(each) for each in voucher.payees(given.view, given.voucher_kind)],
    }


def route(given: Given, when: Answer) -> Answer:
    return {"route": voucher.route_of(given.view, when["fund"])}


def budget(given: Given, when: Answer) -> Answer:
    refusal = voucher.refusal_to_commit(
        given.view,
        given.voucher_kind,
        free_fen=when["free_fen"],
        vouchers=when["vouchers"],
        amount_fen=when["amount_fen"],
    )
    return {"is_allowed": refusal is None}


def commitment(given: Given, when: Answer) -> Answer:
    moment = voucher.CommitAt(when["moment"])
    return {"is_committed": voucher.commits(given.view, given.voucher_kind, moment)}


def mixed(given: Given, when: Answer) -> Answer:
    """Legs as `[institution, passed, fen]`; the first institution is where the person registered."""
    legs = [
        voucher.Leg(delivery=delivery, institution_id=UUID(int=number), passed=passed, subsidy_fen=fen)
        for delivery, number, passed, fen in when["legs"]
    ]
    findings = voucher.mixed_findings(
        given.view, given.voucher_kind, legs, has_certificate=when.get("has_certificate", True)
    )
    paid = voucher.shares(given.view, given.voucher_kind, legs, registered_with=legs[0].institution_id)
    return {
        "is_settled": all(finding.outcome is Outcome.PASS for finding in findings),
        "failed": [finding.check for finding in findings if finding.outcome is Outcome.FAIL],
        "shares": [[institution.int, fen] for institution, fen in paid.items()],
    }


def fee(given: Given, when: Answer) -> Answer:
    face_value = given.view.value("voucher.face_value_fen", given.kind).integer
    use_ = voucher.face_value_use(when["fee_fen"], face_value)
    return {
        "trainee_pays_fen": use_.trainee_pays_fen,
        "offset_fen": use_.offset_fen,
        "claimed_fen": use_.claimed_fen,
        "is_above_fee": use_.is_above_fee,
    }


def certificate(given: Given, when: Answer) -> Answer:
    finding = voucher.certificate_finding(given.view, given.voucher_kind, when["held"])
    return {"outcome": finding.outcome.name.lower(), "reason": finding.reason}


def write_offs(given: Given, _: Answer) -> Answer:
    return {"moments": list(voucher.write_offs(given.view, given.voucher_kind))}


def step(given: Given, when: Answer) -> Answer:
    known = dict.fromkeys(STEPS, False) | dict.fromkeys(when["done"], True)
    refusal = voucher.refusal_of_step(given.view, given.voucher_kind, when["step"], known)
    return {"is_allowed": refusal is None, "reason": refusal.reason if refusal else None}


def delivery(given: Given, when: Answer) -> Answer:
    held = [Delivery.ONLINE, Delivery.OFFLINE] if when["delivery"] == "mixed" else [Delivery(when["delivery"])]
    kind = OccupationKind(when["occupation_kind"]) if "occupation_kind" in when else None
    sessions = [a_session(ordinal=number, delivery=each) for number, each in enumerate(held, start=1)]
    return {"is_allowed": timetable.delivery_refusal(given.view, kind, sessions) is None}


def checklist(given: Given, when: Answer) -> Answer:
    """What of a list of things to do is done; may the step that asks for it be taken?"""
    rules = {"class.before_opening": timetable.opening_refusal, "registration.checks": timetable.checks_refusal}
    return {"is_allowed": rules[when["list"]](given.view, when["done"]) is None}


def window(given: Given, when: Answer) -> Answer:
    """A session in local time; may its phase be attested at a moment?"""
    starts_at, ends_at, at = (datetime.fromisoformat(when[name]).replace(tzinfo=CHINA) for name in _MOMENTS)
    found = timetable.window(when["phase"], starts_at, ends_at, given.view)
    return {"is_in_time": found.opens_at <= at <= found.closes_at}


def radius(given: Given, when: Answer) -> Answer:
    return {"is_allowed": radius_refusal(when["radius_m"], given.view) is None}


def totals(given: Given, when: Answer) -> Answer:
    found = plan_totals(book(), given.view.jurisdiction, on=given.view.on, what=when["what"])
    return {"printed": found.printed, "computed": found.computed, "difference": found.difference}


_MOMENTS = ("starts_at", "ends_at", "at")

QUESTIONS: dict[str, Callable[[Given, Answer], Answer]] = {
    question.__name__: question
    for question in (
        budget, certificate, checklist, commitment, completion, delivery, determination, fee, mixed, opening, payer,
        periods, person, quota, quota_year, radius, rate, route, step, totals, use,
        value, window, write_offs,
    )
}  # fmt: skip


def _asked(given: Given) -> AskedPolicy:
    return AskedPolicy.of(given.view, given.voucher_kind, known_on=given.view.known_on or given.view.on)


def _person(when: Answer) -> PersonFile:
    facts = tuple(
        PersonFact(
            kind=FactKind(fact["kind"]),
            since=fact.get("since", date(2015, 1, 1)),
            until=fact.get("until"),
            place=fact.get("place"),
            source="an authority's data",
        )
        for fact in when.get("facts", [])
    )
    # Unless a case says otherwise the sources were asked about everything.
    asked = frozenset(FactKind(kind) for kind in when["asked"]) if "asked" in when else frozenset(FactKind)
    return PersonFile(facts=facts, asked=asked, declared=frozenset(when.get("declared", [])))
