"""Subscribers of the feed, for the authority whose classes they hear of."""

from uuid import UUID

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.feed import service
from checkin_service.feed.schemas import (
    EndRequest,
    SubscriberAnswer,
    SubscriberLine,
    SubscriberRequest,
    SubscribersAnswer,
)
from checkin_service.kit.idempotency import Kept

router = service_router(tag="feed")


@router.creates("/subscribers", by=Permission.SUBSCRIBER_MANAGE, summary="Hear of events (事件订阅)")
async def subscribe(resources: Res, subject: Subject, body: SubscriberRequest) -> Kept[SubscriberAnswer]:
    return await service.subscribe(resources, subject, body)


@router.reads("/subscribers", by=Permission.SUBSCRIBER_MANAGE, summary="Subscribers and how far each is behind")
async def list_subscribers(resources: Res, subject: Subject) -> SubscribersAnswer:
    return await service.overview(resources, subject)


@router.creates(
    "/subscribers/{subscriber_id}/end",
    by=Permission.SUBSCRIBER_MANAGE,
    summary="End a subscription; what waits for it is forgotten",
)
async def end_subscriber(
    resources: Res, subject: Subject, subscriber_id: UUID, body: EndRequest
) -> Kept[SubscriberLine]:
    return await service.end(resources, subject, subscriber_id, body)
