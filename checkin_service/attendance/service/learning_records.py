"""The use case of a learning record: what a platform signed and the trainee's own device sends is kept and judged."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.access.signatures import is_signed
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import Counter, CreditMode, Standing
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.model.learning import Learner, LearningPlatform, LearningRecord, Period, Study
from checkin_service.attendance.schemas.learning import (
    LearningAnswer,
    LearningRecordBody,
    LearningRecords,
    NewLearningRecord,
    RecordFinding,
)
from checkin_service.attendance.schemas.standing import ForecastBody, StandingBody
from checkin_service.attendance.service import sealed_statements
from checkin_service.attendance.service.crediting import Credit, credit_session
from checkin_service.attendance.service.forecasts import forecast_of, sessions_ahead
from checkin_service.conduct import service as conduct
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.verdict import Basis, Decision, Verdict
from checkin_service.policy.book import PolicyView
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import Delivery, HeldSession, TrainingClass

_A_DAY = timedelta(days=1)
"""Records up to this far away may share the ceiling of a civil day."""


@once_per("record_id")
async def record(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewLearningRecord) -> LearningAnswer:
    """Keep a record with its verdict and credit the class hours it completes; nothing of it is counted twice."""
    now = resources.clock.now()
    held = existing(await timetable.session_with_class(resources.database, body.session_id))
    digest = statement_digest(subject.subject_id, body)
    counter = await store.counter(resources.database, subject.subject_id, held.session.class_id)
    learner = await _learner(resources, subject, body, held, digest)
    policy = timetable.policy_of_session(held, now=now)
    study = _study(body)
    verdict = rules.judge_record(study, learner, now=now, policy=policy)
    new = await _record(resources, subject, body, learner, verdict, policy, digest=digest, now=now)
    store.add_record(unit, new)
    standing = _credit(unit, new, learner, counter, now)
    audit.record(
        unit,
        subject,
        Permission.LEARNING_RECORD,
        new.record_id,
        at=now,
        tenant=f"institution:{held.training_class.institution_id}",
        detail={"accepted": new.accepted, "hours": new.credited_hours},
    )
    return await _answer(resources, new, learner, verdict, standing, now)


async def learning_records_visible_to(
    resources: Resources, subject: Subject, class_id: UUID, page: PageRequest
) -> LearningRecords:
    """One's own records in a class, or all of a class that is one's matter."""
    trainee_id = subject.subject_id if subject.role is Role.TRAINEE else None
    if trainee_id is None:
        await timetable.class_for(resources, subject, class_id)
    found = await store.records_of_class(
        resources.database, class_id, trainee_id=trainee_id, after=page.after, count=page.fetch
    )
    shown, cursor = page.shown(found, lambda each: each.record_id)
    bodies = [LearningRecordBody.showing(each, reasons=list(each.reasons)) for each in shown]
    return LearningRecords(records=bodies, next_cursor=cursor)


def statement_digest(trainee_id: UUID, body: NewLearningRecord) -> str:
    """What the platform signs: the hex SHA-256 of its statement about a person, as canonical JSON."""
    stated = body.model_dump(mode="json", exclude={"signature", "started_at", "ended_at"})
    moments = {"started_at": int(body.started_at.timestamp()), "ended_at": int(body.ended_at.timestamp())}
    said = stated | moments | {"trainee_id": str(trainee_id)}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


async def _learner(
    resources: Resources, subject: Subject, body: NewLearningRecord, held: HeldSession, digest: str
) -> Learner:
    trainee_id, session = subject.subject_id, held.session
    registration = existing(await timetable.registration_of(resources.database, trainee_id, session.class_id))
    platform = await store.platform_of(resources.database, body.platform_id)
    public_key = b"" if platform is None else platform.public_key
    holder = await identity.person_by_document(resources, body.document.kind, body.document.number)
    credited = await store.credited_sessions(resources.database, trainee_id, session.class_id)
    return Learner(
        session=session,
        training_class=held.training_class,
        registration=registration,
        platform=platform,
        is_signed=is_signed(digest.encode(), public_key=public_key, signature=body.signature),
        is_own_document=holder == trainee_id,
        session_hours=sum(each.hours for each in credited if each.session_id == session.session_id),
        records=await store.records_meeting(
            resources.database,
            trainee_id,
            session_id=session.session_id,
            since=body.started_at - _A_DAY,
            until=body.ended_at + _A_DAY,
        ),
        meetings=await _meetings(resources, trainee_id),
        platform_bar=await _bar(resources, platform, held.training_class),
    )


async def _bar(resources: Resources, platform: LearningPlatform | None, training_class: TrainingClass) -> Basis | None:
    if platform is None or training_class.opened_at is None:
        return None
    return await conduct.platform_bar(resources, platform.platform_id, training_class.opened_at)


async def _meetings(resources: Resources, trainee_id: UUID) -> Sequence[Period]:
    sessions = await timetable.sessions_of_trainee(resources.database, trainee_id)
    return [
        Period(each.starts_at, each.ends_at)
        for each in sessions
        if each.cancelled_at is None and each.delivery is not Delivery.SELF_PACED
    ]


async def _record(
    resources: Resources,
    subject: Subject,
    body: NewLearningRecord,
    learner: Learner,
    verdict: Verdict,
    policy: PolicyView,
    *,
    digest: str,
    now: datetime,
) -> LearningRecord:
    if subject.device_id is None:
        raise Problem(ProblemKind.NOT_PERMITTED)
    statement = await sealed_statements.sealed(resources, subject.subject_id, digest, body.signature)
    accepted = verdict.decision is Decision.ACCEPTED
    counted = rules.counted_minutes(_study(body), learner, policy) if accepted else 0
    return LearningRecord(
        trainee_id=subject.subject_id,
        record_id=body.record_id,
        ordinal=await store.last_ordinal(resources.database, subject.subject_id) + 1,
        class_id=learner.session.class_id,
        session_id=body.session_id,
        platform_id=body.platform_id,
        course=body.course,
        started_at=body.started_at,
        ended_at=body.ended_at,
        minutes=body.minutes,
        questions=body.questions,
        right_answers=body.right_answers,
        identified_by=body.identified_by,
        statement_sealed=statement.payload,
        statement_commitment=statement.commitment,
        device_id=subject.device_id,
        accepted=accepted,
        reasons=tuple(finding.reason for finding in verdict.findings),
        counted_minutes=counted,
        class_hour_min=policy.value("learning.class_hour_min").integer,
        credited_hours=rules.earned_hours(counted, learner, policy) if accepted else 0,
        received_at=now,
    )


def _credit(unit: UnitOfWork, new: LearningRecord, learner: Learner, counter: Counter, now: datetime) -> Standing:
    """The class hours it completes, in the write that keeps it."""
    total_hours = learner.training_class.total_hours
    if new.credited_hours == 0:
        return counter.of(total_hours)
    given = Credit(
        trainee_id=new.trainee_id,
        class_id=new.class_id,
        session_id=new.session_id,
        hours=new.credited_hours,
        hours_before=learner.session_hours,
        mode=CreditMode.SELF_PACED,
        evidence_id=new.record_id,
        # Signed by the platform and sent by the person's own device; there is no room to be in.
        evidence_class=EvidenceClass.B,
    )
    return credit_session(unit, given, counter=counter, total_hours=total_hours, now=now)


async def _answer(
    resources: Resources, new: LearningRecord, learner: Learner, verdict: Verdict, standing: Standing, now: datetime
) -> LearningAnswer:
    held = learner.training_class
    ahead = await sessions_ahead(resources, held, now)
    credited = await store.credited_among(resources.database, [new.trainee_id], [each.session_id for each in ahead])
    hours = {**credited.get(new.trainee_id, {}), new.session_id: learner.session_hours + new.credited_hours}
    forecast = forecast_of(held, learner.registration, standing, ahead, hours, now)
    return LearningAnswer.showing(
        new,
        findings=[RecordFinding.of(finding) for finding in verdict.findings],
        attendance=StandingBody.of(standing),
        forecast=ForecastBody.of(forecast),
    )


def _study(body: NewLearningRecord) -> Study:
    names = ("course", "started_at", "ended_at", "minutes", "questions", "right_answers", "identified_by")
    return Study(**{name: getattr(body, name) for name in names})
