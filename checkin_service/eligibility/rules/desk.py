"""Doubts at the decision desk: no doubt without a way out, who may decide one, and what a decision makes of it."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from checkin_service.eligibility.model.doubts import EXITS, DeskDecision, ExitKind
from checkin_service.eligibility.model.facts import Facts
from checkin_service.kit.verdict import Basis, BasisKind, Finding, Outcome
from checkin_service.kit.words import Words

_BY_OTHERS = {
    ExitKind.EXAMINATION: Words(
        "此项缺少核验依据：请导入数据，或在“人工审核”中登记对所缺条件的审核。",
        "Something is not checked: import data, or record an officer's examination of the missing conditions.",
    ),
    ExitKind.REVIEW: Words(
        "此项待签到复核或课时申诉办结：请在“人工复核”中办理。",
        "Check-ins or appeals are still open: decide them under reviews.",
    ),
}
_DECIDED_BEFORE = Words(
    "您参与过发券、复核、考核或审核，须由另一人办理。",
    "You issued, reviewed, assessed or examined in this case: somebody else has to decide.",
)
_SAME_PERSON = Words("决定须由另一人确认。", "Another person has to confirm the decision.")
_NOTHING_TO_CONFIRM = Words("不予支付的决定无须确认。", "A decision against payment needs no confirmation.")


class NoWayOut(LookupError):
    """A doubt whose reason has no exit declared: the rule that gave it is incomplete."""


def with_exits(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings; a doubt that nothing could end is refused here, before anybody waits for it."""
    checked = tuple(findings)
    for each in checked:
        if each.outcome is Outcome.DOUBT and each.reason not in EXITS:
            raise NoWayOut(each.reason)
    return checked


def with_decisions(findings: Iterable[Finding], facts: Facts) -> tuple[Finding, ...]:
    """The findings, with the doubts that officers have decided as they decided them."""
    if not facts.decisions:
        return tuple(findings)
    by_doubt = {(each.criterion, each.doubt, each.measured): each for each in facts.decisions}
    return tuple(_decided(finding, by_doubt.get(_doubt(finding))) for finding in findings)


def refusal_to_decide_doubt(reason: str, decider: UUID, *, took_part: Collection[UUID]) -> Words | None:
    """Why this person cannot decide this doubt at the desk; `None` when they can."""
    if ExitKind.DECISION not in EXITS[reason]:
        return _BY_OTHERS[EXITS[reason][0]]
    return _DECIDED_BEFORE if decider in took_part else None


def refusal_to_confirm(confirmer: UUID, *, met: bool, decided_by: UUID, took_part: Collection[UUID]) -> Words | None:
    """Why this person cannot confirm a decision; `None` when they can."""
    if not met:
        return _NOTHING_TO_CONFIRM
    if confirmer == decided_by:
        return _SAME_PERSON
    return _DECIDED_BEFORE if confirmer in took_part else None


def _doubt(finding: Finding) -> tuple[str, str, str | None]:
    return finding.check, finding.reason, None if finding.measured is None else str(finding.measured)


def _decided(finding: Finding, decision: DeskDecision | None) -> Finding:
    if decision is None or finding.outcome is not Outcome.DOUBT:
        return finding
    outcome, reason = (Outcome.PASS, "decided_met") if decision.met else (Outcome.FAIL, "decided_not_met")
    basis = Basis(kind=BasisKind.AUTHORITY_DECISION, document=decision.document, quote=decision.reason)
    return replace(finding, outcome=outcome, reason=reason, limit=None, basis=basis)
