"""The checks of the recomputation: documents and answers read strictly, with every fault named."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from .criteria import (
    ORDER,
    Document,
    Judged,
    basis,
    basis_of_appeal,
    basis_of_decision,
    credited,
    decisions_of,
    is_first_format,
    judged,
    judged_names,
    still_open,
)
from .evidence import hours_by_class
from .payments import payments_of

FORMATS = ("eligibility-determination/1", "eligibility-determination/2")
"""Documents of the first say nothing about classes of evidence and decisions; they are judged without."""

_OUTCOMES = {"pass": "eligible", "note": "eligible", "doubt": "doubtful", "fail": "not_eligible"}
_REMEDIES = ("appeal", "reconsideration", "litigation")


@dataclass(frozen=True)
class Checked:
    """One document with everything that is wrong with it; nothing wrong is what one hopes for."""

    determination_id: str
    outcome: str
    sha256: str
    faults: tuple[str, ...]


def check(content: bytes) -> list[Checked]:
    """Check a document, an answer that holds one, or a page of answers."""
    try:
        given = json.loads(content, object_pairs_hook=_once_each, parse_float=_no_float)
        return [_checked(dict(document), digest, faults) for document, digest, faults in _claims(given, content)]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return [Checked("?", "?", sha256(content).hexdigest(), (f"it cannot be read: {error}",))]


def faults_of(document: Document) -> list[str]:
    """Where the document contradicts itself: its sums, its criteria, its outcome or its money."""
    try:
        return [*_sums(document["facts"]), *_evidence(document), *_criteria(document), *_result(document)]
    except (KeyError, TypeError, ValueError, AttributeError, ZeroDivisionError) as error:
        return [f"something is missing or of another kind: {error!r}"]


def canonical(document: Document) -> bytes:
    """The one way to write the document (RFC 8785: sorted keys, no white space, whole numbers only)."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _claims(given: Any, content: bytes) -> Iterator[tuple[Document, str, list[str]]]:
    """Each document with the digest it should have, and what its wrapping already shows to be wrong."""
    if "determinations" in given:
        for each in given["determinations"]:
            yield from _claims(each, b"")
    elif "document" in given:
        document, said = given["document"], given["document_sha256"]
        yield document, said, _wrapping(given, document)
    else:
        digest = sha256(content.rstrip(b"\r\n")).hexdigest()
        yield given, digest, []


def _wrapping(given: Document, document: Document) -> list[str]:
    names = ("determination_id", "trainee_id", "class_id", "ordinal", "outcome", "eligible")
    return [f"{name} differs between answer and document" for name in names if given[name] != document[name]]


def _checked(document: Document, digest: str, faults: list[str]) -> Checked:
    if sha256(canonical(document)).hexdigest() != digest:
        faults.append(f"the document does not have the digest {digest}")
    if document.get("format") not in FORMATS:
        faults.append(f"its format is none of {', '.join(FORMATS)}")
    faults += faults_of(document)
    name, outcome = document.get("determination_id"), document.get("outcome")
    return Checked(str(name), str(outcome), digest, tuple(faults))


def _sums(facts: Document) -> Iterator[str]:
    sessions = facts["sessions"]
    for each in sessions:
        yield from (f"session {each['session_id']} {fault}" for fault in _session(each))
    if len({each["session_id"] for each in sessions}) < len(sessions):
        yield "a session is named twice"
    sums = {
        "credited_hours": credited(facts),
        "total_hours": sum(each["class_hours"] for each in sessions if not each["cancelled"]),
        "corrected_hours": sum(each["corrected_hours"] for each in sessions),
        "imported_hours": sum(each["imported_hours"] for each in sessions),
        "hours_under_review": still_open(facts),
    }
    for name, value in sums.items():
        if facts[name] != value:
            yield f"{name} is not the sum over the sessions"


def _evidence(document: Document) -> Iterator[str]:
    if document["format"] == FORMATS[0]:
        return
    sessions = document["facts"]["sessions"]
    hours = hours_by_class(document["facts"])
    if document["evidence"]["hours"] != hours:
        yield "the hours by class of evidence are not the sum over the sessions"
    text = ", ".join(f"{name} {count}" for name, count in sorted(hours.items()))
    facts = document["facts"]
    said = f"{facts['credited_hours']} of {facts['total_hours']}" + (f": {text}" if text else "")
    if document["evidence"]["sentence"]["en"] != said:
        yield f"the sentence on the evidence is not {said!r}"
    if any(sum(each["evidence"]["classes"].values()) > each["credited_hours"] for each in sessions):
        yield "a session has evidence for more hours than it credits"


