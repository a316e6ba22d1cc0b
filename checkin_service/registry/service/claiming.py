"""Vouchers obtained and claimed by their holders, who show that it is they (MP-07 to MP-09, SX-11, FJ-15, SD-12)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject, scope_of, trainee
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import act_for
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import VoucherKind
from checkin_service.registry import rules
from checkin_service.registry.model import Channel
from checkin_service.registry.schemas.claims import (
    ChannelClaim,
    ClaimAnswer,
    ClaimRequest,
    ECardProof,
    PinProof,
    Proof,
    SecretClaim,
    VoucherApplication,
)
from checkin_service.registry.service.channels import open_channel, require_stated
from checkin_service.registry.service.matching import refusals
from checkin_service.registry.service.proving import NOTHING, person_of, require_e_card, require_pin
from checkin_service.registry.store import claims as store
from checkin_service.registry.store import entries
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Voucher, VoucherRefusal, VoucherState
from checkin_service.voucher.service import elsewhere

_ASKED = Limit("claims by channels", most=600)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """Who asks and how that was shown."""

    actor: Subject
    channel: Channel | None
    proof: str


async def claim(resources: Resources, subject: Subject, voucher_id: UUID, body: ClaimRequest) -> Kept[ClaimAnswer]:
    """领券 on one's own phone, once for each voucher."""
    voucher = await vouchers.voucher_of(resources, subject.subject_id, voucher_id)
    if voucher is None:
        raise not_found()
    now = resources.clock.now()
    view = policy_at(voucher.authority_code, now, known_at=now)
    shown = await _shown(resources, subject, body.proof, view, voucher.kind)

    async def act(unit: UnitOfWork) -> ClaimAnswer:
        claimed = _claim(unit, voucher, shown, resources.clock.now())
        return ClaimAnswer.of(claimed, at=now)

    return await _once(resources, shown, voucher_id, body, act=act)


async def apply(resources: Resources, subject: Subject, body: VoucherApplication) -> Kept[ClaimAnswer]:
    """申领: a voucher of a template is issued to whoever meets its conditions."""
    view, kind = await _offered(resources, body.template_id)
    shown = await _shown(resources, subject, body.proof, view, kind)

    async def act(unit: UnitOfWork) -> ClaimAnswer:
        return await _obtain(resources, unit, view, body.template_id, shown)

    return await _once(resources, shown, body.template_id, body, act=act)


async def claim_through_channel(resources: Resources, body: ChannelClaim, *, address: str) -> Kept[ClaimAnswer]:
    """The same in an app of a channel: what was issued is claimed, or one of a template is applied for."""
    await resources.limits.require_of(_ASKED, address)
    channel, now = await open_channel(resources, body.channel_id), resources.clock.now()
    require_stated(channel, body.assertion, {"purpose": "voucher_claim"}, now=now)
    shown = _Shown(
        actor=trainee(await person_of(resources, body.assertion), device_id=channel.channel_id),
        channel=channel,
        proof=identity.claimed_method(body.assertion),
    )
    # The channel's signed word says for whom it asks, as a token would.
    act_for(scope_of(shown.actor))

    async def act(unit: UnitOfWork) -> ClaimAnswer:
        return await _through_channel(resources, unit, body, shown, channel)

    return await _once(resources, shown, body.template_id or channel.channel_id, body, act=act)


async def _through_channel(
    resources: Resources, unit: UnitOfWork, body: ChannelClaim, shown: _Shown, channel: Channel
) -> ClaimAnswer:
    now, person = resources.clock.now(), shown.actor.subject_id
    if body.template_id is not None:
        view, kind = await _offered(resources, body.template_id)
        if view.jurisdiction != channel.authority_code:
            raise not_found()
        _require(rules.refusal_of_proof(view, kind, shown.proof, phone_is_proven=False))
        return await _obtain(resources, unit, view, body.template_id, shown)
    held = (await vouchers.vouchers_of(resources, [person]))[person]
    waiting = _to_be_claimed(held, channel.authority_code, now)
    if waiting is None:
        raise not_found(NOTHING)
    view = policy_at(waiting.authority_code, now, known_at=now)
    _require(rules.refusal_of_proof(view, waiting.kind, shown.proof, phone_is_proven=False))
    return ClaimAnswer.of(_claim(unit, waiting, shown, now), at=now)


