"""A person's own messages: reading them, and choosing where else they go."""

import asyncio
from datetime import UTC, datetime

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.service import MOBILE
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.messages import rules, store, words
from checkin_service.messages.model import Contact
from checkin_service.messages.schemas import (
    ContactAnswer,
    MessageBody,
    NewContact,
    OwnMessages,
    PushChannel,
    Reading,
    ReadingAnswer,
    SilentKind,
)
from checkin_service.policy.book import policy_at
from checkin_service.policy.model import NATIONAL
from checkin_service.policy.wording import NAMES
from checkin_service.registry import service as registry

_MOST = 100
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


async def own_messages(resources: Resources, subject: Subject) -> OwnMessages:
    found = await store.messages_of(resources.database, subject.subject_id, most=_MOST)
    reading = await store.reading_of(resources.database, subject.subject_id)
    read_until = reading.read_until if reading else _NEVER
    contacts = await store.contacts_of(resources.database, trainees=[subject.subject_id])
    silenced = contacts[0].silenced if contacts else ()
    chosen = contacts[0].channel_id if contacts else None
    channels = await registry.channels_knowing(resources, subject.subject_id)
    return OwnMessages(
        messages=[
            MessageBody(
                cause=each.cause,
                kind=each.kind,
                class_name=each.class_name,
                sentence=WordsBody.of(words.sentence(each.kind, each.facts)),
                section=words.section(each.kind),
                told_at=each.told_at,
                is_new=each.told_at > read_until,
            )
            for each in found
        ],
        masked_mobile=await _masked(resources, contacts[0]) if contacts else None,
        channels=[
            PushChannel(channel_id=each.channel_id, name=each.name, chosen=each.channel_id == chosen)
            for each in channels
        ],
        is_sent_out=resources.messenger is not None,
        may_be_silenced=[
            SilentKind(kind=kind, name=WordsBody.of(NAMES[kind]), silenced=kind in silenced)
            for kind in _may_be_silenced(resources)
        ],
    )


@once_per("request_id", operation="reading")
async def read(unit: UnitOfWork, resources: Resources, subject: Subject, body: Reading) -> ReadingAnswer:
    """Read until the newest one shown; what comes later is new, and never is it read before it was told."""
    until = min(body.until, resources.clock.now())
    store.set_reading(unit, trainee_id=subject.subject_id, read_until=until)
    return ReadingAnswer(until=until)


@once_per("request_id", operation="message-contact")
async def set_contact(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewContact) -> ContactAnswer:
    """What the law wants told cannot be silenced; a number taken back is not kept."""
    asked = rules.silenceable(policy_at(NATIONAL, resources.clock.now()))
    if not set(body.silenced) <= set(asked.names):
        raise by_law(_MUST_BE_TOLD, asked.basis)
    now, person = resources.clock.now(), subject.subject_id
    known = {each.channel_id for each in await registry.channels_knowing(resources, person)}
    if body.channel_id is not None and body.channel_id not in known:
        raise not_found()
    sealed = None
    if body.mobile is not None:
        sealed = await asyncio.to_thread(resources.sealer.seal, person, MOBILE, body.mobile.encode())
    silenced = tuple(dict.fromkeys(body.silenced))
    store.set_contact(
        unit,
        Contact(trainee_id=person, mobile_sealed=sealed, channel_id=body.channel_id, silenced=silenced, changed_at=now),
    )
    detail = {"has_number": sealed is not None, "has_channel": body.channel_id is not None, "silenced": list(silenced)}
    audit.record(unit, subject, Permission.MESSAGE_CONTACT, person, at=now, detail=detail)
    return ContactAnswer(masked_mobile=body.mobile and _mask(body.mobile), silenced=list(silenced))


def _may_be_silenced(resources: Resources) -> tuple[str, ...]:
    return rules.may_be_silenced(policy_at(NATIONAL, resources.clock.now()))


async def _masked(resources: Resources, contact: Contact) -> str | None:
    if contact.mobile_sealed is None:
        return None
    opened = await asyncio.to_thread(resources.sealer.open, contact.trainee_id, MOBILE, contact.mobile_sealed)
    return _mask(opened.decode())


def _mask(mobile: str) -> str:
    return f"{mobile[:3]}****{mobile[-4:]}"


_MUST_BE_TOLD = Words(
    "审核结果、期限和付款依法必须告知，不能关闭。",
    "Decisions, deadlines and payments have to be told by law and cannot be silenced.",
)
