"""Lists of pages taken along as workbooks: what for is chosen at the button, stands in the file and is on record."""

import asyncio
from collections.abc import Sequence

from fastapi import Response

from checkin_service.access.model import Permission
from checkin_service.eligibility.schemas.determinations import Purpose
from checkin_service.kit.http.routes import attachment
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.workbook import MEDIA_TYPE, Cell, workbook
from checkin_service.oversight.service.marking import mark, note_taken
from checkin_service.oversight.words.looks import TEACHING
from checkin_service.web.visits import Visit

TAKEN_FOR = "taken_for"
"""The part of an address that says what for."""
_OF_INSTITUTIONS = (TEACHING, Purpose.PAYMENT.value, Purpose.COMPLAINT.value)
_OF_AUTHORITIES = tuple(each.value for each in Purpose)


def purposes(visit: Visit) -> list[tuple[str, str]]:
    """What a visitor may take a list along for, in words; a page that was opened for one begins with it."""
    known = _OF_INSTITUTIONS if visit.is_of_institution else _OF_AUTHORITIES
    stated = visit.request.query_params.get("purpose", "")
    first = [each for each in known if each == stated]
    return [(each, visit.speech(f"look_purpose.{each}")) for each in (*first, *(one for one in known if one != stated))]


async def taken_along(visit: Visit, table: Sequence[Sequence[Cell]], file: str) -> Response:
    """The table with its line below, which whoever reads the table passes over."""
    known = [value for value, _ in purposes(visit)]
    purpose = visit.request.query_params.get(TAKEN_FOR, known[0])
    if purpose not in known:
        raise Problem(ProblemKind.MALFORMED)
    if not visit.subject.may(Permission.LIST_TAKE):
        raise Problem(ProblemKind.NOT_PERMITTED)
    line = await mark(visit.resources, visit.subject, at=visit.resources.clock.now(), purpose=purpose)
    content = await asyncio.to_thread(workbook, {"Sheet1": [*table, [], [line]]})
    await note_taken(visit.resources, visit.subject, file=file, rows=len(table) - 1, purpose=purpose, content=content)
    return attachment(content, f"{file}.xlsx", MEDIA_TYPE)
