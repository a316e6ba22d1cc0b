"""Class hours of credits as they are counted: each row holds those of one session that one thing earned, as bits."""

from sqlalchemy import ColumnElement, Integer, ScalarSelect, cast, func, literal, select
from sqlalchemy.dialects.postgresql import BIT

from checkin_service.attendance.model.credits import CreditMode
from checkin_service.attendance.tables.credits import credit
from checkin_service.timetable.tables import class_session

HOUR_BITS = func.coalesce(credit.c.hour_bits, literal(1, Integer).op("<<")(credit.c.hour))
"""Bit n for the nth class hour of the session; a session has 24 at most."""


def hours_within(class_hours: ColumnElement[int]) -> ColumnElement[int]:
    """The bits of a credit that are among the first hours of its session."""
    return HOUR_BITS.op("&")(literal(2, Integer).op("<<")(class_hours) - 1)


def _held() -> ScalarSelect[int]:
    return (
        select(class_session.c.class_hours)
        .where(class_session.c.session_id == credit.c.session_id)
        .correlate(credit)
        .scalar_subquery()
    )


is_counted = credit.c.hour <= func.coalesce(_held(), credit.c.hour)
"""Of a session that was broken off only the hours held count, for everybody; the facts stay as they were."""


def total(bits: ColumnElement[int], mode: CreditMode | None = None) -> ColumnElement[int]:
    """How many class hours the rows of a group hold, or those of one mode among them."""
    hours = func.sum(func.bit_count(cast(bits, BIT(32))))
    of_mode = hours if mode is None else hours.filter(credit.c.mode == mode.value)
    return cast(func.coalesce(of_mode, 0), Integer)


def counted(mode: CreditMode | None = None) -> ColumnElement[int]:
    """How many class hours of a group count; its rows must hold `is_counted`."""
    return total(hours_within(func.coalesce(_held(), literal(24, Integer))), mode)
