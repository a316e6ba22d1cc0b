"""Parts of the check-in's read about the door: a PIN instead of a phone, and the keys of the site's devices."""

from sqlalchemy import DateTime, Uuid, bindparam, case, exists, func, null, or_, select

from checkin_service.catalogue.tables import terminal
from checkin_service.identity.tables import device, door_pin
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
DOOR_PIN = case((bindparam("terminal_id", type_=Uuid).is_not(None), _latest), else_=null())

_minute = bindparam("beacon_at", type_=DateTime(timezone=True))
_at_the_site = terminal.alias("at_the_site")
_keys = (
    select(func.array_agg(_at_the_site.c.public_key))
    .where(
        _at_the_site.c.site_id == class_session.c.site_id,
        _at_the_site.c.approved_at <= _minute,
        or_(_at_the_site.c.revoked_at.is_(None), _at_the_site.c.revoked_at > _minute),
    )
    .correlate(class_session)
    .scalar_subquery()
)
BEACON_KEYS = case((_minute.is_not(None), _keys), else_=null())
