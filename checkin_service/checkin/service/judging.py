"""Judging what was measured, in one way for check-ins, scans and the platform's sign-ins, and putting it in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import structlog
from pydantic_core import to_json

from checkin_service.attendance.model.credits import CreditMode, Forecast, Standing
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.schemas.standing import ForecastBody, StandingBody
from checkin_service.checkin.model.attempts import SessionFacts
from checkin_service.checkin.model.cases import Asked, Case, Fault, Judgement
from checkin_service.checkin.rules import judge
from checkin_service.checkin.service.forecasts import forecast_for
from checkin_service.checkin.service.measuring import Measured
from checkin_service.checkin.service.metrics import CHECK_FAILED
from checkin_service.checkin.words.evidence import OF_CLASS
from checkin_service.checkin.words.findings import SAID, SUMMARY
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Finding, Verdict
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView

Judge = Callable[[Case, PolicyView], Judgement]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What one pass over the facts came to, ready to be kept."""

    measured: Measured
    verdict: Verdict
    evidence_class: EvidenceClass | None
    """Of an accepted attempt."""
    mode: CreditMode
    """Of the hours, should there be any."""
    credited_hours: int
    missed_hours: int
    """That this arrival has cost, to be remembered until the session is complete."""
    is_seen_by_display: bool
    """Whether the display at the site confirms the hours."""
    forecast: Forecast
    answer: bytes


async def judged(
    resources: Resources, measured: Measured, *, by: Judge = judge, mode: CreditMode = CreditMode.LOCATED
) -> Judged:
    """Verdict, the hours still missing where it completes the session, the standing then, forecast and answer."""
    asked, situation, policy = measured.asked, measured.situation, measured.policy
    session, trainee = situation.session, situation.trainee
    judgement = by(Case(evidence=measured.evidence, session=session, trainee=trainee), policy)
    raise_alarm(judgement.faults)
    # A correction or a list from paper may have credited some hours of the session before: only the rest is earned.
    missed = max(trainee.missed_hours, judgement.missed_hours)
    hours = max(0, session.class_hours - missed - trainee.session_hours) if judgement.completes_session else 0
    # As it will be once this is kept. Should the counter move first, the write is refused and all is judged anew.
    standing = trainee.counter.plus(hours, mode).of(session.total_hours)
    forecast = await forecast_for(
        resources.database, situation, standing, policy, asked.received_at, just_credited=hours > 0
    )
    return Judged(
        measured=measured,
        verdict=judgement.verdict,
        evidence_class=judgement.evidence_class,
        mode=mode,
        credited_hours=hours,
        missed_hours=judgement.missed_hours,
        is_seen_by_display=judgement.is_seen_by_display,
        forecast=forecast,
        answer=_answer(asked, session, judgement, credited_hours=hours, standing=standing, forecast=forecast),
    )


def raise_alarm(faults: Iterable[Fault]) -> None:
    """A check that broke is a doubt for a reviewer, and a fault of ours for an operator."""
    for fault in faults:
        CHECK_FAILED.labels(fault.check).inc()
        _log.error("check.failed", check=fault.check, error=fault.error, where=fault.where)


def _answer(
    asked: Asked,
    session: SessionFacts,
    judgement: Judgement,
    *,
    credited_hours: int,
    standing: Standing,
    forecast: Forecast,
) -> bytes:
    """The JSON document of schema `CheckInAnswer`, kept byte for byte; built plainly because this path is hot."""
    return to_json(
        {
            "attempt_id": asked.attempt_id,
            "session_id": session.session_id,
            "class_id": session.class_id,
            "phase": asked.phase,
            "outcome": judgement.verdict.decision,
            "summary": _words(SUMMARY[judgement.verdict.decision]),
            "received_at": asked.received_at,
            "findings": [_finding(finding) for finding in judgement.verdict.findings],
            # Its class is told at once, with what would help: later the person can change nothing about it.
            "evidence": None if judgement.evidence_class is None else _evidence(judgement.evidence_class),
            "credited_hours": credited_hours,
            "attendance": StandingBody.of(standing),
            "forecast": ForecastBody.of(forecast),
        }
    )


def _finding(finding: Finding) -> dict[str, Any]:
    basis = finding.basis
    return {
        "check": finding.check,
        "outcome": finding.outcome.name.lower(),
        "reason": finding.reason,
        "measured": finding.measured,
        "limit": finding.limit,
        "unit": finding.unit,
        "basis": {"kind": basis.kind, "clause": basis.clause, "document": basis.document, "quote": basis.quote},
        **_said(finding.reason),
    }


# Remembered: there are few reasons, and each answer has many. Nobody changes it, for it is written at once.
@lru_cache(maxsize=1024)
def _said(reason: str) -> dict[str, Any]:
    said = SAID[reason]
    return {
        "sentence": _words(said.sentence),
        "advice": None if said.advice is None else _words(said.advice),
    }


def _evidence(found: EvidenceClass) -> dict[str, Any]:
    said = OF_CLASS[found]
    return {
        "evidence_class": found,
        "meaning": _words(said.sentence),
        "advice": None if said.advice is None else _words(said.advice),
    }


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
