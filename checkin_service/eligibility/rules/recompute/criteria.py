"""Each criterion judged again from the facts and policy values in the document."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from . import checks, emptiness, evidence, overturned, remote_video, terms

Document = dict[str, Any]

ORDER = ("pass", "note", "doubt", "fail")
_PLACES = {
    "insurance_place": ("unemployment_insurance",),
    "employment_place": ("employment", "self_employment"),
    "residence_place": ("household", "residence_permit"),
    "unemployment_place": ("unemployment_registration",),
}
_PUT_TO_USE = (
    "used",
    "completed",
    "payable",
    "released",
    "requested",
    "approved",
    "disbursed",
    "written_off",
)


@dataclass(frozen=True)
class Judged:
    """What one criterion comes to when it is judged again."""

    outcome: str
    reason: str
    measured: str | None = None
    limit: str | None = None


def judged(name: str, document: Document) -> Judged:
    """A criterion as the facts have it, unless a decision on a doubt or an upheld appeal says otherwise."""
    found = JUDGES[name](document) if name in JUDGES else _term(name, document)
    for decision in decisions_of(document):
        told = (decision["criterion"], decision["doubt"], decision["measured"])
        if found.outcome == "doubt" and told == (name, found.reason, found.measured):
            is_met = decision["met"]
            found = Judged("pass" if is_met else "fail", "decided_met" if is_met else "decided_not_met", found.measured)
    for appeal in document["facts"]["upheld_appeals"]:
        if name in appeal["criteria"] and found.outcome in {"doubt", "fail"}:
            return Judged("pass", "upheld_on_appeal", found.measured)
    return found


def decisions_of(document: Document) -> Sequence[Document]:
    """Decisions of officers on doubts, the last first; documents of the first format have none."""
    return list(reversed(document["facts"].get("desk_decisions", ())))


def is_first_format(document: Document) -> bool:
    """Whether unchecked conditions and unknown payers were only noted, and denials listed payments."""
    return str(document["format"]).endswith("/1")


def basis_of_decision(decision: Document) -> Document:
    named, quote = decision["document"], decision["reason"]
    return {"kind": "authority_decision", "clause": None, "document": named, "quote": quote}


def basis_of_appeal(appeal: Document) -> Document:
    named = f"申诉决定 {appeal['appeal_id']}"
    return {"kind": "authority_decision", "clause": None, "document": named, "quote": appeal["reason"]}


def judged_names(document: Document) -> list[str]:
    """Every criterion, and the share of corrected hours where a rate is asked for and hours were corrected."""
    rated = "attendance_rate" in _asked(document) and value_of(document, "attendance.minimum_percent")["is_required"]
    limited = value_of(document, "attendance.corrected_doubt_percent")["is_required"]
    with_share = rated and limited and document["facts"]["corrected_hours"] > 0
    empty = not rated and emptiness.is_said(document)
    mixed = document["facts"]["mixed"] and value_of(document, "settlement.mixed_needs")["is_required"]
    shares = (
        ("corrected_share", with_share),
        ("both_legs", mixed),
        ("evidence_share", rated and evidence.evidence_share(document)),
        ("self_bound_share", rated and evidence.self_bound_share(document)),
        ("empty_class", empty),
        ("remote_video", remote_video.is_said(document)),
        ("overturned_reviews", overturned.is_said(document)),
        ("unannounced_checks", checks.is_said(document)),
    )
    left_out = {name for name, judged_too in shares if not judged_too}
    named, after = [name for name in JUDGES if name not in left_out], {name for name, _ in shares}
    main = [name for name in named if name not in after]
    return [*main, *terms.said(document), *(name for name in named if name in after)]


def _term(name: str, document: Document) -> Judged:
    found = terms.said(document)[name]
    return Judged(found.outcome, found.reason, found.measured, found.limit)


def _corrected_share(document: Document) -> Judged:
    facts, percent = document["facts"], value_of(document, "attendance.corrected_doubt_percent")["value"]
    corrected, counted = facts["corrected_hours"], credited(facts)
    measured, limit = f"{corrected}/{counted}", str(Fraction(percent, 100))
    if corrected * 100 <= percent * counted:
        return Judged("note", "corrected_share_small", measured, limit)
    if facts["confirmed_hours"] >= corrected:
        return Judged("note", "corrected_share_confirmed", measured, limit)
    return Judged("doubt", "corrected_share_large", measured, limit)


def _attendance_rate(document: Document) -> Judged:
    facts, minimum = document["facts"], value_of(document, "attendance.minimum_percent")
    measured = f"{facts['credited_hours']}/{facts['total_hours']}"
    if "attendance_rate" not in _asked(document) or not minimum["is_required"]:
        return Judged("note", "not_asked", measured)
    limit = Fraction(minimum["value"], 100)
    total = facts["total_hours"]
    if total <= 0:
        return Judged("doubt", "no_hours_to_attend", measured, str(limit))
    if Fraction(credited(facts), total) >= limit:
        return Judged("pass", "rate_reached", measured, str(limit))
    if Fraction(credited(facts) + still_open(facts), total) >= limit:
        return Judged("doubt", "rate_under_review", measured, str(limit))
    return Judged("fail", "rate_not_reached", measured, str(limit))


def _assessment_passed(document: Document) -> Judged:
    if "assessment_passed" not in _asked(document):
        return Judged("note", "not_asked")
    assessment = document["facts"]["assessment"]
    if assessment is None:
        return Judged("fail", "assessment_missing")
    if assessment["passed"]:
        return Judged("pass", "assessment_passed", "passed")
    return Judged("fail", "assessment_failed", "failed")


def _certificate(document: Document) -> Judged:
    if "certificate" not in _asked(document):
        return Judged("note", "not_asked")
    accepted = value_of(document, "certificate.accepted")["value"]
    kinds = {each["kind"] for each in document["facts"]["certificates"]}
    limit = ", ".join(accepted)
    if counted := ", ".join(sorted(kinds.intersection(accepted))):
        return Judged("pass", "certificate_held", counted, limit)
    if kinds:
        return Judged("doubt", "certificate_kind_open", ", ".join(sorted(kinds)), limit)
    return Judged("fail", "certificate_missing", None, limit)


def _voucher_used(document: Document) -> Judged:
    voucher = document["facts"]["voucher"]
    if voucher is None:
        return Judged("fail", "voucher_missing")
    if voucher["state"] in _PUT_TO_USE and voucher["class_id"] == document["class_id"]:
        return Judged("pass", "voucher_used", "used")
    return Judged("fail", "voucher_not_used", voucher["state"])


def _person_conditions(document: Document) -> Judged:
    conditions = document["facts"]["person"]["conditions"]
    worst = max((ORDER.index(each["outcome"]) for each in conditions), default=1)
    if worst > 1:
        decisive = [each for each in conditions if each["outcome"] == ORDER[worst]]
        unchecked = all(each["reason"] == "not_checked" for each in decisive)
        in_doubt = "person_not_checked" if unchecked else "person_in_doubt"
        reason = "person_excluded" if ORDER[worst] == "fail" else in_doubt
        return Judged(ORDER[worst], reason, ", ".join(each["condition"] for each in decisive))
    declared = ", ".join(each["condition"] for each in conditions if each["reason"] == "declared") or None
    if any(each["reason"] != "not_checked" for each in conditions):
        return Judged("pass", "person_fits", declared)
    return Judged("note", "person_not_checked" if is_first_format(document) else "person_not_asked", declared)


def _both_legs(document: Document) -> Judged:
    facts = document["facts"]
    met = {
        "online_passed": facts["mixed"]["theory_passed"],
        "offline_passed": facts["mixed"]["practice_passed"],
        "certificate": facts["certificates"],
    }
    needs = value_of(document, "settlement.mixed_needs")["value"]
    missing = [name for name, is_met in met.items() if name in needs and not is_met]
    return Judged("fail", "leg_missing", ", ".join(missing)) if missing else Judged("pass", "legs_passed")


def _payer(document: Document) -> Judged:
    if value_of(document, "payment.authority")["value"] == "issuer":
        return Judged("note", "not_asked")
    person, on = document["facts"]["person"], document["policy"]["on"]
    for name in value_of(document, "payment.payer_order")["value"]:
        held = [
            each for each in person["facts"] if each["kind"] in _PLACES[name] and _holds(each, on) and each["place"]
        ]
        if held:
            place = max(held, key=lambda each: str(each["since"]))["place"]
            set_aside = document["facts"]["set_aside"]
            payer = set_aside[0]["authority_code"] if set_aside else document["authorities"]["paying"]
            is_here = place == payer if _pays_by_county(document) else place.startswith(_prefix(payer))
            return Judged("pass", "payer_here", place) if is_here else Judged("doubt", "payer_elsewhere", place)
    was_asked = set(person["asked"]).issuperset(kind for kinds in _PLACES.values() for kind in kinds)
    if was_asked:
        return Judged("doubt", "payer_nowhere")
    return Judged("note" if is_first_format(document) else "doubt", "payer_unknown")


def _pays_by_county(document: Document) -> bool:
    """Older documents name no unit: whatever lies in the payer's area was its own."""
    values = document["policy"]["values"]
    return any(each["key"] == "payment.payer_unit" and each["value"] == "county" for each in values)


