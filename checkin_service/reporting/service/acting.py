"""An officer's answers to refused reports and differences: corrected and sent again, or settled with a reason."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources
from checkin_service.reporting.model import DifferenceRuling, Refused, ReportStep, Step
from checkin_service.reporting.schemas import ActAnswer, Reason, Repeat
from checkin_service.reporting.store import comparing, sending


@once_per("request_id", operation="report-again")
async def send_again(
    unit: UnitOfWork, resources: Resources, subject: Subject, report_id: UUID, body: Repeat
) -> ActAnswer:
    """Whatever was wrong has been corrected here: the report is made anew from the facts and goes up once more."""
    found = await _refused(resources, subject, report_id)
    step = _step(resources, subject, found, Step.AGAIN)
    sending.keep_steps(unit, found.authority_code, [step])
    sending.start_anew(unit, authority_code=found.authority_code, report_id=report_id)
    _audit(unit, resources, subject, report_id, step="again", request=body.request_id)
    return ActAnswer(about=report_id, state="waiting")


@once_per("request_id", operation="report-settled")
async def settle(unit: UnitOfWork, resources: Resources, subject: Subject, report_id: UUID, body: Reason) -> ActAnswer:
    """It need not go up, and somebody says why; what waits behind it goes on."""
    found = await _refused(resources, subject, report_id)
    step = _step(resources, subject, found, Step.SETTLED, reason=body.reason)
    sending.keep_last_steps(unit, found.authority_code, [step])
    _audit(unit, resources, subject, report_id, step="settled", request=body.request_id)
    return ActAnswer(about=report_id, state="settled")


@once_per("request_id", operation="report-difference")
async def resolve(
    unit: UnitOfWork, resources: Resources, subject: Subject, difference_id: UUID, body: Reason
) -> ActAnswer:
    """How it was resolved, in words: nothing else is changed by that, on neither side."""
    code, now = authority_of(subject), resources.clock.now()
    existing(await comparing.open_difference(resources.database, code, difference_id))
    comparing.add_ruling(
        unit,
        DifferenceRuling(
            authority_code=code,
            difference_id=difference_id,
            reason=body.reason,
            ruled_by=subject.subject_id,
            ruled_at=now,
        ),
    )
    _audit(unit, resources, subject, difference_id, step="resolved", request=body.request_id)
    return ActAnswer(about=difference_id, state="resolved")


async def _refused(resources: Resources, subject: Subject, report_id: UUID) -> Refused:
    return existing(await sending.refused_one(resources.database, authority_of(subject), report_id))


def _step(
    resources: Resources, subject: Subject, found: Refused, step: Step, *, reason: str | None = None
) -> ReportStep:
    return ReportStep(
        authority_code=found.authority_code,
        report_id=found.report_id,
        ordinal=found.steps + 1,
        step=step,
        words_zh=reason,
        taken_by=subject.subject_id,
        taken_at=resources.clock.now(),
    )


def _audit(unit: UnitOfWork, resources: Resources, subject: Subject, about: UUID, *, step: str, request: UUID) -> None:
    detail = {"step": step, "request": str(request)}
    audit.record(unit, subject, Permission.REPORTING_HANDLE, about, at=resources.clock.now(), detail=detail)
