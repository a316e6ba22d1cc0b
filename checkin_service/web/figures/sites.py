"""Training places of a region by their rate of doubts, in pages: a map beside a list that is sorted and exported."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from checkin_service.access.model import Permission
from checkin_service.statistics.model import Role
from checkin_service.statistics.schemas import SiteDoubts
from checkin_service.statistics.service import sites as counting
from checkin_service.web.figures.boards import Division, Month, asked_scope
from checkin_service.web.figures.site_map import HEIGHT, WIDTH, site_map
from checkin_service.web.listing import Cell, Column, Row, listed
from checkin_service.web.pages import PageRoute
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import Visit, Visitor

router = APIRouter(route_class=PageRoute)

RAIL = (Entry("/statistics/sites", "site_doubts.title", "map-pin", Group.WATCH, Permission.STATISTICS_READ),)

Visiting = Annotated[Visit, Depends(Visitor(Permission.STATISTICS_READ))]
_COLUMNS = (
    Column("site_doubts.rank", is_number=True),
    *(Column(f"site_doubts.{name}") for name in ("site", "institution", "division")),
    *(Column(f"site_doubts.{name}", is_number=True) for name in ("signed", "doubted", "rate")),
)


@router.get("/statistics/sites")
async def show_sites(visit: Visiting, division: Division = "", since: Month = "", until: Month = "") -> Response:
    scope = asked_scope(visit, division, Role.SUPERVISING, since, until)
    found = await counting.sites_by_doubts(visit.resources, scope)
    return await listed(
        visit,
        "figures/sites.html",
        _COLUMNS,
        [_row(visit, rank, each, found.smallest_cell) for rank, each in enumerate(found.sites, start=1)],
        file="site-doubts",
        scope=scope,
        smallest=found.smallest_cell,
        drawn=site_map(found.sites),
        width=WIDTH,
        height=HEIGHT,
        per_mille=per_mille,
    )


def _row(visit: Visit, rank: int, each: SiteDoubts, smallest: int) -> Row:
    few = visit.speech("figures.few", smallest=smallest)
    href = f"/sites/{each.site_id}" if visit.subject.may(Permission.SITE_READ) else ""
    return (
        Cell(str(rank), order=rank),
        Cell(each.site, href=href),
        Cell(each.institution),
        Cell(each.division),
        *(
            Cell(few if number is None else said(number), order=-1 if number is None else number)
            for number, said in ((each.signed, str), (each.doubted, str), (each.per_mille, per_mille))
        ),
    )


def per_mille(rate: int) -> str:
    """A rate in percent, exact to its tenth.

    >>> per_mille(0), per_mille(15), per_mille(1000)
    ('0.0%', '1.5%', '100.0%')
    """
    return f"{rate // 10}.{rate % 10}%"
