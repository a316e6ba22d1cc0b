"""Use cases of performance reports: filed by the sector authority or the authority, read beside what is counted."""

from collections.abc import Mapping
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Role, Subject
from checkin_service.access.service import authority_of
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.performance import rules, store
from checkin_service.performance.model import FIGURES, TARGETS, PerformanceReport
from checkin_service.performance.schemas import (
    NewPerformanceReport,
    PerformanceReportAnswer,
    PerformanceYear,
    UnreportedProject,
)
from checkin_service.statistics import model as statistics
from checkin_service.statistics.service.board import breakdown
from checkin_service.statistics.service.scope import Scope, scope_of

Counted = Mapping[str, Mapping[str, int]]
"""Figures by the id of their project."""


@once_per("report_id")
async def file(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewPerformanceReport
) -> PerformanceReportAnswer:
    """On a project of one's own authority; the figures of that moment are kept with it."""
    project = await catalogue.project_of(resources, body.project_id)
    if project is None or project.authority_code != authority_of(subject):
        raise not_found()
    now, is_of_sector = resources.clock.now(), subject.role is Role.SECTOR
    refusal = rules.filing_refusal(year=body.year, today=day_of(now), is_of_sector=is_of_sector, sector=project.sector)
    if refusal is not None:
        raise unfit(refusal)
    before = await store.of_project(resources.database, body.project_id, body.year)
    counted = await _counted(resources, _scope(resources, subject, body.year))
    new = PerformanceReport(
        **body.model_dump(),
        authority_code=project.authority_code,
        ordinal=len(before) + 1,
        figures=_of(counted, body.project_id),
        is_of_sector=is_of_sector,
        filed_by=subject.subject_id,
        filed_at=now,
    )
    store.add_report(unit, new)
    detail = {"report": str(new.report_id), "year": new.year, "ordinal": new.ordinal}
    audit.record(unit, subject, Permission.PERFORMANCE_FILE, new.project_id, at=now, detail=detail)
    return await _shown(resources, new, counted)


async def year(resources: Resources, subject: Subject, wanted: int) -> PerformanceYear:
    """The reports of one's own place and those below it that hold, and projects that want one."""
    scope = _scope(resources, subject, wanted)
    counted = await _counted(resources, scope)
    found = await store.of_year(resources.database, first_code=scope.first_code, last_code=scope.last_code, year=wanted)
    latest = {each.project_id: each for each in found}
    lacking = [UUID(key) for key in counted if key and UUID(key) not in latest]
    names = await catalogue.project_names(resources, lacking)
    return PerformanceYear(
        year=wanted,
        reports=[await _shown(resources, each, counted) for each in latest.values()],
        unreported=[
            UnreportedProject(project_id=each, project=names[each], now=_of(counted, each))
            for each in sorted(names, key=names.__getitem__)
        ],
    )


async def report(resources: Resources, subject: Subject, report_id: UUID) -> PerformanceReportAnswer:
    """One, earlier ones too."""
    found = existing(await store.report_of(resources.database, report_id))
    scope = _scope(resources, subject, found.year)
    if not scope.first_code <= found.authority_code <= scope.last_code:
        raise not_found()
    return await _shown(resources, found, await _counted(resources, scope))


def _scope(resources: Resources, subject: Subject, wanted: int) -> Scope:
    return scope_of(
        resources,
        subject,
        division=None,
        role=statistics.Role.PAYING,
        since=f"{wanted}-01",
        until=f"{wanted}-12",
    )


async def _counted(resources: Resources, scope: Scope) -> Counted:
    """What statistics count of each project of a place in the year."""
    found = await breakdown(resources, scope, "project")
    return {
        each.part: {
            name: sum(fund.get(name, 0) for fund in each.figures.money.values())
            if name.endswith("_fen")
            else each.figures.counts.get(name, 0)
            for name in FIGURES
        }
        for each in found.parts
    }


def _of(counted: Counted, project_id: UUID) -> dict[str, int]:
    return dict(counted.get(str(project_id), dict.fromkeys(FIGURES, 0)))


async def _shown(resources: Resources, found: PerformanceReport, counted: Counted) -> PerformanceReportAnswer:
    project = existing(await catalogue.project_of(resources, found.project_id))
    now = _of(counted, found.project_id)
    targets = {target: getattr(found, target) for target in TARGETS.values()}
    return PerformanceReportAnswer.showing(
        found,
        project=project.name,
        sector=project.sector,
        at_filing=dict(found.figures),
        now=now,
        reached={name: None if share is None else str(share) for name, share in rules.reached(now, targets).items()},
    )
