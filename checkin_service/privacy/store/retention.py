"""Statements that end what was kept for a time: words and evidence go, the fact that there were some stays."""

from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Table,
    Text,
    Update,
    bindparam,
    exists,
    null,
    select,
    union,
    update,
)

from checkin_service.attendance.tables import appeal, correction_decision, leave_request
from checkin_service.checkin.tables import attempt, check_explanation, person_check, scan
from checkin_service.eligibility.tables import appeal_decision, determination_appeal
from checkin_service.evaluations.tables import evaluation
from checkin_service.inspections.tables import inspection, inspection_photo, inspection_step
from checkin_service.kit.database import Database, Fragment, UnitOfWork
from checkin_service.kit.questions import alike, question
from checkin_service.oversight.tables import complaint, complaint_step
from checkin_service.questions.tables import class_question, question_entry
from checkin_service.recordings.tables import lesson_recording
from checkin_service.timetable.tables import training_class

_AUTHORITY = bindparam("authority", type_=Text)
_BEFORE, _SINCE = (bindparam(name, type_=DateTime(timezone=True)) for name in ("before", "since"))

_over = select(training_class.c.class_id).where(
    training_class.c.supervising_authority == _AUTHORITY,
    training_class.c.completed_at < _BEFORE,
    training_class.c.completed_at >= _SINCE,
)


@question(
    union(
        select(training_class.c.supervising_authority.label("code")).where(training_class.c.completed_at.is_not(None)),
        select(complaint.c.authority_code.label("code")),
        select(inspection.c.authority_code.label("code")),
    )
)
async def authorities(database: Database) -> list[str]:
    """Whose classes have ended, who was complained to or who inspects."""


_argued = appeal.alias("argued")


def _undecided(of: Table) -> ColumnElement[bool]:
    """Somebody still argues about the class: what was measured stays until it is settled."""
    return exists().where(
        alike(_argued, of, "trainee_id", "class_id"),
        ~exists().where(alike(correction_decision, _argued, "trainee_id", "appeal_id")),
    ) | exists().where(
        alike(determination_appeal, of, "trainee_id", "class_id"),
        ~exists().where(alike(appeal_decision, determination_appeal, "trainee_id", "appeal_id")),
    )


def _evidence(of: Table) -> Update:
    return (
        update(of)
        .values(evidence_sealed=null())
        .where(of.c.class_id.in_(_over), of.c.evidence_sealed.is_not(None), ~_undecided(of))
    )


Ending = tuple[Fragment, ...]

_EXPLANATIONS = (
    update(check_explanation)
    .values(words_sealed=b"")
    .where(
        check_explanation.c.words_sealed != b"",
        exists().where(
            alike(person_check, check_explanation, "trainee_id", "session_id"),
            person_check.c.class_id.in_(_over),
            ~_undecided(person_check),
        ),
    )
)
EVIDENCE = (
    *(Fragment(_evidence(of)) for of in (attempt, scan, appeal, leave_request)),
    Fragment(_EXPLANATIONS),
)
QUESTIONS = (
    Fragment(
        update(question_entry)
        .values(text_sealed=b"")
        .where(
            question_entry.c.text_sealed != b"",
            exists().where(
                alike(class_question, question_entry, "trainee_id", "question_id"), class_question.c.class_id.in_(_over)
            ),
        )
    ),
)
EVALUATIONS = (
    Fragment(
        update(evaluation)
        .values(words_sealed=null())
        .where(evaluation.c.class_id.in_(_over), evaluation.c.words_sealed.is_not(None))
    ),
)
RECORDINGS = (
    Fragment(
        update(lesson_recording)
        .values(link="")
        .where(lesson_recording.c.class_id.in_(_over), lesson_recording.c.link != "")
    ),
)
_last = complaint_step.alias("last")
COMPLAINTS = (
    Fragment(
        update(complaint)
        .values(text_sealed=b"", contact_sealed=null())
        .where(
            complaint.c.authority_code == _AUTHORITY,
            complaint.c.text_sealed != b"",
            exists().where(
                _last.c.complaint_id == complaint.c.complaint_id,
                _last.c.state.in_(("answered", "rejected")),
                _last.c.taken_at < _BEFORE,
                _last.c.taken_at >= _SINCE,
            ),
        )
    ),
)
_result = inspection_step.alias("result")
INSPECTIONS = (
    Fragment(
        update(inspection_photo)
        .values(sealed=b"")
        .where(
            inspection_photo.c.sealed != b"",
            exists().where(
                inspection.c.inspection_id == inspection_photo.c.inspection_id,
                inspection.c.authority_code == _AUTHORITY,
                _result.c.inspection_id == inspection.c.inspection_id,
                _result.c.kind.in_(("passed", "wanting")),
                _result.c.taken_at < _BEFORE,
                _result.c.taken_at >= _SINCE,
            ),
        )
    ),
)


def end(unit: UnitOfWork, ending: Ending, authority: str, *, since: datetime, before: datetime) -> None:
    """What is over in the classes of one authority that ended in this time, or was answered then."""
    for each in ending:
        unit.add(each, authority=authority, since=since, before=before)
