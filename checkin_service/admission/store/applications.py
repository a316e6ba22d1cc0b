"""Statements about applications and the decisions on them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Integer, bindparam, exists, func, insert, literal, select, true

from checkin_service.admission.model import Application, ApplicationState, Queue
from checkin_service.admission.store.courses import first_session, stands, taken
from checkin_service.admission.tables import application_decision, class_application, class_offer
from checkin_service.catalogue.tables import institution
from checkin_service.kit.database import Database, UnitOfWork, fragment, fragment_of
from checkin_service.kit.questions import matches, question
from checkin_service.timetable.tables import training_class

add_application = fragment_of(Application, insert(class_application))


@fragment(insert(application_decision))
def _add_decision(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    application_id: UUID,
    ordinal: int,
    state: ApplicationState,
    reason: str | None,
    decided_by: UUID | None,
    decided_at: datetime,
    offered_until: datetime | None,
) -> None: ...


def add_decision(
    unit: UnitOfWork,
    read: Application,
    state: ApplicationState,
    *,
    reason: str | None,
    by: UUID | None,
    at: datetime,
    until: datetime | None = None,
) -> None:
    """The next decision; of two at once one finds its number taken."""
    _add_decision(
        unit,
        trainee_id=read.trainee_id,
        application_id=read.application_id,
        ordinal=read.decisions + 1,
        state=state,
        reason=reason,
        decided_by=by,
        decided_at=at,
        offered_until=until,
    )


_latest = (
    select(
        application_decision.c.state,
        application_decision.c.ordinal,
        application_decision.c.reason,
        application_decision.c.decided_at,
        application_decision.c.offered_until,
    )
    .where(
        application_decision.c.trainee_id == class_application.c.trainee_id,
        application_decision.c.application_id == class_application.c.application_id,
    )
    .order_by(application_decision.c.ordinal.desc())
    .limit(1)
    .correlate(class_application)
    .lateral("latest")
)
_applications = (
    select(
        class_application,
        func.coalesce(_latest.c.state, literal(ApplicationState.APPLIED.value)).label("state"),
        func.coalesce(_latest.c.ordinal, 0).label("decisions"),
        _latest.c.reason,
        _latest.c.decided_at,
        _latest.c.offered_until,
    )
    .select_from(class_application)
    .outerjoin(_latest, true())
)


@question(_applications.where(matches(class_application, "trainee_id", "application_id")))
async def application_of(database: Database, trainee_id: UUID, application_id: UUID) -> Application | None: ...


@question(
    _applications.where(matches(class_application, "trainee_id")).order_by(class_application.c.application_id.desc())
)
async def applications_by(database: Database, trainee_id: UUID) -> list[Application]:
    """A person's own applications, the newest first."""


@question(_applications.where(matches(class_application, "class_id")).order_by(class_application.c.application_id))
async def applications_for(database: Database, class_id: UUID) -> list[Application]:
    """The applications for a class, in the order in which they came."""


@question(_applications.where(matches(class_application, "application_id")))
async def application_by_id(database: Database, application_id: UUID) -> Application | None: ...


@question(
    _applications.where(matches(class_application, "class_id"), _latest.c.state == ApplicationState.WAITING_LIST.value)
    .order_by(class_application.c.applied_at, class_application.c.application_id)
    .limit(bindparam("most", type_=Integer))
)
async def first_waiting(database: Database, class_id: UUID, *, most: int) -> list[Application]:
    """Who waits for a class, in the order in which they applied."""


@question(
    _applications.where(
        _latest.c.state == ApplicationState.PLACE_OFFERED.value,
        _latest.c.offered_until < bindparam("now", type_=DateTime(timezone=True)),
    ).limit(bindparam("most", type_=Integer))
)
async def not_taken(database: Database, *, now: datetime, most: int) -> list[Application]:
    """Offers of a place whose time has passed."""


_waits = (
    exists()
    .where(class_application.c.class_id == class_offer.c.class_id)
    .where(stands == ApplicationState.WAITING_LIST.value)
)


@question(
    select(
        class_offer.c.class_id,
        training_class.c.paying_authority,
        class_offer.c.places,
        taken.label("taken"),
        first_session.c.starts_at,
    )
    .select_from(class_offer)
    .join(training_class, training_class.c.class_id == class_offer.c.class_id)
    .join(first_session, true())
    .where(first_session.c.starts_at > bindparam("now", type_=DateTime(timezone=True)), _waits)
)
async def queues(database: Database, *, now: datetime) -> list[Queue]:
    """Classes that have not begun and that people wait for."""


class Applied(NamedTuple):
    application_id: UUID
    class_name: str
    institution_name: str
    starts_at: datetime | None


@question(
    select(
        class_application.c.application_id,
        training_class.c.name.label("class_name"),
        institution.c.name.label("institution_name"),
        first_session.c.starts_at,
    )
    .select_from(class_application)
    .join(training_class, training_class.c.class_id == class_application.c.class_id)
    .join(institution, institution.c.institution_id == training_class.c.institution_id)
    .outerjoin(first_session, true())
    .where(matches(class_application, "trainee_id"))
)
async def applied_for(database: Database, trainee_id: UUID) -> list[Applied]:
    """Which class each of a person's applications is for."""