def _pipeline(document: Document) -> Judged:
    if value_of(document, "class.roster_after")["value"] != "opening_approved":
        return Judged("note", "not_asked")
    facts = document["facts"]
    if facts["opened_at"] is None or facts["registered_at"] is None:
        return Judged("doubt", "pipeline_unknown")
    opened, registered, completed = (
        datetime.fromisoformat(facts[name]) for name in ("opened_at", "registered_at", "completed_at")
    )
    if opened <= registered <= completed:
        return Judged("pass", "pipeline_in_order")
    return Judged("doubt", "pipeline_out_of_order")


JUDGES: dict[str, Callable[[Document], Judged]] = {
    "attendance_rate": _attendance_rate,
    "assessment_passed": _assessment_passed,
    "certificate": _certificate,
    "voucher_used": _voucher_used,
    "person_conditions": _person_conditions,
    "payer": _payer,
    "pipeline": _pipeline,
    "both_legs": _both_legs,
    "corrected_share": _corrected_share,
    "evidence_share": lambda document: Judged(*(evidence.evidence_share(document) or ())),
    "self_bound_share": lambda document: Judged(*(evidence.self_bound_share(document) or ())),
    "empty_class": lambda document: Judged(*emptiness.said(document)),
    "remote_video": lambda document: Judged(*remote_video.said(document)),
    "overturned_reviews": lambda document: Judged(*overturned.said(document)),
    "unannounced_checks": lambda document: Judged(*checks.said(document)),
}


