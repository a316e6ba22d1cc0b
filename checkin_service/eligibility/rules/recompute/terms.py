"""The terms of a voucher judged again: period, earlier uses, what it names, the type of training, the fee."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

Document = dict[str, Any]

_CHINA = timezone(timedelta(hours=8))
"""Civil days are China's; no summer time has been kept since 1991."""


@dataclass(frozen=True)
class Term:
    """What a term comes to when something is to be said about it."""

    outcome: str
    reason: str
    measured: str | None = None
    limit: str | None = None


def period(document: Document) -> Term | None:
    ends, terms = _stated(document, "voucher.expires_when"), document["facts"]["terms"]
    use_by = document["facts"]["voucher"]["use_by"]
    if ends is None or "training_not_completed" not in ends or terms["trained_until"] is None:
        return None
    if terms["trained_until"] <= use_by:
        return None
    return Term("fail", "training_after_period", terms["trained_until"], use_by)


def once(document: Document) -> Term | None:
    limit, terms = _stated(document, "voucher.uses_per_occupation_and_year"), document["facts"]["terms"]
    voucher_id = document["facts"]["voucher"]["voucher_id"]
    own = next((each for each in terms["uses"] if each["voucher_id"] == voucher_id), None)
    if limit is None or own is None:
        return None
    counted = [
        each
        for each in terms["uses"]
        if _order(each) < _order(own)
        and _is_near(each["authority_code"], document["policy"]["jurisdiction"])
        and _folded(each["occupation"]) == _folded(terms["occupation"])
        and _year(document, each) == _year(document, own)
    ]
    if len(counted) < limit:
        return None
    return Term("fail", "occupation_trained_before", str(len(counted)), str(limit))


def single(document: Document) -> Term | None:
    """Documents from before earlier benefits were on record say nothing of them."""
    reach, terms = _stated(document, "eligibility.duplicate_check"), document["facts"]["terms"]
    voucher_id = document["facts"]["voucher"]["voucher_id"]
    own = next((each for each in terms["uses"] if each["voucher_id"] == voucher_id), None)
    if reach is None or own is None or _stated(document, "voucher.uses_per_occupation_and_year") is not None:
        return None
    had = [
        each
        for each in terms["uses"]
        if each.get("is_over") is False
        and _order(each) < _order(own)
        and (reach == "across_regions" or _is_near(each["authority_code"], own["authority_code"]))
        and _folded(each["occupation"]) == _folded(terms["occupation"])
        and _civil_year(each) == _civil_year(own)
    ]
    return Term("doubt", "benefit_had_before", str(len(had))) if had else None


def reported(document: Document) -> Term | None:
    """Documents from before reports of other regions were on record say nothing of them."""
    facts, terms = document["facts"], document["facts"]["terms"]
    since = facts["opened_at"] or facts["registered_at"]
    if _stated(document, "eligibility.duplicate_check") is None or not terms.get("reports") or since is None:
        return None
    numbers = {each["number"] for each in facts["certificates"]}
    year = datetime.fromisoformat(since).astimezone(_CHINA).year
    same = [
        f"{each['region_code']} {each['certificate_number']} #{each['ordinal']}"
        for each in terms["reports"]
        if each["certificate_number"] in numbers
        or (_folded(each["occupation"]) == _folded(terms["occupation"]) and int(each["issued_on"][:4]) == year)
    ]
    return Term("doubt", "benefit_reported_elsewhere", ", ".join(sorted(same))) if same else None


def binding(document: Document) -> Term | None:
    if document["facts"]["terms"]["named"] is None:
        return None
    differing = ", ".join(_differing(document))
    return Term("fail", "voucher_for_other_training", differing) if differing else None


def training_type(document: Document) -> Term | None:
    types, given = _stated(document, "training.types"), document["facts"]["terms"]["training_type"]
    return None if types is None or given in types else Term("fail", "training_type_not_covered", given)


