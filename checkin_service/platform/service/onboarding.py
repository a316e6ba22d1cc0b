"""Admission: entering the form, deciding on it, and showing it to those who decide."""

from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.identity.rules import documents
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import Kept, once, once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.platform import rules
from checkin_service.platform.model import OnboardingApplication, OnboardingDecision
from checkin_service.platform.schemas.onboarding import (
    KeyLine,
    NewOnboarding,
    OnboardingAnswer,
    OnboardingDetails,
    OnboardingPage,
    People,
)
from checkin_service.platform.service.batches import keyed
from checkin_service.platform.store import admission as store
from checkin_service.policy.book import policy_at
from checkin_service.proposals.service import require_independent
from checkin_service.timetable.schemas import Decision


class LastDay(NamedTuple):
    day: date | None
    is_decided: bool


_SEALED_AS = Purpose(Realm.IDENTITY, "onboarding")


async def file(resources: Resources, subject: Subject, body: NewOnboarding) -> Kept[OnboardingAnswer]:
    """An officer enters the form that arrived with its seals; somebody else decides on it."""

    async def act(unit: UnitOfWork) -> OnboardingAnswer:
        now = resources.clock.now()
        sealed_on = {each.office: each.sealed_on for each in body.seals}
        refusal = rules.refusal_to_file(body.filled_on, sealed_on, today=day_of(now))
        if refusal is not None:
            raise unfit(refusal)
        await resources.sealer.ready(_SEALED_AS.realm, body.application_id, make=True)
        new = OnboardingApplication(
            application_id=body.application_id,
            authority_code=authority_of(subject),
            **body.model_dump(include={"filled_on", "applicant", "credit_code", "channel_name", "channel_code"}),
            voucher_kinds=tuple(body.voucher_kinds),
            voucher_forms=tuple(body.voucher_forms),
            operations=tuple(body.operations),
            sealed_on=sealed_on,
            people_sealed=resources.sealer.seal(
                body.application_id, _SEALED_AS, body.people.model_dump_json().encode()
            ),
            filed_by=subject.subject_id,
            filed_at=now,
        )
        store.file(unit, new)
        audit.record(unit, subject, Permission.ONBOARDING_FILE, new.application_id, at=now)
        return _shown(new)

    asked = keyed(resources, "onboarding", body)
    return await once(resources.database, caller=subject.tenant, request_id=body.application_id, body=asked, act=act)


@once_per("request_id", operation="onboarding")
async def decide(
    unit: UnitOfWork, resources: Resources, subject: Subject, application_id: UUID, body: Decision
) -> OnboardingAnswer:
    """Admit or refuse, once, by another person than the one who filed it."""
    now = resources.clock.now()
    found = await application_for(resources, subject, application_id)
    refusal = rules.refusal_to_decide(found, admitted=body.approved, by=subject.subject_id)
    if refusal is not None:
        raise unfit(refusal)
    await require_independent(resources, subject, found.filed_by)
    decision = OnboardingDecision(
        application_id=application_id,
        admitted=body.approved,
        reason=body.reason,
        decided_by=subject.subject_id,
        decided_at=now,
    )
    store.decide(unit, decision)
    detail = {"admitted": body.approved, "operations": [each.value for each in found.operations]}
    audit.record(unit, subject, Permission.ONBOARDING_DECIDE, application_id, at=now, detail=detail)
    return _shown(replace(found, decision=decision))


async def applications(resources: Resources, subject: Subject, page: PageRequest) -> OnboardingPage:
    found = await store.applications_of(resources.database, authority_of(subject), page)
    shown, cursor = page.shown(found, lambda each: each.application_id)
    return OnboardingPage(applications=list(map(_shown, shown)), next_cursor=cursor)


async def details(resources: Resources, subject: Subject, application_id: UUID) -> OnboardingDetails:
    """The whole form and its keys."""
    found = await application_for(resources, subject, application_id)
    keys = await store.keys_of(resources.database, application_id)
    await resources.sealer.ready(_SEALED_AS.realm, application_id)
    return OnboardingDetails(
        application=_shown(found),
        people=_people(resources, found),
        keys=list(map(KeyLine.showing, keys)),
    )


async def application_for(resources: Resources, subject: Subject, application_id: UUID) -> OnboardingApplication:
    """An application to one's own authority; 404 for all others."""
    found = await store.application_of(resources.database, application_id)
    if found is None or found.authority_code != subject.authority_code:
        raise not_found()
    return found


def last_day(authority_code: str, at: datetime) -> LastDay:
    """The last day to apply, as the rules of the place state it then: the text's own, or the one decided since."""
    view = policy_at(authority_code, at)
    decided, stated = view.stated("onboarding.extended_to"), view.stated("onboarding.apply_by")
    if decided is not None:
        return LastDay(decided.day, is_decided=True)
    return LastDay(stated.day if stated is not None else None, is_decided=False)


def _shown(application: OnboardingApplication) -> OnboardingAnswer:
    last = last_day(application.authority_code, application.filed_at)
    return OnboardingAnswer.of(application, apply_by=last.day, is_decided_day=last.is_decided)


def _people(resources: Resources, found: OnboardingApplication) -> People | None:
    try:
        opened = resources.sealer.open(found.application_id, _SEALED_AS, found.people_sealed)
    except SealBroken:
        return None
    people = People.model_validate_json(opened)
    masked = [each.model_copy(update={"resident_id": documents.masked(each.resident_id)}) for each in people.accounts]
    return people.model_copy(update={"accounts": masked})
