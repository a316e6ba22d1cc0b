"""Payees of a class: the subsidised enterprise, the institutions of both legs, and the authority that pays."""

from collections.abc import Sequence
from datetime import datetime

from checkin_service.catalogue import service as catalogue
from checkin_service.kit.civil import day_of
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import VoucherKind
from checkin_service.timetable.model import Delivery, Session, TrainingClass
from checkin_service.voucher.model.vouchers import Training, Voucher
from checkin_service.voucher.rules import Payee, payees, payer, pays_for, places_of
from checkin_service.voucher.service import persons


async def require_payees(resources: Resources, new: TrainingClass, sessions: Sequence[Session], now: datetime) -> None:
    """The enterprise and the institutions an application names exist and may be paid for such a class."""
    if new.enterprise_id is not None:
        view = policy_at(new.paying_authority, sessions[0].starts_at, known_at=now)
        if not any(Payee.ENTERPRISE in payees(view, kind) for kind in VoucherKind):
            basis = view.value("payment.payee", VoucherKind.TARGETED).basis
            raise by_law(_NO_ENTERPRISES, basis, reason="enterprise_not_paid")
        enterprise = await catalogue.enterprise_of(resources, new.enterprise_id)
        if enterprise is None or enterprise.authority_code not in new.authorities:
            raise not_found(_NO_ENTERPRISE)
    if not new.teaching:
        return
    if len({session.delivery is Delivery.OFFLINE for session in sessions}) == 1:
        raise unfit(_NOT_MIXED, reason="not_mixed")
    if new.institution_id not in {leg.institution_id for leg in new.teaching}:
        raise unfit(_NOT_YOURS, reason="teaches_no_leg")
    for leg in new.teaching:
        if await catalogue.institution_of(resources, leg.institution_id) is None:
            raise not_found(_NO_INSTITUTION)


async def training_of(
    resources: Resources, found: TrainingClass, voucher: Voucher, view: PolicyView, *, now: datetime
) -> Training:
    """What a voucher is put to use for in a class, with the authority whose turn it is to pay (SX-20)."""
    project = existing(await catalogue.project_of(resources, found.project_id))
    return Training(
        institution_id=found.institution_id,
        project_fen=project.subsidy_fen,
        enterprise_id=found.enterprise_id,
        teaching=found.teaching,
        payer=await _payer(resources, voucher, view, now),
    )


async def _payer(resources: Resources, voucher: Voucher, view: PolicyView, now: datetime) -> str | None:
    """The authority over the first place of the order; the issuer where that is nobody who takes part here.

    The determination judges the order again, so that a payer who could not be asked is a doubt there.
    """
    if view.value("payment.authority", voucher.kind).text == "issuer":
        return None
    files = await persons.files_of(resources.database, [voucher.trainee_id])
    places = places_of(files[voucher.trainee_id], on=day_of(now))
    place = payer(view, voucher.kind, issuer=voucher.authority_code, places=places)
    if place is None or pays_for(view, voucher.kind, payer_code=voucher.authority_code, place=place):
        return None
    for code in dict.fromkeys((place, f"{place[:4]}00", f"{place[:2]}0000")):
        if await catalogue.is_authority(resources, code):
            return code
    return None


_NO_ENTERPRISES = Words("本地的培训补贴不拨付给企业。", "Enterprises are not subsidised here.")
_NO_ENTERPRISE = Words("没有找到该企业。", "There is no such enterprise with an authority of this class.")
_NOT_MIXED = Words(
    "只有“线上+线下”培训才分别填写培训单位。", "Only training both online and in the classroom is shared by two."
)
_NOT_YOURS = Words("贵单位不承担其中任何一部分培训。", "Your institution teaches neither leg.")
_NO_INSTITUTION = Words("没有找到该培训机构。", "There is no such institution.")
