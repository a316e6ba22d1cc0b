"""Boards: what a place comes to in all, month by month, below it and by parts."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from checkin_service.kit.resources import Resources
from checkin_service.statistics.model import COUNTS, MONEY, NOBODY, Figure
from checkin_service.statistics.schemas import (
    Board,
    Breakdown,
    Dimension,
    FigureSet,
    MonthFigures,
    PartFigures,
    PlaceFigures,
)
from checkin_service.statistics.service.scope import Scope, said
from checkin_service.statistics.store import reading as store

_CODE_DIGITS = 6


async def board(resources: Resources, scope: Scope) -> Board:
    found = await figures_of(resources, scope)
    codes = sorted({each.authority_code for each in found})
    wanted = [scope.division, *(_full(code) for code in codes)]
    named = {each.key: each.name for each in await store.authorities(resources.database, codes=wanted)}
    by_place, by_month = _grouped(found, "authority_code"), _grouped(found, "month")
    return Board(
        asked=scope.asked,
        name=named.get(scope.division, ""),
        figures=figure_set((each.measure, each.fund, each.value) for each in found),
        months=[
            MonthFigures(month=said(month), figures=by_month.get(month, figure_set(())))
            for month in _months(scope.since, scope.until)
        ],
        places=[
            PlaceFigures(division=_full(code), name=named.get(_full(code), ""), figures=by_place[code])
            for code in codes
        ],
    )


async def figures_of(resources: Resources, scope: Scope) -> list[Figure]:
    """The totals by the divisions below a place and by month."""
    return await store.figures(
        resources.database,
        role=scope.role,
        first_code=scope.first_code,
        last_code=scope.last_code,
        digits=scope.digits_below,
        since=scope.since,
        until=scope.until,
    )


async def breakdown(resources: Resources, scope: Scope, by: Dimension) -> Breakdown:
    """The same told apart by one dimension, the largest part first."""
    found = await store.breakdown(
        resources.database,
        by,
        scope.role.value,
        first_code=scope.first_code,
        last_code=scope.last_code,
        since=scope.since,
        until=scope.until,
    )
    of_part: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for each in found:
        of_part[each.part].append((each.measure, each.fund, each.value))
    names = await _names(resources, by, of_part)
    parts = [
        PartFigures(part="" if part == str(NOBODY) else part, name=names.get(part, ""), figures=figure_set(values))
        for part, values in of_part.items()
    ]
    return Breakdown(asked=scope.asked, by=by, parts=sorted(parts, key=lambda each: (-_size(each), each.name)))


def figure_set(values: Iterable[tuple[str, str, int]]) -> FigureSet:
    """Measures with their funds and values, added up."""
    counts, money = dict.fromkeys(map(str, COUNTS), 0), defaultdict[str, Counter[str]](Counter)
    for measure, fund, value in values:
        if measure in counts:
            counts[measure] += value
        elif measure in MONEY:
            money[fund][measure] += value
    return FigureSet(
        counts=counts, money={fund: {str(each): money[fund][each] for each in MONEY} for fund in sorted(money)}
    )


def _grouped(found: Iterable[Figure], name: str) -> dict[object, FigureSet]:
    groups: defaultdict[object, list[tuple[str, str, int]]] = defaultdict(list)
    for each in found:
        groups[getattr(each, name)].append((each.measure, each.fund, each.value))
    return {key: figure_set(values) for key, values in groups.items()}


async def _names(resources: Resources, by: Dimension, parts: Iterable[str]) -> dict[str, str]:
    if by not in {"institution", "project"}:
        return {part: part for part in parts}
    read = store.institutions if by == "institution" else store.projects
    return {each.key: each.name for each in await read(resources.database, ids=list(map(UUID, parts)))}


def _size(part: PartFigures) -> int:
    return part.figures.counts["issued"] + part.figures.counts["trained"]


def _months(since: date, until: date) -> list[date]:
    found, month = [], since
    while month <= until:
        found.append(month)
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return found


def _full(code: str) -> str:
    return code.ljust(_CODE_DIGITS, "0")
