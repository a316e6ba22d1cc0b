"""The lesson as it is now, person by person, and the grid of people and lessons on screen, paper and as a workbook."""

from collections.abc import Sequence
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from checkin_service.access.model import Permission
from checkin_service.checkin.model.roll import Grid, GridRow, Seen
from checkin_service.checkin.model.today import Mark
from checkin_service.checkin.service import roll
from checkin_service.kit.workbook import Cell
from checkin_service.recordings import service as recordings
from checkin_service.timetable import service as timetable
from checkin_service.web import moments
from checkin_service.web.taking import purposes, taken_along
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

SIGNS = {
    Mark.COUNTED: "✓",
    Mark.DOUBTFUL: "?",
    Mark.MISSED: "✗",
    Mark.LEAVE: "假",
    Mark.CANCELLED: "—",
    Mark.AHEAD: "·",
}
"""A shape for each mark; colour only repeats it."""


@router.shows("/sessions/{session_id}/live", by=Permission.ATTENDANCE_READ)
async def live(
    visit: Visit,
    session_id: UUID,
    part: Annotated[Literal["roll"] | None, Query()] = None,
) -> Response:
    """The page, or for its script only the part that changes."""
    found = await roll.roll_of_session(visit.resources, visit.subject, session_id)
    now = visit.resources.clock.now()
    moves_fence = False
    recording = None
    if not part and visit.subject.may(Permission.FENCE_MOVE):
        held = await timetable.shown_class(visit.resources, visit.subject, found.session.class_id)
        moves_fence = held.moving_fence
    if not part and visit.subject.may(Permission.RECORDING_READ):
        of_class = await recordings.recordings(visit.resources, visit.subject, found.session.class_id)
        recording = next((each for each in of_class.sessions if each.session_id == session_id), None)
    return await visit.long_page(
        "lesson/roll.html" if part else "lesson/live.html",
        moves_fence=moves_fence,
        recording=recording,
        roll=found,
        counts=[(each, found.count(each)) for each in (Seen.PRESENT, Seen.DOUBTFUL, Seen.MISSING)],
        is_over=found.session.ends_at < now,
        now=now,
    )


@router.shows("/classes/{class_id}/grid", by=Permission.ATTENDANCE_READ)
async def grid(
    visit: Visit,
    class_id: UUID,
    q: Annotated[str, Query(max_length=40)] = "",
    only: Annotated[Literal["missed", "doubtful"] | None, Query()] = None,
    export: Annotated[Literal["xlsx"] | None, Query()] = None,
) -> Response:
    found = await roll.grid_of_class(visit.resources, visit.subject, class_id)
    rows = [each for each in found.rows if q.strip() in each.name and _has(each, only)]
    if export:
        return await _exported(visit, found, rows)
    return await visit.long_page(
        "lesson/grid.html",
        class_id=class_id,
        grid=found,
        rows=rows,
        signs=SIGNS,
        query=q,
        only=only or "",
        purposes=purposes(visit),
    )


def _has(row: GridRow, only: str | None) -> bool:
    return only is None or only in row.marks.values()


async def _exported(visit: Visit, found: Grid, rows: Sequence[GridRow]) -> Response:
    say = visit.speech
    days = [f"{each.ordinal} {moments.day(each.starts_at, say.language)}" for each in found.sessions]
    heading: list[Cell] = [say("people.name"), *days, say("grid.hours")]
    table: list[list[Cell]] = [
        [row.name, *(say(f"mark.{row.marks[each.session_id]}") for each in found.sessions), row.hours] for row in rows
    ]
    return await taken_along(visit, [heading, *table], "grid")
