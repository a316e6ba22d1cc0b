"""The latest word of a registered person on a purpose, as a column of larger questions."""

from sqlalchemy import ColumnElement, select

from checkin_service.identity.tables import consent
from checkin_service.timetable.tables import registration


def latest_consent(purpose: str) -> ColumnElement[bool]:
    return (
        select(consent.c.given)
        .where(consent.c.trainee_id == registration.c.trainee_id, consent.c.purpose == purpose)
        .order_by(consent.c.ordinal.desc())
        .limit(1)
        .scalar_subquery()
    )
