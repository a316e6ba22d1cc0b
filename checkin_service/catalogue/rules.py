"""Pure decisions about entries of the registers."""

from checkin_service.access.model import Subject
from checkin_service.catalogue.model import Institution
from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView


def proposed_radius_m(policy: PolicyView) -> int:
    """What a new site gets when the officer names no radius."""
    return policy.value("site.radius_proposal_m").integer


def radius_refusal(radius_m: int, policy: PolicyView) -> tuple[Words, Basis] | None:
    """Why a radius cannot be approved: MP-24 names no metres, so policy sets bounds, both included."""
    least, most = policy.value("site.radius_min_m"), policy.value("site.radius_max_m")
    if least.integer <= radius_m <= most.integer:
        return None
    return _RADIUS.filled(least=least.integer, most=most.integer, given=radius_m), least.basis


def is_supervised_by(institution: Institution | None, subject: Subject) -> bool:
    """Whether the officer's authority supervises the institution; others must not learn that it exists."""
    return institution is not None and institution.authority_code == subject.authority_code


_RADIUS = Words(
    "有效半径须在{least}至{most}米之间，填写的是{given}米。",
    "The effective radius must lie between {least} and {most} metres; {given} was given.",
)
