"""The province's step of the onboarding: it sees the forms of its cities, and seals and sends them up together."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.platform import rules
from checkin_service.platform.model import Office, OnboardingApplication, Transmittal, TransmittedForm
from checkin_service.platform.schemas.onboarding import CitiesOnboarding, CityLine, NewTransmittal, TransmittalLine
from checkin_service.platform.service.onboarding import last_day
from checkin_service.platform.store import admission as store
from checkin_service.policy.book import book
from checkin_service.policy.clauses import law
from checkin_service.policy.model import prefix_of


async def cities(resources: Resources, subject: Subject) -> CitiesOnboarding:
    """Every city of the province, whether it is registered here or only named in the rules; a city sees itself."""
    return await _shown(resources, authority_of(subject))


@once_per("transmittal_id")
async def send_up(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewTransmittal) -> CitiesOnboarding:
    """All or none; the province's seal of that day then stands on each form."""
    now, code = resources.clock.now(), authority_of(subject)
    if not rules.is_province(code):
        raise by_law(_NO_PROVINCE, law("SD-09"), reason="no_province")
    wanted = list(dict.fromkeys(body.applications))
    forms = await store.applications_under(resources.database, list(await _names(resources, code)))
    found = {each.application_id: each for each in forms}
    if not found.keys() >= set(wanted):
        raise not_found()
    refusal = rules.refusal_to_send_up([found[each] for each in wanted], body.sealed_on, today=day_of(now))
    if refusal is not None:
        raise unfit(refusal, reason="transmittal")
    new = Transmittal(
        transmittal_id=body.transmittal_id,
        authority_code=code,
        document_number=body.document_number,
        sealed_on=body.sealed_on,
        sent_by=subject.subject_id,
        sent_at=now,
    )
    store.add_transmittal(unit, new)
    store.add_forms(unit, [TransmittedForm(application_id=each, transmittal_id=new.transmittal_id) for each in wanted])
    detail = {"document": body.document_number, "forms": len(wanted)}
    audit.record(unit, subject, Permission.ONBOARDING_TRANSMIT, new.transmittal_id, at=now, detail=detail)
    shown = await _shown(resources, code, dict.fromkeys(wanted, body.sealed_on))
    line = TransmittalLine(document_number=new.document_number, sealed_on=new.sealed_on, sent_at=now, forms=len(wanted))
    return shown.model_copy(update={"transmittals": [line, *shown.transmittals]})


async def _shown(
    resources: Resources, code: str, just_sent: Mapping[UUID, date] = MappingProxyType({})
) -> CitiesOnboarding:
    now = resources.clock.now()
    last, names = last_day(code, now), await _names(resources, code)
    latest: dict[str, OnboardingApplication] = {}
    for each in await store.applications_under(resources.database, list(names)):
        sent = just_sent.get(each.application_id, each.transmitted_on)
        latest[each.authority_code] = replace(each, transmitted_on=sent)
    return CitiesOnboarding(
        is_province=rules.is_province(code),
        apply_by=last.day,
        is_decided_day=last.is_decided,
        cities=[
            _line(city, name, latest.get(city), last_day(city, now).day, today=day_of(now))
            for city, name in names.items()
        ],
        transmittals=[TransmittalLine.showing(each) for each in await store.transmittals_of(resources.database, code)],
    )


async def _names(resources: Resources, code: str) -> dict[str, str]:
    """The cities of a province by code, registered here or named by a pack of the rules; a city alone."""
    registered = dict(await store.authorities_below(resources.database, prefix_of(code)))
    if not rules.is_province(code):
        return {code: registered.get(code, code)}
    named = {pack.code: pack.name.zh for pack in book().packs.values()} | registered
    return {each: named[each] for each in rules.cities_of(code, named)}


def _line(city: str, name: str, found: OnboardingApplication | None, apply_by: date | None, *, today: date) -> CityLine:
    day = today if found is None else found.filled_on
    return CityLine(
        authority_code=city,
        name=name,
        state=rules.city_state(found, apply_by=apply_by),
        application_id=found.application_id if found else None,
        applicant=found.applicant if found else None,
        filled_on=found.filled_on if found else None,
        passed_on=found.seals.get(Office.PROVINCE) if found else None,
        days_late=rules.days_late(day, apply_by=apply_by),
    )


_NO_PROVINCE = Words(
    "入网申请表由省厅统一报送；市级请登记申请表，由省厅报送。",
    "The province sends the forms up together: a city enters its form, and the province sends it.",
)
