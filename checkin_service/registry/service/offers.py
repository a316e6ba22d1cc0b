"""Vouchers a person may apply for: templates of the authorities that know them, in plain words (MP-11)."""

from functools import partial

from checkin_service.access.model import Subject
from checkin_service.identity import service as identity
from checkin_service.kit.http.paging import everything
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import NAMES
from checkin_service.registry import rules
from checkin_service.registry.schemas.offers import VoucherOffer, VoucherOffers
from checkin_service.registry.store import entries
from checkin_service.voucher.service import templates


async def own_offers(resources: Resources, subject: Subject) -> VoucherOffers:
    """Those of which some are left; where vouchers are pushed or go by a roster there is nothing to apply for."""
    now, phone = resources.clock.now(), await identity.bound_phone(resources, subject.subject_id)
    is_proven = phone is not None and bool(phone.binding.proofs)
    offers, registered = list[VoucherOffer](), await entries.authorities_of(resources.database, subject.subject_id)
    for of in registered:
        view = policy_at(of.authority_code, now, known_at=now)
        found = await everything(partial(templates.templates, resources, of.authority_code))
        offers += [
            VoucherOffer.showing(
                each,
                authority_name=of.name,
                left=each.quantity - each.issued,
                conditions=[WordsBody.of(NAMES[name]) for name in _conditions(view, each.kind)],
                pin_is_enough=rules.refusal_of_proof(view, each.kind, "pin", phone_is_proven=is_proven) is None,
            )
            for each in found
            if each.issued < each.quantity and rules.refusal_to_apply(view, each.kind) is None
        ]
    return VoucherOffers(registered=bool(registered), offers=offers)


def _conditions(view: PolicyView, kind: VoucherKind) -> list[str]:
    values = (view.value("person.all_of", kind), view.value("person.any_of", kind))
    return [name for value in values if value.is_required for name in value.names]
