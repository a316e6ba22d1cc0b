"""Lists for the settlement desk: vouchers that can be applied for, and applications line by line."""

from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.access.service import reads
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.settlement import rules, store
from checkin_service.settlement.model import Application, ApplicationState, Claim
from checkin_service.settlement.service.applying import claims_of
from checkin_service.timetable import service as timetable
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Voucher, VoucherRefusal, VoucherState
from checkin_service.voucher.service import settling
from checkin_service.voucher.service.settling import Claims

_STEPS = {ApplicationState.SUBMITTED: ApplicationState.REVIEWED, ApplicationState.REVIEWED: ApplicationState.APPROVED}


async def payables(resources: Resources, subject: Subject, class_id: UUID) -> list[Claim]:
    """The vouchers of a class whose subsidy is earned and not yet applied for, with what stands in the way of some."""
    training_class = await timetable.class_for(resources, subject, class_id)
    roster = await timetable.roster_of(resources.database, class_id)
    used = [(each.trainee_id, each.voucher_id) for each in roster if each.voucher_id is not None]
    claims = await settling.claims_of(resources, used)
    earned = [each for each in claims.vouchers.values() if each.state is VoucherState.PAYABLE]
    authority = training_class.paying_authority
    objects = {one for each in earned for one in rules.freezable(each, claims.legs[each.voucher_id])}
    frozen = await settling.frozen_among(resources, authority, objects)
    payee = None if subject.authority_code == authority else subject.tenant

    def refusal(each: Voucher) -> VoucherRefusal | None:
        legs = claims.legs[each.voucher_id]
        return rules.refusal_to_apply(each, legs, payee=payee, authority=authority, frozen=frozen)

    return [_claim(resources, each, claims, refusal(each)) for each in earned]


async def application_with_lines(
    resources: Resources, subject: Subject, application_id: UUID
) -> tuple[Application, list[Claim]]:
    """An application of one's own, or to one's own authority, voucher by voucher; 404 for others."""
    found = await store.applications(resources.database, [application_id])
    if not found or not (subject.tenant == found[0].applicant or reads(subject, found[0].authority_code)):
        raise not_found()
    claims = await claims_of(resources, found)
    return found[0], [_claim(resources, each, claims, None) for each in claims.vouchers.values()]


def next_step(application: Application) -> ApplicationState | None:
    """What the desk does next with an application; `None` when all is decided."""
    return _STEPS.get(application.state)


def refusal_of_step(subject: Subject, application: Application) -> VoucherRefusal | None:
    """Why somebody cannot take the next step themselves."""
    step = next_step(application)
    return None if step is None else rules.refusal_to_decide(application, step, by=subject.subject_id)


def _claim(resources: Resources, voucher: Voucher, claims: Claims, refusal: VoucherRefusal | None) -> Claim:
    return Claim(
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        voucher_code=voucher.voucher_code,
        authority_code=voucher.authority_code,
        state=vouchers.state_at(voucher, resources.clock.now()),
        amount_fen=claims.amount_fen(voucher.voucher_id),
        refusal=refusal,
    )
