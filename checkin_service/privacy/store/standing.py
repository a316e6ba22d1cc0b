"""Questions of how somebody stands before an erasure: whose matter they are, what is open, what is to be kept."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Text, Uuid, and_, bindparam, exists, literal, select, union_all

from checkin_service.admission.tables import application_decision, class_application
from checkin_service.attendance.tables import appeal, correction_decision, leave_decision, leave_request
from checkin_service.eligibility.tables import appeal_decision, determination, determination_appeal
from checkin_service.identity.tables import person_correction, person_correction_decision, trainee
from checkin_service.kit.database import Database
from checkin_service.kit.questions import alike, matches, question
from checkin_service.privacy.model import Matter
from checkin_service.registry.tables import person_entry
from checkin_service.settlement.tables import claw_back_proposal, claw_back_ruling
from checkin_service.timetable.tables import certificate, registration, training_class
from checkin_service.voucher.rules import DEAD
from checkin_service.voucher.tables import voucher, voucher_activation

_own = bindparam("trainee_id", type_=Uuid)
_OVER = ("completed", "rejected")
_SPENT = (*sorted(DEAD), "released")
"""A voucher that is not earned is no claim any more, unless an appeal is open, which counts by itself."""


def _open(matter: Matter, *conditions: ColumnElement[bool]) -> Select[Any]:
    return select(literal(matter.value, Text).label("matter")).where(exists().where(*conditions))


_later = application_decision.alias("later")
_OPEN = union_all(
    _open(Matter.VOUCHER, voucher.c.trainee_id == _own, voucher.c.state.not_in(_SPENT)),
    _open(
        Matter.TRAINING,
        registration.c.trainee_id == _own,
        registration.c.withdrawn_at.is_(None),
        registration.c.class_id == training_class.c.class_id,
        training_class.c.state.not_in(_OVER),
    ),
    _open(
        Matter.APPLICATION,
        class_application.c.trainee_id == _own,
        class_application.c.class_id == training_class.c.class_id,
        training_class.c.state.not_in(_OVER),
        ~exists().where(
            alike(application_decision, class_application, "trainee_id", "application_id"),
            application_decision.c.state.in_(("accepted", "refused", "withdrawn", "lapsed")),
        ),
    ),
    _open(
        Matter.HOURS_APPEAL,
        appeal.c.trainee_id == _own,
        ~exists().where(alike(correction_decision, appeal, "trainee_id", "appeal_id")),
    ),
    _open(
        Matter.LEAVE,
        leave_request.c.trainee_id == _own,
        ~exists().where(alike(leave_decision, leave_request, "trainee_id", "leave_id")),
    ),
    _open(
        Matter.DENIAL_APPEAL,
        determination_appeal.c.trainee_id == _own,
        ~exists().where(alike(appeal_decision, determination_appeal, "trainee_id", "appeal_id")),
    ),
    _open(
        Matter.CORRECTION,
        person_correction.c.trainee_id == _own,
        ~exists().where(alike(person_correction_decision, person_correction, "trainee_id", "correction_id")),
    ),
    _open(
        Matter.CLAW_BACK,
        claw_back_proposal.c.trainee_id == _own,
        ~exists().where(alike(claw_back_ruling, claw_back_proposal, "authority_code", "claw_back_id")),
    ),
)


@question(_OPEN)
async def open_matters(database: Database, trainee_id: UUID) -> list[Matter]: ...


@question(
    select(
        exists().where(voucher_activation.c.trainee_id == _own)
        | exists().where(determination.c.trainee_id == _own)
        | exists().where(certificate.c.trainee_id == _own)
    )
    .select_from(trainee)
    .where(matches(trainee, "trainee_id"))
)
async def has_benefited(database: Database, trainee_id: UUID) -> bool:
    """Whether a voucher of theirs was put to use, or something was determined or certified: it must not come twice."""


_classes = and_(registration.c.trainee_id == _own, registration.c.class_id == training_class.c.class_id)


@question(
    union_all(
        select(voucher.c.authority_code).where(voucher.c.trainee_id == _own),
        select(training_class.c.paying_authority).where(_classes),
        select(training_class.c.supervising_authority).where(_classes),
        select(person_entry.c.authority_code).where(person_entry.c.trainee_id == _own),
    )
)
async def authorities_of(database: Database, trainee_id: UUID) -> list[str]:
    """Whose matter somebody is: by their vouchers first, then by their classes, then by the registers."""


@question(select(trainee.c.erased_at.is_not(None)).where(matches(trainee, "trainee_id")))
async def is_erased(database: Database, trainee_id: UUID) -> bool | None:
    """`None` of nobody."""
