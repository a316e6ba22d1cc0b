"""The register of people and its channels over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import answer
from checkin_service.kit.idempotency import Kept
from checkin_service.proposals.schemas import NewRuling
from checkin_service.registry import service
from checkin_service.registry.schemas.channels import ChannelAnswer, ChannelClosing, Channels, NewChannel
from checkin_service.registry.schemas.claims import ChannelClaim, ClaimAnswer, ClaimRequest, VoucherApplication
from checkin_service.registry.schemas.matches import (
    MatchAnswer,
    MatchBody,
    Matches,
    NewMatch,
    PreviewAnswer,
)
from checkin_service.registry.schemas.offers import ExchangeChoices, VoucherOffers
from checkin_service.registry.schemas.people import (
    OwnRegistration,
    OwnRegistrationAnswer,
    PersonList,
    PersonListAnswer,
    RegisterPage,
)
from checkin_service.registry.schemas.pins import PinAnswer, PinChange
from checkin_service.voucher.schemas import Exchange, VoucherAnswer

router = service_router(tag="register")

Code = Annotated[str, Path(max_length=40, examples=["D9NP1EFFX9N5DCRX8BGMS"])]


@router.creates("/people", by=Permission.PERSON_ENTER, summary="Enter a matching list of people (数据比对名单)")
async def enter_people(resources: Res, subject: Subject, body: PersonList) -> Kept[PersonListAnswer]:
    """Before any class; every row is answered, and the same person by the same document is one person."""
    return await service.enter_list(resources, subject, body)


@router.reads("/people", by=Permission.PERSON_LIST, summary="The register of one's own authority (人员库)")
async def list_people(resources: Res, subject: Subject, page: Page) -> RegisterPage:
    return await service.register(resources, subject, page)


@router.post(
    "/people/own",
    status_code=201,
    response_model=OwnRegistrationAnswer,
    summary="Register oneself (实名登记)",
)
async def register_oneself(resources: Res, request: Request, body: OwnRegistration) -> Response:
    """On the signed word of an open channel; the answer invites the person to bind a phone."""
    address = request.client.host if request.client else ""
    return answer(await service.register_oneself(resources, body, address=address), status=201)


@router.creates("/claim-channels", by=Permission.CHANNEL_MANAGE, summary="Enter a channel (领券渠道)")
async def enter_channel(resources: Res, subject: Subject, body: NewChannel) -> Kept[ChannelAnswer]:
    """Of the kinds that the jurisdiction names, with the key that signs its real-name statements."""
    return await service.enter_channel(resources, subject, body)


@router.creates("/claim-channels/{channel_id}/closing", by=Permission.CHANNEL_MANAGE, summary="Close a channel")
async def close_channel(
    resources: Res, subject: Subject, channel_id: UUID, body: ChannelClosing
) -> Kept[ChannelAnswer]:
    return await service.close_channel(resources, subject, channel_id, body)


@router.reads("/claim-channels", by=Permission.CHANNEL_READ, summary="The channels of one's own authority")
async def list_channels(resources: Res, subject: Subject) -> Channels:
    return await service.channels(resources, subject)


@router.reads(
    "/person-matches/preview", method="POST", by=Permission.MATCH_PROPOSE, summary="Try a query over facts (大数据比对)"
)
async def preview_match(resources: Res, subject: Subject, body: MatchBody) -> PreviewAnswer:
    """How many it finds, how many of the first thousand meet the conditions, and why the others do not."""
    return await service.preview(resources, subject, body)


@router.creates("/person-matches", by=Permission.MATCH_PROPOSE, summary="Propose a list to push vouchers to")
async def propose_match(resources: Res, subject: Subject, body: NewMatch) -> Kept[MatchAnswer]:
    """The list is kept as it stands now; nothing goes out before another person has approved it."""
    return await service.propose(resources, subject, body)


@router.creates("/person-matches/{match_id}/ruling", by=Permission.MATCH_RULE, summary="Approve a list, or refuse it")
async def rule_on_match(resources: Res, subject: Subject, match_id: UUID, body: NewRuling) -> Kept[MatchAnswer]:
    """By another person than the one who proposed; vouchers are then pushed in the background (定向发放)."""
    return await service.rule(resources, subject, match_id, body)


@router.reads("/person-matches", by=Permission.MATCH_READ, summary="The lists of one's own authority")
async def list_matches(resources: Res, subject: Subject, page: Page) -> Matches:
    return await service.matches(resources, subject, page)


@router.reads("/person-matches/{match_id}", by=Permission.MATCH_READ, summary="How far a list has come")
async def get_match(resources: Res, subject: Subject, match_id: UUID) -> MatchAnswer:
    return await service.match(resources, subject, match_id)


@router.creates("/me/pin", by=Permission.PIN_CHANGE, summary="Change one's own PIN (修改密码)")
async def change_pin(resources: Res, subject: Subject, body: PinChange) -> Kept[PinAnswer]:
    """On the bound phone, by the PIN until now; whoever has forgotten it asks for a new invitation."""
    return await service.change_pin(resources, subject, body)


@router.creates("/me/vouchers/{voucher_id}/claim", by=Permission.VOUCHER_CLAIM, summary="Claim a voucher (领券)")
async def claim(resources: Res, subject: Subject, voucher_id: UUID, body: ClaimRequest) -> Kept[ClaimAnswer]:
    """By the person, who shows it by the phone's PIN or the e-card; once for each voucher."""
    return await service.claim(resources, subject, voucher_id, body)


@router.reads("/me/voucher-offers", by=Permission.VOUCHER_CLAIM, summary="What you may apply for (可申领的培训券)")
async def list_own_offers(resources: Res, subject: Subject) -> VoucherOffers:
    """Templates of the authorities in whose register you are, with the conditions in plain words."""
    return await service.own_offers(resources, subject)


@router.creates("/me/voucher-applications", by=Permission.VOUCHER_CLAIM, summary="Apply for a voucher (申领)")
async def apply_for_voucher(resources: Res, subject: Subject, body: VoucherApplication) -> Kept[ClaimAnswer]:
    """Of a template whose conditions one meets, where the rules let people apply."""
    return await service.apply(resources, subject, body)


@router.post(
    "/channel-claims", status_code=201, response_model=ClaimAnswer, summary="Claim in an app of a channel (渠道领券)"
)
async def claim_through_channel(resources: Res, request: Request, body: ChannelClaim) -> Response:
    """On the channel's signed word: claim what was issued, or apply for one of a template."""
    address = request.client.host if request.client else ""
    return answer(await service.claim_through_channel(resources, body, address=address), status=201)


@router.reads(
    "/me/vouchers/{voucher_id}/exchanges",
    by=Permission.VOUCHER_RETURN,
    summary="For which other vouchers one of yours can be exchanged",
)
async def list_exchange_choices(resources: Res, subject: Subject, voucher_id: UUID) -> ExchangeChoices:
    return await service.exchange_choices(resources, subject, voucher_id)


@router.creates(
    "/vouchers/{voucher_code}/exchange", by=Permission.VOUCHER_RETURN, summary="Exchange a voucher for another (退换)"
)
async def exchange(resources: Res, subject: Subject, voucher_code: Code, body: Exchange) -> VoucherAnswer:
    """For one whose conditions you meet. The old code is dead; the answer is the new voucher."""
    voucher = await service.exchange(resources, subject, voucher_code, body)
    return VoucherAnswer.of(voucher, voucher.state)
