"""Certificates of other regions, the check for benefits had twice (MP-19), and the public query (MP-19, MP-28)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.identity import service as identity
from checkin_service.identity.model import IdentityDocument
from checkin_service.identity.rules.names import name_key, tidy_name
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.limits import Limit
from checkin_service.kit.outbox import announce
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import Work, acting_as
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.policy.clauses import law
from checkin_service.timetable import rules
from checkin_service.timetable.model import (
    Certificate,
    CertificateElsewhere,
    ClassState,
    PublicCertificate,
    TrainingClass,
)
from checkin_service.timetable.rules import Benefit, Duplicate, Had, Result
from checkin_service.timetable.schemas.certificates import (
    CertificateQuery,
    PublicCertificateAnswer,
    ReportedCertificate,
)
from checkin_service.timetable.service.certificate_numbers import Wanted, canonical, keep_number
from checkin_service.timetable.service.guards import require_state
from checkin_service.timetable.service.reading import class_for
from checkin_service.timetable.store import certificates as store
from checkin_service.timetable.store import classes, registrations, results
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import VoucherState
from checkin_service.voucher.rules import same_area

ENTERED = "certificate.entered"
_PAID = frozenset({VoucherState.APPROVED, VoucherState.DISBURSED, VoucherState.WRITTEN_OFF})
_QUERIES = Limit("certificate queries", most=30)
"""Of one address; both number and name must be right, so that guessing one of them tells nothing anyway."""


async def add_reported(
    resources: Resources, unit: UnitOfWork, client: Subject, body: ReportedCertificate, *, at: datetime
) -> UUID | None:
    """Add a certificate to the write: of a class of ours for a person on its roster, or of another region."""
    name, document = _vetted(body, at)
    holder = await identity.person_by_document(resources, document.kind, document.number)
    if holder is not None:
        await _require_name(resources, holder, name)
    lookup_hash = _lookup_hash(resources, body.number, name)
    shown = PublicCertificate(kind=body.kind, issued_on=body.issued_on, occupation=body.occupation, level=body.level)
    store.add_lookup(unit, lookup_hash, shown)
    if body.class_id is not None:
        await _add_of_class(resources, unit, client, body, holder, at)
        return holder
    refusal = rules.certificate_refusal(body.issued_on, today=day_of(at))
    if refusal is not None:
        raise unfit(refusal)
    document_hash = identity.document_hash(resources, document.kind, document.number)
    hashes = (await identity.document_hashes(resources, [holder])).get(holder, frozenset()) if holder else frozenset()
    wanted = Wanted(body.kind, body.number, hashes | {document_hash})
    await keep_number(resources, unit, body.region_code or "", wanted)
    before = await store.latest_elsewhere(resources.database, [document_hash])
    ordinal = max((each.ordinal for each in before if each.certificate_number == body.number), default=0) + 1
    values = body.model_dump(include={"kind", "occupation", "level", "issued_on", "region_code", "is_subsidised"})
    store.add_elsewhere(
        unit,
        CertificateElsewhere(
            **values,
            document_hash=document_hash,
            certificate_number=body.number,
            ordinal=ordinal,
            authority_code=client.authority_code or "",
            reported_by=client.subject_id,
            reported_at=at,
        ),
    )
    return holder


async def publish_certificates(
    resources: Resources, unit: UnitOfWork, training_class: TrainingClass, added: Sequence[Certificate]
) -> None:
    """Let the public find certificates that were just entered, by their number and the holder's name."""
    people = await identity.people(resources, {each.trainee_id for each in added})
    occupation = await _occupation_of(resources, training_class)
    for each in added:
        person = people.get(each.trainee_id)
        if person is not None:
            shown = PublicCertificate(kind=each.kind, issued_on=each.issued_on, occupation=occupation)
            store.add_lookup(unit, _lookup_hash(resources, each.certificate_number, person.name), shown)
        _tell_entered(unit, each)


