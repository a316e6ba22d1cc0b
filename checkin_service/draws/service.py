"""Use cases of draws: a seed that nobody sees is promised by its hash, and revealed with what it drew."""

import asyncio
import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from checkin_service.draws import rules, store
from checkin_service.draws.model import Draw, DrawPurpose, Reveal
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.keyring import Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose

_SEED = Purpose(Realm.EVIDENCE, "inspection_seed")
"""Inspections drew first; a seed opens under the name that it was sealed by."""
_SEED_BYTES = 32


async def promise(
    unit: UnitOfWork,
    resources: Resources,
    *,
    authority_code: str,
    draw_id: UUID,
    purpose: DrawPurpose,
    terms: Mapping[str, Any],
) -> Draw:
    """The hash goes into the log; the seed is sealed and in nobody's hands."""
    seed = secrets.token_bytes(_SEED_BYTES)
    new = Draw(
        authority_code=authority_code,
        draw_id=draw_id,
        purpose=purpose,
        terms=terms,
        commitment=rules.committed(seed),
        seed_sealed=await asyncio.to_thread(resources.sealer.seal, draw_id, _SEED, seed),
        committed_at=resources.clock.now(),
    )
    store.add_commitment(unit, new)
    return new


async def reveal(unit: UnitOfWork, resources: Resources, found: Draw, population: Collection[UUID]) -> Draw:
    """Draw among these, once."""
    seed = await seed_of(resources, found)
    new = Reveal(
        authority_code=found.authority_code,
        draw_id=found.draw_id,
        seed=seed,
        population=sorted(population),
        drawn=rules.drawn(seed, population, found.terms),
        revealed_at=resources.clock.now(),
    )
    store.add_reveal(unit, new)
    return replace(found, seed=seed, population=new.population, drawn=new.drawn, revealed_at=new.revealed_at)


async def seed_of(resources: Resources, found: Draw) -> bytes:
    """For what draws by it before it is revealed; no answer and no page holds it."""
    return await asyncio.to_thread(resources.sealer.open, found.draw_id, _SEED, found.seed_sealed)


async def draws(resources: Resources, authority_code: str, draw_ids: Collection[UUID]) -> dict[UUID, Draw]:
    """These of an authority, revealed or not."""
    found = await store.draws(resources.database, authority_code, list(draw_ids))
    return {each.draw_id: each for each in found}


async def unrevealed(resources: Resources, authority_code: str, purpose: DrawPurpose) -> list[Draw]:
    """Of an authority for one purpose, the oldest first."""
    return await store.unrevealed(resources.database, authority_code, purpose)


async def unrevealed_anywhere(resources: Resources, purpose: DrawPurpose) -> list[Draw]:
    """For one purpose, of all authorities."""
    return await store.unrevealed_anywhere(resources.database, purpose)
