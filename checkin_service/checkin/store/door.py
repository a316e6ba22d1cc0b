"""Parts of the check-in's read about the door: a PIN instead of a phone, the site's devices and their keys."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Integer,
    Select,
    Uuid,
    bindparam,
    case,
    exists,
    false,
    func,
    literal_column,
    null,
    or_,
    select,
)

from checkin_service.catalogue.tables import terminal, terminal_confirmation
from checkin_service.checkin.tables import terminal_pace, terminal_sighting
from checkin_service.identity.tables import device, door_pin
from checkin_service.kit.questions import matches
from checkin_service.timetable.tables import class_session, registration

_phone = device.alias("phone")
_latest = (
    select(door_pin.c.pin_hash)
    .where(
        door_pin.c.trainee_id == registration.c.trainee_id,
        # Who has bound a phone since signs in by that.
        ~exists().where(
            _phone.c.trainee_id == door_pin.c.trainee_id,
            _phone.c.revoked_at.is_(None),
            _phone.c.bound_at > door_pin.c.set_at,
        ),
    )
    .order_by(door_pin.c.set_at.desc())
    .limit(1)
    .correlate(registration)
    .scalar_subquery()
)
_door_pin = case((bindparam("terminal_id", type_=Uuid).is_not(None), _latest), else_=null())

_minute = bindparam("beacon_at", type_=DateTime(timezone=True))
_at_the_site = terminal.alias("at_the_site")
_keys = (
    select(func.array_agg(_at_the_site.c.public_key))
    .where(
        _at_the_site.c.site_id == class_session.c.site_id,
        # Who was put up within the minute stood there when it was shown.
        func.date_trunc("minute", _at_the_site.c.approved_at) <= _minute,
        or_(_at_the_site.c.revoked_at.is_(None), _at_the_site.c.revoked_at > _minute),
    )
    .correlate(class_session)
    .scalar_subquery()
)
_beacon_keys = case((_minute.is_not(None), _keys), else_=null())

BY_DEVICE: tuple[ColumnElement[Any], ...] = (
    (terminal.c.revoked_at.is_(None) & terminal.c.terminal_id.is_not(None)).label("terminal_is_active"),
    terminal.c.public_key.label("terminal_key"),
    terminal.c.site_id.label("terminal_site_id"),
    terminal_confirmation.c.terminal_id.is_not(None).label("terminal_is_confirmed"),
    terminal_sighting.c.away_since.is_not(None).label("terminal_is_away"),
    func.coalesce(terminal_pace.c.statements, 0).label("terminal_statements"),
    terminal_pace.c.last_at.label("terminal_last_at"),
    _door_pin.label("door_pin"),
    _beacon_keys.label("beacon_keys"),
)
"""What a device of the site has to do with an attempt: it has sent it, or has shown the beacon in it."""

_no, _none, _zero = false(), null(), literal_column("0", Integer)
BY_PHONE: tuple[ColumnElement[Any], ...] = tuple(
    value.label(each.name)
    for each, value in zip(BY_DEVICE, (_no, _none, _none, _no, _no, _zero, _none, _none, _none), strict=True)
)
"""The same of an attempt that a phone has sent with a network: nothing."""


def with_devices(situation: Select[Any]) -> Select[Any]:
    """The read of an attempt in which a device of the site has a part; others do not pay for it."""
    return (
        situation.outerjoin(terminal, matches(terminal, "terminal_id"))
        .outerjoin(terminal_confirmation, terminal_confirmation.c.terminal_id == terminal.c.terminal_id)
        .outerjoin(terminal_sighting, terminal_sighting.c.terminal_id == terminal.c.terminal_id)
        .outerjoin(terminal_pace, terminal_pace.c.terminal_id == terminal.c.terminal_id)
    )