async def publish_under(resources: Resources, unit: UnitOfWork, trainee_id: UUID, name: str) -> None:
    """Let the public find somebody's certificates by a corrected name too; the earlier one keeps finding them."""
    for each in await results.certificates_of_trainee(resources.database, trainee_id):
        training_class = await classes.class_of(resources.database, each.class_id)
        occupation = await _occupation_of(resources, training_class) if training_class else None
        shown = PublicCertificate(kind=each.kind, issued_on=each.issued_on, occupation=occupation)
        store.add_lookup(unit, _lookup_hash(resources, each.certificate_number, name), shown)


async def query(resources: Resources, body: CertificateQuery, *, address: str) -> PublicCertificateAnswer:
    """What is known of a certificate; the same answer, after the same work, whichever of the two is wrong."""
    await resources.limits.require_of(_QUERIES, address)
    found = await store.looked_up(resources.database, _lookup_hashes(resources, body.number, body.name))
    if found is None:
        raise not_found(_NO_CERTIFICATE)
    return PublicCertificateAnswer.showing(found)


async def duplicates(
    resources: Resources, training_class: TrainingClass, trainee_ids: Sequence[UUID], *, had_here: bool = True
) -> dict[UUID, Duplicate]:
    """Who of these people has had the benefit of this class already, in another region or in another class here.

    Once a voucher has served, a determination says what its holder had here, and officers may have decided about that.
    """
    project = await catalogue.project_of(resources, training_class.project_id)
    if project is None or not trainee_ids:
        return {}
    hashes = await identity.document_hashes(resources, trainee_ids)
    elsewhere = defaultdict(list)
    for each in await store.latest_elsewhere(resources.database, set().union(*hashes.values())):
        elsewhere[each.document_hash].append(each)
    numbers = defaultdict(set)
    for held in await results.certificates_of_class(resources.database, training_class.class_id):
        numbers[held.trainee_id].add(held.certificate_number)
    had = await _had(resources, training_class, trainee_ids) if had_here else {}
    year = day_of(training_class.opened_at or training_class.applied_at).year
    found = {
        trainee_id: rules.duplicate_of(
            Benefit(occupation=project.occupation, year=year, certificate_numbers=numbers[trainee_id]),
            [each for one in sorted(hashes.get(trainee_id, ())) for each in elsewhere[one]],
            had.get(trainee_id, ()),
        )
        for trainee_id in trainee_ids
    }
    return {trainee_id: duplicate for trainee_id, duplicate in found.items() if duplicate is not None}


async def duplicates_by_class(
    resources: Resources, pairs: Sequence[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], Duplicate]:
    """Of people of several classes, named by trainee and class, who had it in another region."""
    of_class = defaultdict(list)
    for trainee_id, class_id in pairs:
        of_class[class_id].append(trainee_id)
    found: dict[tuple[UUID, UUID], Duplicate] = {}
    for class_id, trainee_ids in of_class.items():
        with acting_as(Work.USED_ELSEWHERE):
            training_class = await classes.class_of(resources.database, class_id)
        if training_class is not None:
            repeated = await duplicates(resources, training_class, trainee_ids, had_here=False)
            found |= {(trainee_id, class_id): duplicate for trainee_id, duplicate in repeated.items()}
    return found


async def _had(
    resources: Resources, training_class: TrainingClass, trainee_ids: Sequence[UUID]
) -> Mapping[UUID, list[Had]]:
    """Subsidies for other classes, under this authority or another of ours."""
    had: defaultdict[UUID, list[Had]] = defaultdict(list)
    now = resources.clock.now()
    reach = policy_at(training_class.paying_authority, now, known_at=now).stated("eligibility.duplicate_check")
    is_wide = reach is None or reach.text == "across_regions"
    for trainee_id, held in (await vouchers.vouchers_of(resources, trainee_ids)).items():
        for voucher in held:
            is_other = voucher.class_id != training_class.class_id and (
                is_wide or same_area(voucher.authority_code, training_class.paying_authority)
            )
            if voucher.class_id is None or not is_other or voucher.state not in _PAID:
                continue
            with acting_as(Work.USED_ELSEWHERE):
                other = await classes.class_of(resources.database, voucher.class_id)
            project = await catalogue.project_of(resources, other.project_id) if other else None
            if other is not None and project is not None:
                year = day_of(other.opened_at or other.applied_at).year
                had[trainee_id].append(
                    Had(authority_code=voucher.authority_code, occupation=project.occupation, year=year)
                )
    return had


