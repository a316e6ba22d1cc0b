"""The proof at the end of a demonstrated term: the log verified against checkpoints kept outside."""

from dataclasses import dataclass
from uuid import UUID

from checkin_service.client import Officer
from checkin_service.client.wire import Json
from checkin_service.kit.base64url import decode
from checkin_service.kit.resources import Resources
from checkin_service.transparency.service.reading import verify
from checkin_service.transparency.service.sealer import Sealer


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    verified: bool
    checkpoint: Json
    faults: list[str]
    entries: int


async def prove(resources: Resources, officer: Officer, institution_id: UUID) -> Proof:
    """What waits is entered, the officer fetches the checkpoints, and the verifier reads everything."""
    sealer = Sealer(resources)
    while await sealer.seal():
        continue
    published = await officer.get("/v1/log/checkpoints")
    kept = published["checkpoints"]
    result = await verify(resources.database, kept, decode(published["public_key"]))
    chain = f"institution:{institution_id}"
    return Proof(
        verified=result.is_clean,
        checkpoint=next(each for each in kept if each["chain"] == chain),
        faults=result.faults,
        entries=result.entries,
    )
