"""Verdicts and findings: every judgement is a list of findings, the worst of which decides."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Outcome(IntEnum):
    """What one check came to, from good to bad. A NOTE is remembered and never decides."""

    PASS = 0
    NOTE = 1
    DOUBT = 2
    FAIL = 3


class Decision(StrEnum):
    """What a verdict means for the person."""

    ACCEPTED = "accepted"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"


_DECIDES = {
    Outcome.PASS: Decision.ACCEPTED,
    Outcome.NOTE: Decision.ACCEPTED,
    Outcome.DOUBT: Decision.DOUBTFUL,
    Outcome.FAIL: Decision.REFUSED,
}


class BasisKind(StrEnum):
    """Where a rule's value comes from; ours is said to be ours."""

    STATUTE = "statute"
    AUTHORITY_DECISION = "authority_decision"
    OPERATOR_DEFAULT = "operator_default"
    NOT_REQUIRED = "not_required"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a finding stands on: the clause (an id such as SX-23), the document and a short quote of it."""

    kind: BasisKind
    clause: str | None = None
    document: str | None = None
    quote: str | None = None


OURS = Basis(kind=BasisKind.OPERATOR_DEFAULT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One check: what was measured, against which limit, on which basis, and why it came out so.

    `reason` is a stable code; the sentences people read are made from it in one place.
    """

    check: str
    outcome: Outcome
    reason: str
    measured: object = None
    limit: object = None
    unit: str | None = None
    basis: Basis = OURS


@dataclass(frozen=True, slots=True)
class Verdict:
    findings: tuple[Finding, ...] = field(default=())
    decision: Decision = field(init=False, repr=False, compare=False)
    """The worst finding decides; no finding at all is a doubt, never a pass."""

    def __post_init__(self) -> None:
        worst = max((finding.outcome for finding in self.findings), default=Outcome.DOUBT)
        object.__setattr__(self, "decision", _DECIDES[worst])

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> "Verdict":
        return cls(tuple(findings))