async def _add_of_class(
    resources: Resources,
    unit: UnitOfWork,
    client: Subject,
    body: ReportedCertificate,
    holder: UUID | None,
    at: datetime,
) -> None:
    """With the rules that bind an institution entering the same certificate."""
    if body.class_id is None or holder is None:
        raise not_found(_NOBODY)
    found = await class_for(resources, client, body.class_id)
    require_state(found, ClassState.OPEN, ClassState.COMPLETION_APPLIED)
    await _require_sound(resources, found, body, holder, at)
    added = Certificate(
        trainee_id=holder,
        certificate_number=body.number,
        class_id=found.class_id,
        kind=body.kind,
        issued_on=body.issued_on,
        entered_by=client.subject_id,
        entered_at=at,
    )
    hashes = (await identity.document_hashes(resources, [holder]))[holder]
    wanted = Wanted(body.kind, body.number, hashes)
    await keep_number(resources, unit, found.supervising_authority, wanted)
    results.add_results(unit, assessments=[], certificates=[added])
    _tell_entered(unit, added)
    classes.change_class(unit, found)  # Results and completion notice each other.


def _tell_entered(unit: UnitOfWork, added: Certificate) -> None:
    announce(unit, ENTERED, added.trainee_id, {"class_id": str(added.class_id)}, occurred_at=added.entered_at)


async def _occupation_of(resources: Resources, training_class: TrainingClass) -> str | None:
    project = await catalogue.project_of(resources, training_class.project_id)
    return project.occupation if project else None


async def _require_name(resources: Resources, holder: UUID, name: str) -> None:
    """The certificate of a registered person bears their name, in any way of writing it (SD-26)."""
    people = await identity.people(resources, [holder])
    known = (await identity.spellings(resources, [holder])).get(holder, frozenset())
    if name_key(name) not in known | {name_key(people[holder].name)}:
        raise by_law(_OTHER_NAME, law("SD-26"), reason="name_differs")


async def _require_sound(
    resources: Resources, found: TrainingClass, body: ReportedCertificate, holder: UUID, at: datetime
) -> None:
    sessions = await classes.sessions_of(resources.database, [found.class_id])
    taken = await results.certificates_of_class(resources.database, found.class_id)
    passed = (await results.assessments_of_class(resources.database, found.class_id)).get(holder)
    refusal = rules.result_refusal(
        Result(
            trainee_id=holder,
            passed=passed is not None and passed.passed,
            assessed_on=passed.assessed_on if passed else body.issued_on,
            certificate_number=body.number,
            certificate_issued_on=body.issued_on,
        ),
        await registrations.registration_of(resources.database, holder, found.class_id),
        first_day=day_of(sessions[0].starts_at),
        today=day_of(at),
        numbers_taken={each.certificate_number for each in taken},
    )
    if refusal is not None:
        raise unfit(refusal)


def _vetted(body: ReportedCertificate, at: datetime) -> tuple[str, IdentityDocument]:
    try:
        return identity.vet(name=body.name, kind=body.document.kind, number=body.document.number, at=at)
    except identity.PersonRefused as refused:
        raise unfit(refused.reason) from None


def _lookup_hash(resources: Resources, number: str, name: str) -> bytes:
    """One hash of both, so that neither can be tried without the other."""
    return resources.lookup.of(f"certificate:{canonical(number)}:{name_key(name)}")


def _lookup_hashes(resources: Resources, number: str, name: str) -> list[bytes]:
    """The present hash, and the one over the written name by which certificates were published at first."""
    written = resources.lookup.of(f"certificate:{canonical(number)}:{tidy_name(name) or name}")
    return [_lookup_hash(resources, number, name), written]


_NO_CERTIFICATE = Words(
    "没有编号和姓名均相符的证书。", "There is no certificate with this number and this name together."
)
_OTHER_NAME = Words(
    "证书姓名与该证件已登记的姓名不一致，请核对；登记有误的，请先申请信息更正。",
    "The name differs from the one registered with this document: compare it, or have what is registered corrected.",
)
_NOBODY = Words("本班没有姓名与证件相符的人员。", "Nobody of this name and document is in the class.")
