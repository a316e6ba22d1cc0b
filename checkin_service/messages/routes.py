"""A person's own messages over HTTP."""

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.idempotency import Kept
from checkin_service.messages import service
from checkin_service.messages.schemas import ContactAnswer, NewContact, OwnMessages, Reading, ReadingAnswer

router = service_router(tag="messages")


@router.reads("/me/messages", by=Permission.MESSAGE_READ, summary="What you were told (我的消息)")
async def own_messages(resources: Res, subject: Subject) -> OwnMessages:
    return await service.own_messages(resources, subject)


@router.creates("/me/messages/reading", by=Permission.MESSAGE_READ, summary="You have read them until a moment")
async def read(resources: Res, subject: Subject, body: Reading) -> Kept[ReadingAnswer]:
    return await service.read(resources, subject, body)


@router.creates("/me/message-contact", by=Permission.MESSAGE_CONTACT, summary="Where you want them besides the app")
async def set_contact(resources: Res, subject: Subject, body: NewContact) -> Kept[ContactAnswer]:
    """A number for SMS, and what you do not want there as far as the law lets you choose."""
    return await service.set_contact(resources, subject, body)
