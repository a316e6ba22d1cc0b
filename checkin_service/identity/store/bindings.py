"""Statements about how phones were bound: proofs of the person, and the network and client of the binding."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, delete, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.identity.model import BindingProof, BoundPhone, PhoneBinding
from checkin_service.identity.tables import device, device_origin, device_proof, proofs_of_device, replaces_another
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment
from checkin_service.kit.questions import alike


class _BoundRow(NamedTuple):
    trainee_id: UUID
    device_id: UUID
    bound_at: datetime
    replaces_another: bool
    proofs: list[str] | None
    agent_family: str | None
    network_hash: bytes | None


_BOUND = Statement(
    select(
        device.c.trainee_id,
        device.c.device_id,
        device.c.bound_at,
        replaces_another.label("replaces_another"),
        proofs_of_device.label("proofs"),
        device_origin.c.agent_family,
        device_origin.c.network_hash,
    )
    .select_from(device)
    .outerjoin(device_origin, alike(device_origin, device, "trainee_id", "device_id"))
    .where(
        device.c.trainee_id == func.any(bindparam("trainee_ids", type_=ARRAY(Uuid))),
        device.c.revoked_at.is_(None),
    ),
    _BoundRow,
)


async def bound_phones(database: Database, trainee_ids: Collection[UUID]) -> list[BoundPhone]:
    """The present phones of these people; who has none is left out."""
    found = await database.read(_BOUND, trainee_ids=list(trainee_ids))
    return [
        BoundPhone(
            trainee_id=each.trainee_id,
            device_id=each.device_id,
            binding=PhoneBinding.of(each.bound_at, replaces=each.replaces_another, proofs=each.proofs),
            agent_family=each.agent_family,
            network_hash=each.network_hash,
        )
        for each in found
    ]


@fragment(insert(device_proof))
def add_proof(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    device_id: UUID,
    kind: BindingProof,
    reason: str | None,
    proved_by: UUID | None,
    proved_at: datetime,
) -> None:
    """Fails the write when this phone has been proven in this way before."""


@fragment(insert(device_origin))
def add_origin(
    unit: UnitOfWork,
    *,
    trainee_id: UUID,
    device_id: UUID,
    network_hash: bytes | None,
    agent_family: str,
    seen_at: datetime,
) -> None: ...


@fragment(delete(device_origin).where(device_origin.c.seen_at < bindparam("before", type_=DateTime(timezone=True))))
def purge_origins(unit: UnitOfWork, *, before: datetime) -> None: ...
