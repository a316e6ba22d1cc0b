"""A voucher given up for one of another template, of those whose conditions its holder meets (退换, MP-29)."""

from functools import partial
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.http.paging import everything
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.registry.schemas.offers import ExchangeChoice, ExchangeChoices
from checkin_service.registry.service.matching import refusals
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Template, Voucher, VoucherRefusal
from checkin_service.voucher.schemas import Exchange
from checkin_service.voucher.service import elsewhere, templates


async def exchange(resources: Resources, subject: Subject, voucher_code: str, body: Exchange) -> Voucher:
    """The new one goes to whom it could have been issued, had they never held the old one; so says every other way."""
    old = await vouchers.voucher_by_code(resources, voucher_code)
    template = await vouchers.latest_template(resources, body.template_id)
    if old is None or old.trainee_id != subject.subject_id:
        raise not_found()
    if template is None or template.authority_code != old.authority_code:
        raise not_found()
    await elsewhere.ask(resources, old.authority_code, {old.trainee_id: template.kind}, resources.clock.now())
    if refusal := await _refusal(resources, old, template, is_asked=True):
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
    return await vouchers.exchange(resources, subject, voucher_code, body.template_id, reason=body.reason)


async def exchange_choices(resources: Resources, subject: Subject, voucher_id: UUID) -> ExchangeChoices:
    """Templates of the same authority of which some are left and whose conditions are met."""
    old = await vouchers.voucher_of(resources, subject.subject_id, voucher_id)
    if old is None:
        raise not_found()
    found = await everything(partial(templates.templates, resources, old.authority_code))
    choices = [
        ExchangeChoice.showing(each)
        for each in found
        if each.issued < each.quantity
        and (template := await vouchers.latest_template(resources, each.template_id)) is not None
        and not await _refusal(resources, old, template)
    ]
    return ExchangeChoices(choices=choices)


async def _refusal(
    resources: Resources, old: Voucher, template: Template, *, is_asked: bool = False
) -> VoucherRefusal | None:
    now = resources.clock.now()
    view = policy_at(template.authority_code, now, known_at=now)
    refused = await refusals(
        resources,
        view,
        template.kind,
        [old.trainee_id],
        template=template,
        now=now,
        given_up=old.voucher_id,
        is_asked=is_asked,
    )
    return refused.get(old.trainee_id)