def _session(session: Document) -> Iterator[str]:
    if not 0 <= session["credited_hours"] <= session["class_hours"]:
        yield "credits more or less than it can"
    if session["credited"] != (session["credited_hours"] == session["class_hours"]):
        yield "is called credited when it is not, or the other way round"
    by_check_ins = session["credited_hours"] - session["corrected_hours"] - session["imported_hours"]
    if by_check_ins < 0 or (by_check_ins and not session["attempt_ids"]):
        yield "credits class hours without evidence"


def _criteria(document: Document) -> Iterator[str]:
    said = {each["criterion"]: each for each in document["criteria"]}
    names = judged_names(document)
    if list(said) != names:
        yield "the criteria are not those of this format"
    bases = [basis(value) for value in document["policy"]["values"]]
    bases += [basis_of_appeal(appeal) for appeal in document["facts"]["upheld_appeals"]]
    bases += [basis_of_decision(decision) for decision in decisions_of(document)]
    for name in names:
        again, written = judged(name, document), said[name]
        for part in ("outcome", "reason", "measured", "limit"):
            if written[part] != getattr(again, part):
                yield f"{name}: {part} is {written[part]!r}, recomputed {getattr(again, part)!r}"
        if written["arithmetic"] != _arithmetic(name, again):
            yield f"{name}: the arithmetic is {written['arithmetic']!r}, recomputed {_arithmetic(name, again)!r}"
        if written["basis"] not in bases and written["basis"]["kind"] != "operator_default":
            yield f"{name}: its basis is none of the policy values in the document"


def _result(document: Document) -> Iterator[str]:
    worst = max((ORDER.index(judged(name, document).outcome) for name in judged_names(document)), default=2)
    outcome = _OUTCOMES[ORDER[worst]]
    facts = document["facts"]
    amount = facts["subsidy_fen"] if outcome == "eligible" else 0
    payments = payments_of(document)
    if sum(each["amount_fen"] for each in payments) != facts["subsidy_fen"]:
        yield "the payments do not add up to the subsidy"
    expected = {
        "outcome": outcome,
        "eligible": outcome == "eligible",
        "amount_fen": amount,
        "payee": payments[0]["payee"],
        # The first format listed what a denial would have paid.
        "payments": payments if is_first_format(document) or outcome != "not_eligible" else [],
    }
    for name, value in expected.items():
        if document[name] != value:
            yield f"{name} is {document[name]!r}, recomputed {value!r}"
    kinds = [remedy["kind"] for remedy in document["remedies"]]
    if kinds != (list(_REMEDIES) if outcome == "not_eligible" else []):
        yield "a denial names three remedies, anything else none"
    if any(remedy["until"] <= document["served_on"] for remedy in document["remedies"]):
        yield "a remedy ends before it begins"


def _arithmetic(name: str, found: Judged) -> str | None:
    if name not in {"attendance_rate", "corrected_share", "evidence_share", "self_bound_share"} or found.limit is None:
        return None
    if name != "attendance_rate":
        return f"{found.measured} {'<=' if found.reason == f'{name}_small' else '>'} {found.limit}"
    return f"{found.measured} {'>=' if found.outcome == 'pass' else '<'} {found.limit}"


def _once_each(pairs: list[tuple[str, Any]]) -> Document:
    if len({name for name, _ in pairs}) < len(pairs):
        raise ValueError("a field is named twice")
    return dict(pairs)


def _no_float(text: str) -> Any:
    raise ValueError(f"a document holds whole numbers only, not {text}")


def report(paths: Sequence[Path]) -> Iterator[tuple[str, bool]]:
    """A line per document or fault, and whether it is good news."""
    for path in paths:
        for found in check(path.read_bytes()):
            title = f"{path}: {found.determination_id} {found.outcome}"
            if not found.faults:
                yield f"{title} — recomputed, correct; SHA-256 {found.sha256}", True
            for fault in found.faults:
                yield f"{title} — {fault}", False
