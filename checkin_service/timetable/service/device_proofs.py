"""Proving whose phone a bound phone is: the institution's desk, the authority's counter and its call-back."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.identity import service as identity
from checkin_service.identity.model import BindingProof, BoundPhone
from checkin_service.identity.rules import bindings as rules
from checkin_service.identity.schemas import BindingProofAnswer
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.timetable.model import TrainingClass
from checkin_service.timetable.schemas import SecretForClass
from checkin_service.timetable.schemas.device_proofs import DeviceProofRequest, PhoneLine, PhoneList
from checkin_service.timetable.service.guards import require_paying
from checkin_service.timetable.service.reading import class_for, policy_of_class
from checkin_service.timetable.store import registrations


async def prove_device(
    resources: Resources, subject: Subject, class_id: UUID, body: DeviceProofRequest
) -> Kept[BindingProofAnswer]:
    """Enter what somebody in office has seen of a person and their phone; the person is told."""

    async def act(unit: UnitOfWork) -> BindingProofAnswer:
        now, kind = resources.clock.now(), BindingProof(body.kind)
        _require_theirs(subject, await class_for(resources, subject, class_id), kind)
        if await registrations.registration_of(resources.database, body.trainee_id, class_id) is None:
            raise not_found()
        if kind in rules.WITH_DOCUMENT:
            named = body.document
            shown = None if named is None else identity.ShownDocument(named.kind, named.number)
            await identity.require_shown(resources, shown, trainee_id=body.trainee_id)
        phone = await identity.bound_phone(resources, body.trainee_id)
        if phone is None:
            raise Problem(ProblemKind.STATE_CONFLICT, rules.NO_PHONE)
        identity.add_proof(unit, subject, phone, kind, reason=body.reason, at=now)
        return BindingProofAnswer.of(phone.trainee_id, phone.device_id, kind, at=now)

    # The document's number is in the request: only a keyed hash of it may be kept.
    asked = SecretForClass(class_id=class_id, keyed_digest=resources.lookup.of(body.model_dump_json()).hex())
    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=asked, act=act)


async def phones(resources: Resources, subject: Subject, class_id: UUID) -> PhoneList:
    """The phones of the people of a class: who is proven, who has to be seen or called back."""
    found, now = await class_for(resources, subject, class_id), resources.clock.now()
    lines = await registrations.roster_of(resources.database, class_id)
    bound = await identity.bound_phones(resources, [each.trainee_id for each in lines if each.is_active])
    people = await identity.people(resources, bound)
    networks = Counter(each.network_hash for each in bound.values() if each.network_hash is not None)
    policy = policy_of_class(found, now=now)
    is_authority = subject.authority_code is not None
    return PhoneList(
        class_id=class_id,
        phones=[
            _line(each, people[each.trainee_id].name, policy, now).model_copy(
                update={"same_network": networks[each.network_hash] if is_authority and each.network_hash else None}
            )
            for each in bound.values()
        ],
    )


def _require_theirs(subject: Subject, found: TrainingClass, kind: BindingProof) -> None:
    """A desk's word is the institution's, counter and call-back are the authority's: no one gives both."""
    if kind not in (rules.OF_INSTITUTION if subject.institution_id else rules.OF_AUTHORITY):
        raise Problem(ProblemKind.NOT_PERMITTED, rules.NOT_YOURS)
    if subject.institution_id is None and subject.authority_code != found.supervising_authority:
        require_paying(subject, found)


def _line(phone: BoundPhone, name: str, policy: PolicyView, now: datetime) -> PhoneLine:
    binding = phone.binding
    proven = rules.is_proven_at(binding, now, policy)
    return PhoneLine(
        trainee_id=phone.trainee_id,
        name=name,
        device_id=phone.device_id,
        bound_at=binding.bound_at,
        proofs=sorted(binding.proofs),
        is_proven=proven,
        counts_from=rules.counts_from(binding, policy),
        meaning=WordsBody.of(_PROVEN if proven else _meaning(binding.proofs)),
        agent_family=phone.agent_family,
        same_network=None,
    )


def _meaning(proofs: frozenset[BindingProof]) -> Words:
    if rules.is_proven(proofs):
        return _COOLING_DOWN
    return _TO_BE_CONFIRMED if BindingProof.DESK in proofs else _SELF_BOUND


_PROVEN = Words("已核验为本人手机。", "Proven to be the person's own phone.")
_COOLING_DOWN = Words(
    "已核验，但为更换的手机，等待期满后方按已核验计。",
    "Proven, but it took another phone's place: it counts as proven once the wait is over.",
)
_TO_BE_CONFIRMED = Words(
    "机构窗口已核验证件，待人社部门回访确认。",
    "The institution's desk has seen the document; the authority has to call back and confirm.",
)
_SELF_BOUND = Words(
    "仅凭邀请码自行绑定，签到按最低证据等级计。请用电子社保卡或国家网络身份认证核验，或到窗口核验。",
    "Bound by the invitation alone: check-ins from it are weak evidence. Prove it by the electronic social security "
    "card or the network identity, or at a counter.",
)
