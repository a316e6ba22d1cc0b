"""The second factor at a sign-in: a code of the authenticator app, or one from paper, which each serve once."""

from collections.abc import Callable
from uuid import UUID

from checkin_service.access import totp
from checkin_service.access.store import FactorFacts, factors
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose

SECRET = Purpose(Realm.ACCOUNT, "second factor")

Use = Callable[[UnitOfWork], None]
"""Adds the use of a code to the write that it permits."""


async def use_of(resources: Resources, staff_id: UUID, factor: FactorFacts, code: str) -> Use | None:
    """How the code is used up, if it is right; `None` if it is not, or has served before."""
    now, meant = resources.clock.now(), totp.typed(code)
    if totp.is_of_time(meant):
        await resources.sealer.ready(SECRET.realm, staff_id)
        secret = resources.sealer.open(staff_id, SECRET, factor.secret)
        step = totp.step_of(secret, meant, now, after=factor.last_step)
        if step is None:
            return None
        return lambda unit: factors.use_step(unit, staff_id, secret=factor.secret, step=step, at=now)
    code_hash = hash_of(resources, staff_id, meant)
    if not await factors.codes_like(resources.database, staff_id, code_hash):
        return None
    return lambda unit: factors.use_code(unit, code_hash, staff_id, at=now)


def hash_of(resources: Resources, staff_id: UUID, code: str) -> bytes:
    """Under a server secret: a code from paper is short enough to be guessed from a plain hash."""
    return resources.pins.of(f"recovery {staff_id} {totp.typed(code)}")
