"""The sentence about a proposed sanction, in names: of the institution, its platform or its instructor."""

from checkin_service.access import accounts
from checkin_service.access.model import Subject
from checkin_service.attendance.service import learning_platforms
from checkin_service.catalogue import service as catalogue
from checkin_service.conduct.model.sanctions import SanctionKind
from checkin_service.conduct.schemas.sanctions import ProposedSanction
from checkin_service.conduct.words import DISQUALIFIED, NAMED, PARTIES, SANCTIONS
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals.model import Proposal


async def sentence(resources: Resources, subject: Subject, proposal: Proposal) -> Words:
    asked = proposal.request_as(ProposedSanction)
    institution = await catalogue.institution_of(resources, proposal.about)
    named = await _named(resources, subject, asked)
    who = PARTIES[asked.party] if named is None else NAMED[asked.party]
    whose = who.filled(name=institution.name if institution else "", named=named or "")
    is_of_one = asked.kind is SanctionKind.DISQUALIFICATION and asked.party in DISQUALIFIED
    said = DISQUALIFIED[asked.party] if is_of_one else SANCTIONS[asked.kind]
    told = {"until": asked.until, "receiver": asked.referred_to, "law": asked.law}
    return Words(said.zh.format(whose=whose.zh, **told), said.en.format(whose=whose.en, **told))


async def _named(resources: Resources, subject: Subject, asked: ProposedSanction) -> str | None:
    if asked.platform_id is not None:
        return await learning_platforms.name_of(resources, asked.platform_id)
    if asked.instructor_id is not None:
        found = await accounts.accounts(resources, subject)
        return next((each.display_name for each in found if each.staff_id == asked.instructor_id), None)
    return None
