"""Plans as they may be taught: the form of teaching, the institution in the classroom, theory told apart."""

from collections.abc import Sequence
from uuid import UUID

from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import Project
from checkin_service.kit.civil import day_of
from checkin_service.kit.refusal import refuse
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.timetable import rules
from checkin_service.timetable.model import Delivery, Session, TrainingClass
from checkin_service.voucher.model.vouchers import Delivery as TaughtAs


async def require_teachable(
    resources: Resources, found: TrainingClass, project: Project, sessions: Sequence[Session]
) -> None:
    """By the supervising authority's rules for the first day; the refusal names the clause (FJ-20 to FJ-23, SX-16)."""
    now, kind = resources.clock.now(), project.occupation_kind
    policy = policy_at(found.supervising_authority, sessions[0].starts_at, known_at=now)
    refuse(rules.delivery_refusal(policy, kind, sessions))
    refuse(rules.parts_refusal(policy, kind, sessions))
    first = next((each for each in sessions if each.delivery is Delivery.OFFLINE), None)
    if first is not None:
        teacher = _in_the_classroom(found)
        qualification = await catalogue.qualification_on(resources, teacher, day_of(first.starts_at))
        refuse(rules.practice_refusal(policy, kind, sessions, qualification))


def _in_the_classroom(found: TrainingClass) -> UUID:
    legs = {leg.delivery: leg.institution_id for leg in found.teaching}
    return legs.get(TaughtAs.OFFLINE, found.institution_id)