def fee(document: Document) -> Term | None:
    terms = document["facts"]["terms"]
    face, fee_fen = _face_value(document), terms["fee_fen"]
    if face is None:
        return None
    if fee_fen is None:
        return Term("doubt", "fee_unknown")
    if face > fee_fen:
        return Term("doubt", "face_value_above_fee", str(fee_fen), str(face))
    return Term("note", "fee_above_face_value", str(fee_fen - face), str(face)) if fee_fen > face else None


def fee_paid(document: Document) -> Term | None:
    """Documents from before payments were on record say nothing of them."""
    facts, terms = document["facts"], document["facts"]["terms"]
    if "fee_paid_fen" not in terms:
        return None
    others = sum(each["amount_fen"] for each in facts["set_aside"] if each["leg"] not in ("training", "online"))
    subsidy, paid = facts["subsidy_fen"] - others, terms["fee_paid_fen"]
    if not document["payee"].startswith("trainee:"):
        own_part = max((terms["fee_fen"] or 0) - subsidy, 0)
        is_more = terms["fee_fen"] is not None and (paid or 0) > own_part
        return Term("doubt", "fee_taken_twice", str(paid), str(own_part)) if is_more else None
    if "all" not in (_stated(document, "fee.paid_by_trainee") or ()) or (paid or 0) >= subsidy:
        return None
    outcome = "doubt" if _stated(document, "fee.unshown_means") == "doubt" else "note"
    reason = "fee_payment_not_shown" if paid is None else "subsidy_above_fee_paid"
    return Term(outcome, reason, None if paid is None else str(paid), str(subsidy))


JUDGES = {
    "voucher_period": period,
    "occupation_once": once,
    "no_duplicate": single,
    "no_duplicate_elsewhere": reported,
    "voucher_binding": binding,
    "training_type": training_type,
    "fee": fee,
    "fee_paid": fee_paid,
}


def said(document: Document) -> dict[str, Term]:
    """Every term about which something is to be said; documents from before there were terms say nothing."""
    facts = document["facts"]
    if facts.get("terms") is None or facts["voucher"] is None:
        return {}
    found = {name: judge(document) for name, judge in JUDGES.items()}
    return {name: term for name, term in found.items() if term is not None}


def _differing(document: Document) -> Iterator[str]:
    terms = document["facts"]["terms"]
    named = terms["named"]
    if named["institutions"] and document["facts"]["institution_id"] not in named["institutions"]:
        yield "institution"
    if named["projects"] and terms["project_id"] not in named["projects"]:
        yield "project"
    if named["occupation"] is not None and _folded(named["occupation"]) != _folded(terms["occupation"]):
        yield "occupation"
    levels = named["level"], terms["level"]
    if None not in levels and _folded(levels[0]) != _folded(levels[1]):
        yield "level"
    if named["purpose"] != terms["training_type"]:
        yield "training_type"


def _face_value(document: Document) -> int | None:
    named = document["facts"]["terms"]["named"]
    if named is not None:
        found = named["face_value_fen"] if named["form"] == "face_value" else None
    else:
        is_face_value = _stated(document, "voucher.form") == "face_value"
        found = _stated(document, "voucher.face_value_fen") if is_face_value else None
    return None if found is None else int(found)


def _year(document: Document, use: Document) -> int:
    if _stated(document, "voucher.year_of") == "activation" and use["activated_in"]:
        return int(use["activated_in"])
    return _civil_year(use)


def _civil_year(use: Document) -> int:
    return datetime.fromisoformat(use["registered_at"]).astimezone(_CHINA).year


def _order(use: Document) -> tuple[datetime, str]:
    return datetime.fromisoformat(use["registered_at"]), use["voucher_id"]


def _is_near(one: str, other: str) -> bool:
    return len({one[:2], other[:2]} - {"00"}) <= 1


def _folded(text: str) -> str:
    return "".join(text.split()).casefold()


def _stated(document: Document, key: str) -> Any:
    """A value where the document has one that asks for something."""
    found = [value for value in document["policy"]["values"] if value["key"] == key and value["is_required"]]
    return found[0]["value"] if found else None
