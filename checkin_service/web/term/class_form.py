"""The shape of a form about one class: its lessons and people by name, and the way back to its board."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from fastapi import Response

from checkin_service.kit.civil import CHINA
from checkin_service.kit.http.paging import every
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import ClassAnswer, ClassSummary, RosterLine
from checkin_service.web import moments
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.visits import Visit


def class_form(visit: Visit, held: ClassAnswer, draft: Draft, fields: Sequence[Field], name: str) -> Response:
    """One form at `/classes/{class_id}/{name}`, with the words of `term.{name}`."""
    say, key = visit.speech, f"term.{name.replace('-', '_')}"
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say(key),
        lead=f"{held.name} · {say(f'{key}_lead')}",
        back=f"/classes/{held.class_id}/board",
        back_word=say("board.title"),
        action=f"/classes/{held.class_id}/{name}",
        fields=fields,
        draft=draft,
        submit=say(f"{key}_do"),
    )


async def class_of(visit: Visit, class_id: UUID) -> ClassAnswer:
    return await timetable.shown_class(visit.resources, visit.subject, class_id)


async def classes_by_name(visit: Visit) -> dict[str, str]:
    """The classes that are somebody's matter, by `class:<id>` as other things refer to them."""
    return {f"class:{each.class_id}": each.name for each in await classes_of(visit)}


async def classes_of(visit: Visit, state: ClassState | None = None) -> list[ClassSummary]:
    """All the classes that are somebody's matter, or those in one state."""
    return await every(
        lambda page: timetable.classes(visit.resources, visit.subject, page, state=state), lambda page: page.classes
    )


async def people_of(visit: Visit, class_id: UUID) -> list[RosterLine]:
    """Who is on the roster now."""
    found = await timetable.roster(visit.resources, visit.subject, class_id)
    return [each for each in found.trainees if each.is_active]


def lessons_of(visit: Visit, held: ClassAnswer) -> list[tuple[str, str]]:
    """Lessons that take place, to be chosen by number and day."""
    language = visit.speech.language
    return [
        (str(each.session_id), f"{each.ordinal} · {moments.day_and_hour(each.starts_at, language)}")
        for each in held.sessions
        if not each.is_cancelled
    ]


async def people_choices(visit: Visit, class_id: UUID) -> list[tuple[str, str]]:
    """People to be chosen by name and the end of their document's number."""
    return [
        (str(each.trainee_id), f"{each.name} {each.masked_document[-4:]}") for each in await people_of(visit, class_id)
    ]


def moment_at(draft: Draft, day: str, hour: str) -> str:
    """Day and hour as typed, as a moment in China; what is none is left for the schema to refuse."""
    typed = f"{draft.value(day)}T{draft.value(hour)}"
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=CHINA).isoformat()
    except ValueError:
        return typed
