"""Statements about proposals and rulings."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Boolean, Integer, Text, Uuid, bindparam, func, insert, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.kit.database import Database, Statement, fragment_of
from checkin_service.kit.http.paging import PageRequest
from checkin_service.proposals.model import Proposal, ProposalKind, ProposalRuling, Proposed
from checkin_service.proposals.tables import proposal, proposal_ruling

_PROPOSALS = (
    select(
        *proposal.c,
        proposal_ruling.c.approved,
        proposal_ruling.c.reason.label("ruling_reason"),
        proposal_ruling.c.ruled_by,
        proposal_ruling.c.ruled_at,
    )
    .outerjoin(proposal_ruling)
    .where(proposal.c.authority_code == bindparam("authority", type_=Text))
)
_ONE = Statement(_PROPOSALS.where(proposal.c.proposal_id == bindparam("proposal", type_=Uuid)), Proposal)
_LISTED = Statement(
    _PROPOSALS.where(
        proposal.c.proposal_id > bindparam("after", type_=Uuid),
        or_(~bindparam("only_waiting", type_=Boolean), proposal_ruling.c.approved.is_(None)),
    )
    .order_by(proposal.c.proposal_id)
    .limit(bindparam("count", type_=Integer)),
    Proposal,
)

add_proposal = fragment_of(Proposed, insert(proposal))
add_ruling = fragment_of(ProposalRuling, insert(proposal_ruling))
"""Once for each proposal: of two at once the second finds the write refused."""


async def proposal_of(database: Database, authority: str, proposal_id: UUID) -> Proposal | None:
    return await database.read_one(_ONE, authority=authority, proposal=proposal_id)


_WAITING_ABOUT = Statement(
    select(*proposal.c)
    .outerjoin(proposal_ruling)
    .where(
        proposal.c.authority_code == func.any(bindparam("authorities", type_=ARRAY(Text))),
        proposal.c.about == bindparam("about", type_=Uuid),
        proposal.c.kind == bindparam("kind", type_=Text),
        proposal_ruling.c.approved.is_(None),
    )
    .order_by(proposal.c.proposed_at, proposal.c.proposal_id),
    Proposed,
)


async def waiting_about(
    database: Database, *, authorities: Collection[str], about: UUID, kind: ProposalKind
) -> list[Proposed]:
    """Of a kind, of these authorities, about one thing, oldest first."""
    return await database.read(_WAITING_ABOUT, authorities=list(authorities), about=about, kind=kind.value)


async def proposals(database: Database, authority: str, page: PageRequest, *, only_waiting: bool) -> list[Proposal]:
    """Of one authority, oldest first."""
    return await database.read(
        _LISTED, authority=authority, after=page.after, only_waiting=only_waiting, count=page.fetch
    )