def _to_be_claimed(held: Sequence[Voucher], authority_code: str, now: datetime) -> Voucher | None:
    return next(
        (
            each
            for each in held
            if each.authority_code == authority_code and vouchers.state_at(each, now) is VoucherState.ISSUED
        ),
        None,
    )


def _claim(unit: UnitOfWork, voucher: Voucher, shown: _Shown, now: datetime) -> Voucher:
    claimed = vouchers.claim(unit, voucher, actor=shown.actor, at=now)
    _remember(unit, voucher, shown, now)
    return claimed


async def _obtain(
    resources: Resources, unit: UnitOfWork, view: PolicyView, template_id: UUID, shown: _Shown
) -> ClaimAnswer:
    now, person = resources.clock.now(), shown.actor.subject_id
    if person not in await entries.among(resources.database, view.jurisdiction, [person]):
        raise by_law(_NOT_REGISTERED, rules.basis_of_real_name(view), reason="not_in_register")
    had = await vouchers.numbers_had(resources, [person])
    opened = await vouchers.open_issue(resources, view, template_id, had=had)
    if opened.template is None:
        raise not_found()
    kind = opened.template.kind
    await elsewhere.ask(resources, view.jurisdiction, {person: kind}, now)
    refused = await refusals(resources, view, kind, [person], template=opened.template, now=now, is_asked=True)
    _require(refused.get(person))
    new = vouchers.issue_to_all(unit, opened, [person], kind=kind, at=now)
    await vouchers.set_aside_for_all(resources, unit, opened, new, batch_id=template_id, at=now)
    await vouchers.close_issue(resources, unit, opened, batch_id=template_id, at=now)
    _remember(unit, new[0], shown, now)
    return ClaimAnswer.of(new[0], at=now)


def _remember(unit: UnitOfWork, voucher: Voucher, shown: _Shown, now: datetime) -> None:
    channel = shown.channel.channel_id if shown.channel else None
    store.add_claim(
        unit,
        trainee_id=voucher.trainee_id,
        voucher_id=voucher.voucher_id,
        authority_code=voucher.authority_code,
        channel_id=channel,
        proof=shown.proof,
        claimed_at=now,
    )
    detail = {"channel": str(channel) if channel else "own", "proof": shown.proof}
    audit.record(unit, shown.actor, Permission.VOUCHER_CLAIM, voucher.voucher_id, at=now, detail=detail)


async def _offered(resources: Resources, template_id: UUID) -> tuple[PolicyView, VoucherKind]:
    """By whose rules a template's vouchers are obtained, where they are applied for at all."""
    template, now = await vouchers.latest_template(resources, template_id), resources.clock.now()
    if template is None:
        raise not_found()
    view = policy_at(template.authority_code, now, known_at=now)
    _require(rules.refusal_to_apply(view, template.kind))
    return view, template.kind


async def _shown(resources: Resources, subject: Subject, proof: Proof, view: PolicyView, kind: VoucherKind) -> _Shown:
    """That it is the person who asks; wrong PINs are counted, and after a few nobody may try for a while."""
    phone = await identity.bound_phone(resources, subject.subject_id)
    is_proven = phone is not None and bool(phone.binding.proofs)
    _require(rules.refusal_of_proof(view, kind, proof.kind, phone_is_proven=is_proven))
    match proof:
        case PinProof():
            await require_pin(resources, subject, proof.pin.get_secret_value(), view)
        case ECardProof():
            await require_e_card(resources, subject, proof.assertion, {"purpose": "voucher_claim"})
    return _Shown(actor=subject, channel=None, proof=proof.kind)


async def _once(
    resources: Resources,
    shown: _Shown,
    about: UUID,
    body: ClaimRequest | VoucherApplication | ChannelClaim,
    *,
    act: Callable[[UnitOfWork], Awaitable[ClaimAnswer]],
) -> Kept[ClaimAnswer]:
    # A PIN prints as stars: by whom the claim is shown makes no other request of it.
    digest = resources.pins.of(body.model_dump_json()).hex()
    asked = SecretClaim(about=about, keyed_digest=digest)
    return await once(resources.database, caller=shown.actor.tenant, request_id=body.request_id, body=asked, act=act)


def _require(refusal: VoucherRefusal | None) -> None:
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)


_NOT_REGISTERED = Words(
    "您尚未在该地人员库登记，请先在其领券渠道实名登记。",
    "You are not in this authority's register: register by one of its channels first.",
)
