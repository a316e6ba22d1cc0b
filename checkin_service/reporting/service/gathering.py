"""The facts of some people that authorities owe to the platform, with the rows that their requests are made of."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from types import MappingProxyType
from uuid import UUID

from checkin_service.kit.database import Database
from checkin_service.reporting.model import Fact, FactKey, ReportKind
from checkin_service.reporting.store import facts as store
from checkin_service.reporting.store import registers
from checkin_service.reporting.store.facts import CertificateRow, MoveRow, PlaceRow, SignInRow
from checkin_service.reporting.store.registers import ClassRow, ProjectRow, SiteRow, TemplateRow

MOVES: Mapping[str, ReportKind] = MappingProxyType(
    {
        "issued": ReportKind.VOUCHER_ISSUED,
        "claimed": ReportKind.VOUCHER_CLAIMED,
        "used": ReportKind.VOUCHER_USED,
        "voided": ReportKind.VOUCHER_VOIDED,
        "returned": ReportKind.VOUCHER_VOIDED,
        "exchanged": ReportKind.VOUCHER_VOIDED,
        "expired": ReportKind.VOUCHER_EXPIRED,
        "written_off": ReportKind.SETTLEMENT,
        "clawed_back": ReportKind.CLAW_BACK,
    }
)
"""Moves of a voucher that go up, and as what."""

Row = CertificateRow | ClassRow | MoveRow | PlaceRow | ProjectRow | SignInRow | SiteRow | TemplateRow


@dataclass(frozen=True, slots=True)
class Gathered:
    """A fact and the row it was read as."""

    fact: Fact
    row: Row


Owed = Mapping[str, Mapping[FactKey, Gathered]]
"""By authority."""


async def gathered(
    database: Database,
    *,
    authorities: Sequence[str],
    trainees: Sequence[UUID],
    on: date,
    classes: Collection[UUID] = (),
    sites: Collection[UUID] = (),
    projects: Collection[UUID] = (),
) -> Owed:
    """What these people's facts come to for these authorities, with the registers that are asked for."""
    people, codes = list(trainees), list(authorities)
    places, moves, sign_ins, certificates, templates = await asyncio.gather(
        store.places(database, trainees=people, authorities=codes),
        store.moves(database, trainees=people, authorities=codes, events=list(MOVES)),
        store.sign_ins(database, trainees=people, authorities=codes),
        store.certificates(database, trainees=people, authorities=codes),
        registers.templates(database, authorities=codes),
    )
    rows = await registers.classes(database, classes=sorted({each.class_id for each in places} | set(classes)))
    of_classes = {site for each in rows for site in each.sites}
    taught = await registers.projects(database, projects=sorted({each.project_id for each in rows} | set(projects)))
    located = await registers.sites(database, sites=sorted(of_classes | set(sites)), on_day=on)
    found = _Collected(rows, located, taught)
    for template in templates:
        found.add_template(template)
    for place in places:
        found.add_place(place)
    for sign_in in sign_ins:
        found.add_sign_in(sign_in)
    for certificate in certificates:
        found.add_certificate(certificate)
    found.add_moves(moves)
    for code in codes:
        found.add_asked(code, classes, sites, projects)
    return found.owed


