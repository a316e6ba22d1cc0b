"""The answer to a check-in: the verdict in words, the exact rate, the forecast; made once, kept byte for byte."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from checkin_service.attendance.model import Forecast, Standing
from checkin_service.attendance.schemas import ForecastBody, StandingBody
from checkin_service.checkin.model import Phase, SessionFacts
from checkin_service.checkin.words import SAID, SUMMARY
from checkin_service.kit.verdict import Finding, Verdict
from checkin_service.kit.words import Words


def answer(
    *,
    attempt_id: UUID,
    session: SessionFacts,
    phase: Phase,
    verdict: Verdict,
    received_at: datetime,
    credited_hours: int,
    standing: Standing,
    forecast: Forecast,
) -> bytes:
    """The JSON document of schema `CheckInAnswer`, built plainly because this path is hot."""
    return to_json(
        {
            "attempt_id": attempt_id,
            "session_id": session.session_id,
            "class_id": session.class_id,
            "phase": phase,
            "outcome": verdict.decision,
            "summary": _words(SUMMARY[verdict.decision]),
            "received_at": received_at,
            "findings": [_finding(finding) for finding in verdict.findings],
            "credited_hours": credited_hours,
            "attendance": StandingBody.of(standing),
            "forecast": ForecastBody.of(forecast),
        }
    )


def _finding(finding: Finding) -> dict[str, Any]:
    said = SAID[finding.reason]
    basis = finding.basis
    return {
        "check": finding.check,
        "outcome": finding.outcome.name.lower(),
        "reason": finding.reason,
        "measured": finding.measured,
        "limit": finding.limit,
        "unit": finding.unit,
        "basis": {
            "kind": basis.kind,
            "clause": basis.clause,
            "document": basis.document,
            "quote": basis.quote,
        },
        "sentence": _words(said.sentence),
        "advice": None if said.advice is None else _words(said.advice),
    }


def _words(words: Words) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
