"""One's own PIN, changed on the phone in one's hand by whoever knows the old one."""

from checkin_service.access.model import Subject
from checkin_service.access.schemas import WithSecret
from checkin_service.identity import service as identity
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import book
from checkin_service.policy.model import NATIONAL
from checkin_service.registry.schemas.pins import PinAnswer, PinChange
from checkin_service.registry.service.proving import require_pin


async def change_pin(resources: Resources, subject: Subject, body: PinChange) -> Kept[PinAnswer]:
    """Tries are bounded as at a claim: an unlocked phone in another's hand opens nothing."""
    now = resources.clock.now()
    view = book().at(NATIONAL, on=day_of(now), known_on=day_of(now))
    new = body.new_pin.get_secret_value()
    # A repeat comes after the change: then the new one is the PIN.
    await require_pin(resources, subject, body.pin.get_secret_value(), view, also=new)

    async def act(unit: UnitOfWork) -> PinAnswer:
        identity.change_pin(resources, unit, subject, new, at=now)
        return PinAnswer(changed_at=now)

    secret = resources.pins.of(f"pin-change:{body.request_id}:{new}").hex()
    asked = WithSecret(body=body, secret=secret)
    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)