class _Collected:
    """Facts as they come, each with what it rests on."""

    def __init__(self, classes: Iterable[ClassRow], sites: Iterable[SiteRow], projects: Iterable[ProjectRow]) -> None:
        self.owed: defaultdict[str, dict[FactKey, Gathered]] = defaultdict(dict)
        self._classes = {each.class_id: each for each in classes}
        self._sites = {each.site_id: each for each in sites}
        self._projects = {each.project_id: each for each in projects}
        self._people: dict[tuple[UUID, UUID], FactKey] = {}
        self._of_class: defaultdict[tuple[UUID, UUID], list[FactKey]] = defaultdict(list)

    def _add(self, code: str, fact: Fact, row: Row) -> FactKey:
        self.owed[code].setdefault(fact.key, Gathered(fact, row))
        return fact.key

    def add_template(self, row: TemplateRow) -> None:
        key = _template(row.template_id, row.version)
        value = f"{row.name} {row.face_value_fen or '-'} {row.quantity}"
        self._add(row.authority_code, Fact(key=key, happened_at=row.published_at, value=value), row)

    def add_asked(self, code: str, classes: Iterable[UUID], sites: Iterable[UUID], projects: Iterable[UUID]) -> None:
        for class_id in self._classes.keys() & set(classes):
            self._add_class(code, class_id)
        for site_id in self._sites.keys() & set(sites):
            self.add_site(code, self._sites[site_id])
        for project_id in self._projects.keys() & set(projects):
            self._add_project(code, project_id)

    def add_site(self, code: str, row: SiteRow) -> FactKey:
        value = f"{row.institution_name} {row.longitude:.6f},{row.latitude:.6f} {row.datum} {row.telephone or '-'}"
        key = FactKey(ReportKind.INSTITUTION, None, row.site_id)
        return self._add(code, Fact(key=key, happened_at=row.approved_at, value=value), row)

    def _add_project(self, code: str, project_id: UUID) -> FactKey:
        row = self._projects[project_id]
        key = FactKey(ReportKind.PROJECT, None, project_id)
        return self._add(code, Fact(key=key, happened_at=row.approved_at, value=f"{row.name} {row.subsidy_fen}"), row)

    def _add_class(self, code: str, class_id: UUID) -> FactKey:
        row = self._classes[class_id]
        sites = [self.add_site(code, self._sites[each]) for each in row.sites if each in self._sites]
        grounds = (*sites, self._add_project(code, row.project_id))
        key = FactKey(ReportKind.TRAINING_CLASS, None, class_id)
        value = f"{row.name} {row.total_hours}"
        return self._add(code, Fact(key=key, happened_at=row.opened_at, value=value, rests_on=grounds), row)

    def add_place(self, row: PlaceRow) -> None:
        rests_on = (self._add_class(row.authority_code, row.class_id),)
        key = _place(row.trainee_id, row.class_id)
        fact = Fact(key=key, happened_at=row.registered_at, value=row.voucher_kind, rests_on=rests_on)
        self._add(row.authority_code, fact, row)
        # Whose name was corrected is told once more, in the words that hold when it is sent; the rest waits for it.
        for number, at in enumerate(row.corrected_at, 1):
            before, key = key, key._replace(part=f"corrected {number}")
            self._add(
                row.authority_code, Fact(key=key, happened_at=at, value=row.voucher_kind, rests_on=(before,)), row
            )
        self._people[row.trainee_id, row.class_id] = key

    def add_sign_in(self, row: SignInRow) -> None:
        key = FactKey(ReportKind.SIGN_IN, row.trainee_id, row.attempt_id, row.phase)
        value = f"{row.phase} {row.received_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self._add_of_class(row, Fact(key=key, happened_at=row.received_at, value=value, rests_on=self._rest(row)), row)

    def add_certificate(self, row: CertificateRow) -> None:
        key = FactKey(ReportKind.CERTIFICATE, row.trainee_id, row.class_id, row.number)
        fact = Fact(key=key, happened_at=row.entered_at, value=row.number, rests_on=self._rest(row))
        self._add_of_class(row, fact, row)

    def _add_of_class(self, row: SignInRow | CertificateRow, fact: Fact, kept: Row) -> None:
        self._of_class[row.trainee_id, row.class_id].append(self._add(row.authority_code, fact, kept))

    def _rest(self, row: SignInRow | CertificateRow) -> tuple[FactKey, ...]:
        return (self._person(row.trainee_id, row.class_id),)

    def _person(self, trainee_id: UUID, class_id: UUID) -> FactKey:
        """What was told of a person last."""
        return self._people.get((trainee_id, class_id), _place(trainee_id, class_id))

    def add_moves(self, rows: Iterable[MoveRow]) -> None:
        """Each move rests on the one before; a use on the place in the class, a settlement on all that was done."""
        before: dict[UUID, FactKey] = {}
        for row in rows:
            kind = MOVES[row.event]
            key = FactKey(kind, row.trainee_id, row.voucher_id, str(row.ordinal))
            rests_on = [before[row.voucher_id]] if row.voucher_id in before else []
            if row.template_id is not None and row.template_version is not None:
                rests_on.append(_template(row.template_id, row.template_version))
            if row.class_id is not None and kind in {ReportKind.VOUCHER_USED, ReportKind.SETTLEMENT}:
                rests_on.append(self._person(row.trainee_id, row.class_id))
            if row.class_id is not None and kind is ReportKind.SETTLEMENT:
                rests_on += self._of_class[row.trainee_id, row.class_id]
            fact = Fact(key=key, happened_at=row.at, value=row.voucher_code, rests_on=tuple(rests_on))
            before[row.voucher_id] = self._add(row.authority_code, fact, row)


def _template(template_id: UUID, version: int) -> FactKey:
    return FactKey(ReportKind.TEMPLATE, None, template_id, str(version))


def _place(trainee_id: UUID, class_id: UUID) -> FactKey:
    return FactKey(ReportKind.PERSON, trainee_id, class_id)
