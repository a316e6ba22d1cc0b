"""Unannounced checks of a class in a page of its authority: what became of each that has ended, and why."""

from uuid import UUID

from fastapi import Response

from checkin_service.access.model import Permission
from checkin_service.checkin.service import own_checks
from checkin_service.timetable import service as timetable
from checkin_service.web.listing import sifted
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


@router.shows("/classes/{class_id}/checks", by=Permission.CHECK_READ)
async def show(visit: Visit, class_id: UUID) -> Response:
    held = await timetable.shown_class(visit.resources, visit.subject, class_id)
    found = await own_checks.checks_of_class(visit.resources, visit.subject, class_id)
    say = visit.speech
    listing = sifted(
        visit, found.checks, lambda each: [each.trainee_name, say(f"checks.{each.state}"), each.explanation or ""]
    )
    return visit.page("checks/list.html", held=held, listing=listing, found=found)
