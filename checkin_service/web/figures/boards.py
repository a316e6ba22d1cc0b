"""The board of a place for the office: months, divisions below, parts, analyses and targets, by the address alone."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Response

from checkin_service.access.model import Permission
from checkin_service.kit.http.routes import attachment
from checkin_service.statistics.model import COUNTS, MONEY, Measure, Role
from checkin_service.statistics.schemas import Dimension
from checkin_service.statistics.service import analyses, board, files, targets
from checkin_service.statistics.service.scope import Scope, scope_of
from checkin_service.statistics.words.names import CHANNELS, FUNDS, MEASURES
from checkin_service.web.figures.charts import chart
from checkin_service.web.pages import PageRoute
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import Visit, Visitor

router = APIRouter(route_class=PageRoute)

RAIL = (Entry("/statistics", "figures.rail", "layout-dashboard", Group.WATCH, Permission.STATISTICS_READ),)

Visiting = Annotated[Visit, Depends(Visitor(Permission.STATISTICS_READ))]
Division = Annotated[str, Query(pattern="^([0-9]{6})?$")]
Month = Annotated[str, Query(pattern="^(20[0-9]{2}-(0[1-9]|1[0-2]))?$")]

_TILES = (Measure.ISSUED, Measure.CLAIMED, Measure.USED, Measure.WRITTEN_OFF, Measure.TRAINED, Measure.CERTIFIED)
_SHOWN_PARTS = 50


@router.get("/statistics")
async def show_board(
    visit: Visiting,
    division: Division = "",
    role: Role = Role.PAYING,
    since: Month = "",
    until: Month = "",
    by: Dimension | None = None,
) -> Response:
    scope = asked_scope(visit, division, role, since, until)
    found = await board.board(visit.resources, scope)
    parts = [] if by is None else (await board.breakdown(visit.resources, scope, by)).parts
    return visit.page(
        "figures/board.html",
        scope=scope,
        board=found,
        parts=parts[:_SHOWN_PARTS],
        by=by,
        chart=chart(
            [each.month for each in found.months],
            [each.figures.counts[Measure.ISSUED] for each in found.months],
            [each.figures.counts[Measure.USED] for each in found.months],
        ),
        tiles=_TILES,
        counts=COUNTS,
        money=MONEY,
        measures=MEASURES,
        funds=FUNDS,
        channels=CHANNELS,
        roles=list(Role),
        query=_query(scope),
    )


@router.get("/statistics/analyses")
async def show_analyses(
    visit: Visiting, division: Division = "", role: Role = Role.COUNTING, since: Month = "", until: Month = ""
) -> Response:
    scope = asked_scope(visit, division, role, since, until)
    found = await analyses.analyses(visit.resources, scope)
    charts = {
        each.analysis: chart(
            [_word(visit, each.analysis, part.part) for part in each.parts],
            [part.people or 0 for part in each.parts],
        )
        for each in found.analyses
    }
    return visit.page("figures/analyses.html", scope=scope, found=found, charts=charts, query=_query(scope))


@router.get("/statistics/targets")
async def show_targets(visit: Visiting, division: Division = "", until: Month = "") -> Response:
    scope = asked_scope(visit, division, Role.PAYING, "", until)
    found = await targets.targets(visit.resources, scope)
    return visit.page("figures/targets.html", scope=scope, found=found, query=_query(scope))


@router.get("/statistics/file")
async def keep_board(
    visit: Visiting,
    division: Division = "",
    role: Role = Role.PAYING,
    since: Month = "",
    until: Month = "",
    form: Annotated[files.Format, Query(alias="format")] = files.Format.XLSX,
) -> Response:
    """The same as a workbook or on paper, marked with who took it; that it was taken is written down."""
    scope = asked_scope(visit, division, role, since, until)
    file = await files.figures_as(visit.resources, visit.subject, scope, form)
    name = f"statistics-{scope.division}-{scope.asked.since}-{scope.asked.until}.{form}"
    return attachment(file.content, name, files.MEDIA[form], **{"Manifest-SHA256": file.manifest.sha256})


def asked_scope(visit: Visit, division: str, role: Role, since: str, until: str) -> Scope:
    return scope_of(
        visit.resources,
        visit.subject,
        division=division or None,
        role=role,
        since=since or until or None,
        until=until or since or None,
    )


def _query(scope: Scope) -> str:
    """The same place and months in the address of another page."""
    return urlencode(scope.asked.model_dump(mode="json"))


def _word(visit: Visit, analysis: str, part: str) -> str:
    return part if analysis == "region" else visit.speech(f"figures.{analysis}.{part}")
