"""Checks of a card terminal's statement: two people entered it, our challenge, a person's time, and its clock."""

from collections.abc import Iterator

from checkin_service.checkin.model.attempts import AssertionProof
from checkin_service.checkin.model.cases import Case
from checkin_service.kit.verdict import Finding, Outcome
from checkin_service.policy.book import PolicyView
from checkin_service.policy.proofs import ProofKind


def statement(case: Case, policy: PolicyView) -> Iterator[Finding]:
    """A person puts in a card and types six digits, which takes its time; a script does not."""
    proof = case.evidence.proof
    if not isinstance(proof, AssertionProof) or proof.kind is not ProofKind.CARD_PIN or proof.fault is not None:
        return
    if not proof.is_confirmed:
        yield Finding(check="terminal", outcome=Outcome.DOUBT, reason="terminal_not_confirmed")
    if proof.is_away:
        yield Finding(check="terminal", outcome=Outcome.DOUBT, reason="terminal_away")
    if proof.took_s is None:
        yield Finding(check="terminal", outcome=Outcome.DOUBT, reason="terminal_without_challenge")
    elif proof.took_s < (pace := policy.value("terminal.pace_min_s")).integer:
        yield Finding(
            check="terminal",
            outcome=Outcome.DOUBT,
            reason="terminal_too_fast",
            measured=proof.took_s,
            limit=pace.integer,
            unit="s",
            basis=pace.basis,
        )
    limit = policy.value("clock.skew_note_s")
    if proof.clock_ahead_s is not None and abs(proof.clock_ahead_s) > limit.integer:
        yield Finding(
            check="terminal",
            outcome=Outcome.NOTE,
            reason="terminal_clock_differs",
            measured=proof.clock_ahead_s,
            limit=limit.integer,
            unit="s",
            basis=limit.basis,
        )