def value_of(document: Document, key: str) -> Document:
    (found,) = [value for value in document["policy"]["values"] if value["key"] == key]
    return dict(found)


def _asked(document: Document) -> Sequence[str]:
    value = value_of(document, "eligibility.criteria")
    return value["value"] if value["is_required"] else ()


def _holds(fact: Document, on: str) -> bool:
    """Days as text compare like days."""
    return bool(fact["since"] <= on and (fact["until"] is None or on <= fact["until"]))


def _prefix(code: str) -> str:
    """What the codes of an authority's divisions begin with: pairs of zeros at the end say nothing."""
    while code.endswith("00"):
        code = code[:-2]
    return code


def basis(value: Document) -> Document:
    return {"kind": value["basis"]} | {name: value[name] for name in ("clause", "document", "quote")}


def credited(facts: Document) -> int:
    return sum(each["credited_hours"] for each in facts["sessions"])


def still_open(facts: Document) -> int:
    """Class hours that a decision on a check-in or on an appeal may still credit."""
    return sum(_open_hours(each) for each in facts["sessions"] if not each["cancelled"])


def _open_hours(session: Document) -> int:
    missing: int = session["class_hours"] - session["credited_hours"]
    return missing if session["doubtful_attempt_ids"] else min(missing, session["appealed_hours"])
