"""Appeals against denials and doubts: whether one may be raised, who may decide it, and what an upheld one changes."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from uuid import UUID

from checkin_service.eligibility.model.facts import Criterion, Facts
from checkin_service.kit.verdict import Basis, BasisKind, Finding, Outcome
from checkin_service.kit.words import Words

OPEN_TO_APPEAL = frozenset(Criterion) - {Criterion.VOUCHER_USED}
"""Money lies reserved against a voucher put to use: no decision makes up for one that was not."""

_NO_DENIAL = Words("只能对“不符合”或“待核实”的审核结果申诉。", "Only a denial or a doubt can be appealed against.")
_SUPERSEDED = Words("该审核结果已被新的结果取代。", "A later determination has superseded this one.")
_TOO_LATE = Words("申诉期限已过。", "The period for an appeal is over.")
_DECIDED_BEFORE = Words(
    "您参与过原审核，须由另一人办理。", "You took part in what is appealed against: somebody else has to decide."
)
_NAMES_NONE = Words(
    "维持原审核时不列条件，支持申诉时须列明视为满足的条件。", "Name criteria when upholding, and only then."
)


def refusal_to_appeal(*, until: date | None, is_doubt: bool, counts: bool, today: date) -> Words | None:
    """Why a determination cannot be appealed against; `None` when it can.

    `until` is the last day its document names; one that is no denial names none. A doubt can be appealed against
    as long as it counts.
    """
    if not counts:
        return _SUPERSEDED
    if until is None:
        return None if is_doubt else _NO_DENIAL
    return _TOO_LATE if today > until else None


def refusal_to_decide(
    decider: UUID, *, decided_before: Collection[UUID], upheld: bool, criteria: Collection[str]
) -> Words | None:
    """Nobody decides about their own decision; upholding names what counts as met."""
    if decider in decided_before:
        return _DECIDED_BEFORE
    return _NAMES_NONE if upheld != bool(criteria) or not set(criteria) <= OPEN_TO_APPEAL else None


def with_appeals(findings: Iterable[Finding], facts: Facts) -> tuple[Finding, ...]:
    """The findings, with those an upheld appeal speaks of counted as met by the authority's decision."""
    return tuple([_decided(finding, facts) for finding in findings] if facts.upheld else findings)


def _decided(finding: Finding, facts: Facts) -> Finding:
    for appeal in facts.upheld:
        if finding.check in appeal.criteria and finding.outcome in {Outcome.DOUBT, Outcome.FAIL}:
            basis = Basis(
                kind=BasisKind.AUTHORITY_DECISION, document=f"申诉决定 {appeal.appeal_id}", quote=appeal.reason
            )
            return replace(finding, outcome=Outcome.PASS, reason="upheld_on_appeal", limit=None, basis=basis)
    return finding
