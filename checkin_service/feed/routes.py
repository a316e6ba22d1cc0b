"""Subscribers of the feed, for the authority whose classes they hear of."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.feed import service
from checkin_service.feed.schemas import (
    EndRequest,
    SubscriberAnswer,
    SubscriberLine,
    SubscriberRequest,
    SubscribersAnswer,
)
from checkin_service.kit.http import answer, service_router

router = service_router(tag="feed")
Manager = Annotated[Subject, Depends(allow(Permission.SUBSCRIBER_MANAGE))]


@router.post(
    "/subscribers",
    status_code=201,
    response_model=None,
    responses={201: {"model": SubscriberAnswer}},
    summary="Hear of events (事件订阅)",
)
async def subscribe(resources: Res, subject: Manager, body: SubscriberRequest) -> Response:
    return answer(await service.subscribe(resources, subject, body), status=201)


@router.get("/subscribers", summary="Subscribers and how far each is behind")
async def list_subscribers(resources: Res, subject: Manager) -> SubscribersAnswer:
    return await service.overview(resources, subject)


@router.post(
    "/subscribers/{subscriber_id}/end",
    status_code=201,
    response_model=None,
    responses={201: {"model": SubscriberLine}},
    summary="End a subscription; what waits for it is forgotten",
)
async def end_subscriber(resources: Res, subject: Manager, subscriber_id: UUID, body: EndRequest) -> Response:
    return answer(await service.end(resources, subject, subscriber_id, body), status=201)
