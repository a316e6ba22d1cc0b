"""Statements about draws."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.draws.model import Commitment, Draw, Reveal
from checkin_service.draws.tables import draw, draw_reveal
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question

add_commitment = fragment_of(Commitment, insert(draw))
add_reveal = fragment_of(Reveal, insert(draw_reveal))

_draws = select(
    *draw.c, draw_reveal.c.seed, draw_reveal.c.population, draw_reveal.c.drawn, draw_reveal.c.revealed_at
).outerjoin(draw_reveal, alike(draw_reveal, draw, "authority_code", "draw_id"))


@question(
    _draws.where(matches(draw, "authority_code"), draw.c.draw_id == func.any(bindparam("draw_ids", type_=ARRAY(Uuid))))
)
async def draws(database: Database, authority_code: str, draw_ids: Collection[UUID]) -> list[Draw]: ...


@question(
    _draws.where(matches(draw, "authority_code", "purpose"), draw_reveal.c.seed.is_(None)).order_by(
        draw.c.committed_at, draw.c.draw_id
    )
)
async def unrevealed(database: Database, authority_code: str, purpose: str) -> list[Draw]:
    """Of an authority for one purpose, the oldest first."""


@question(
    _draws.where(matches(draw, "purpose"), draw_reveal.c.seed.is_(None)).order_by(
        draw.c.authority_code, draw.c.committed_at, draw.c.draw_id
    )
)
async def unrevealed_anywhere(database: Database, purpose: str) -> list[Draw]:
    """For one purpose, of all authorities."""
