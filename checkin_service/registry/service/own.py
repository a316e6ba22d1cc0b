"""A person's own real-name registration, on the signed word of a channel (实名登记)."""

from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, trainee
from checkin_service.identity import service as identity
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.ids import new_id
from checkin_service.kit.keyring import Realm
from checkin_service.kit.limits import Limit
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.registry.model import Channel, EntryWay
from checkin_service.registry.schemas.people import OwnRegistration, OwnRegistrationAnswer
from checkin_service.registry.service.channels import open_channel, require_stated
from checkin_service.registry.service.people import OTHER_NAME
from checkin_service.registry.store import entries as store

_ASKED = Limit("own registrations", most=60)
"""A channel's servers ask for many people; a stranger without its key learns nothing however often they ask."""


async def register_oneself(resources: Resources, body: OwnRegistration, *, address: str) -> Kept[OwnRegistrationAnswer]:
    """Enter the person whom the channel names, or find them, and invite them to bind a phone."""
    await resources.limits.require_of(_ASKED, address)
    channel = await open_channel(resources, body.channel_id)
    require_stated(channel, body.assertion, {"purpose": "registration"}, now=resources.clock.now())

    async def act(unit: UnitOfWork) -> OwnRegistrationAnswer:
        return await _registered(resources, unit, channel, body)

    caller = f"channel:{channel.channel_id}"
    kept = await once(resources.database, caller=caller, request_id=body.request_id, body=body, act=act)
    answer = OwnRegistrationAnswer.model_validate_json(kept)
    await resources.sealer.ready(Realm.IDENTITY, answer.trainee_id)
    code = answer.invitation and identity.opened_invitation(resources, answer.trainee_id, answer.invitation)
    return Kept(answer.model_copy(update={"invitation": code}).model_dump_json().encode())


async def _registered(
    resources: Resources, unit: UnitOfWork, channel: Channel, body: OwnRegistration
) -> OwnRegistrationAnswer:
    now, authority = resources.clock.now(), channel.authority_code
    policy = policy_at(authority, now, known_at=now)
    lowest_age = policy.value("person.minimum_age")
    stated = identity.claimed_person(body.assertion)
    if stated is None or stated.kind not in set(DocumentKind):
        raise unfit(_NOBODY)
    try:
        name, document = identity.vet(
            name=stated.name,
            kind=DocumentKind(stated.kind),
            number=stated.number,
            at=now,
            lowest_age=lowest_age.integer,
        )
    except identity.PersonRefused as refused:
        raise by_law(refused.reason, lowest_age.basis) if refused.by_age else unfit(refused.reason) from None
    known = await identity.recognised(resources, [(name, document)])
    if known.has_other_name(name, document):
        raise unfit(OTHER_NAME)
    holder = known.holders.get((document.kind, document.number))
    trainee_id = holder or new_id()
    if known.is_new((document.kind, document.number)):
        new = identity.NewPerson(trainee_id, name, document, is_back=holder is not None)
        await identity.register_persons(resources, unit, [new], at=now)
    source = f"channel:{channel.channel_id}"
    store.enter(unit, [trainee_id], authority_code=authority, way=EntryWay.OWN, source=source, at=now)
    invitation, expires_at = None, None
    if holder is None or not await _has_phone(resources, holder):
        invitation, expires_at = await identity.sealed_invitation(resources, unit, trainee_id, policy, now=now)
    actor = trainee(trainee_id, device_id=channel.channel_id)
    audit.record(unit, actor, Permission.PERSON_ENTER, channel.channel_id, at=now, detail={"way": "own"})
    return OwnRegistrationAnswer(
        trainee_id=trainee_id,
        authority_code=authority,
        invitation=invitation,
        invitation_expires_at=expires_at,
    )


async def _has_phone(resources: Resources, trainee_id: UUID) -> bool:
    return (await identity.people(resources, [trainee_id]))[trainee_id].has_device


_NOBODY = Words("凭据中没有姓名和证件。", "The statement names nobody.")
