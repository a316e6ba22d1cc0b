"""Entering assessment results and certificates (考核)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.outbox import announce
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.timetable import rules
from checkin_service.timetable.model import Assessment, Certificate, ClassState, Session, TrainingClass
from checkin_service.timetable.schemas import NewResult, Results, ResultsAnswer
from checkin_service.timetable.service.certificate_numbers import Wanted, numbers_of
from checkin_service.timetable.service.certificates import publish_certificates
from checkin_service.timetable.service.guards import bad_row, refuse_rows, require_state
from checkin_service.timetable.service.reading import class_of_party
from checkin_service.timetable.store import certificates as certificates_store
from checkin_service.timetable.store import classes, registrations
from checkin_service.timetable.store import results as store

RECORDED = "result.recorded"


@once_per("request_id", operation="assessments")
async def record_results(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: Results
) -> ResultsAnswer:
    """All results or none; a resit is a further assessment, and the latest counts."""
    now = resources.clock.now()
    found = await class_of_party(resources, subject, class_id)
    require_state(found, ClassState.OPEN, ClassState.COMPLETION_APPLIED, ClassState.COMPLETED)
    numbers = await numbers_of(resources, found.supervising_authority, await _wanted(resources, body))
    await _require_sound(resources, subject, found, body, numbers.others, now)
    had = await store.last_ordinals_of_class(resources.database, class_id)
    assessments = [
        _assessment(class_id, each, subject, now, ordinal=had.get(each.trainee_id, 0) + 1) for each in body.results
    ]
    certificates = [certificate for each in body.results for certificate in _certificates(class_id, each, subject, now)]
    store.add_results(unit, assessments=assessments, certificates=certificates)
    certificates_store.add_numbers(unit, numbers.new)
    await publish_certificates(resources, unit, found, certificates)
    classes.change_class(unit, found)  # Results and completion notice each other.
    if found.state is ClassState.COMPLETED:
        _announce(unit, class_id, body, now)
    audit.record(
        unit,
        subject,
        Permission.ASSESSMENT_RECORD,
        class_id,
        at=now,
        detail={"results": len(assessments), "certificates": len(certificates)},
    )
    return ResultsAnswer(class_id=class_id, recorded=len(assessments), certificates=len(certificates))


def _announce(unit: UnitOfWork, class_id: UUID, body: Results, now: datetime) -> None:
    """After the completion a result, such as a certificate that came later, may decide about the subsidy."""
    for each in body.results:
        payload = {"class_id": str(class_id)}
        announce(unit, RECORDED, each.trainee_id, payload, occurred_at=now)


async def _wanted(resources: Resources, body: Results) -> list[Wanted]:
    """The certificate numbers stated; people who are not known are refused by their row."""
    stated = {each.trainee_id: each.certificate for each in body.results if each.certificate is not None}
    hashes = await identity.document_hashes(resources, list(stated))
    return [
        Wanted(certificate.kind, certificate.number, hashes[trainee_id])
        for trainee_id, certificate in stated.items()
        if trainee_id in hashes
    ]


async def _require_sound(
    resources: Resources,
    subject: Subject,
    found: TrainingClass,
    body: Results,
    others: set[tuple[str, str]],
    now: datetime,
) -> None:
    class_id = found.class_id
    sessions = await classes.sessions_of(resources.database, [class_id])
    lines = {each.trainee_id: each for each in await registrations.roster_of(resources.database, class_id)}
    taken = {each.certificate_number for each in await store.certificates_of_class(resources.database, class_id)}
    seen: set[UUID] = set()
    bad = []
    for number, each in enumerate(body.results, start=1):
        reason = _not_their_part(subject, found, sessions, each) or rules.result_refusal(
            _result(each),
            lines.get(each.trainee_id),
            first_day=day_of(sessions[0].starts_at),
            today=day_of(now),
            numbers_taken=taken,
        )
        if reason is None and each.certificate and (each.certificate.kind.value, each.certificate.number) in others:
            reason = rules.NUMBER_OF_ANOTHER
        if each.trainee_id in seen:
            reason = _TWICE
        if reason is not None:
            bad.append(bad_row(number, each.trainee_id, reason))
        seen.add(each.trainee_id)
        if each.certificate is not None:
            taken.add(each.certificate.number)
    refuse_rows(bad)


def _not_their_part(
    subject: Subject, found: TrainingClass, sessions: Sequence[Session], stated: NewResult
) -> Words | None:
    if subject.institution_id is None:
        return None
    return rules.result_part_refusal(subject.institution_id, found, sessions, stated.part)


def _result(stated: NewResult) -> rules.Result:
    certificate = stated.certificate
    return rules.Result(
        trainee_id=stated.trainee_id,
        passed=stated.passed,
        assessed_on=stated.assessed_on,
        certificate_number=certificate.number if certificate else None,
        certificate_issued_on=certificate.issued_on if certificate else None,
    )


def _assessment(class_id: UUID, stated: NewResult, subject: Subject, now: datetime, *, ordinal: int) -> Assessment:
    return Assessment(
        trainee_id=stated.trainee_id,
        class_id=class_id,
        ordinal=ordinal,
        part=stated.part,
        passed=stated.passed,
        score=stated.score,
        assessed_on=stated.assessed_on,
        entered_by=subject.subject_id,
        entered_at=now,
    )


def _certificates(class_id: UUID, stated: NewResult, subject: Subject, now: datetime) -> list[Certificate]:
    if stated.certificate is None:
        return []
    return [
        Certificate(
            trainee_id=stated.trainee_id,
            certificate_number=stated.certificate.number,
            class_id=class_id,
            kind=stated.certificate.kind,
            issued_on=stated.certificate.issued_on,
            entered_by=subject.subject_id,
            entered_at=now,
        )
    ]


_TWICE = Words("此人在名单中出现两次。", "This person stands on the list twice.")
