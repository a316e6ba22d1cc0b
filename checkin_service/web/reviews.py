"""The authority's review queue (人工复核): cases at the left, the evidence of one beside them, and its decision."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.checkin.model.roll import Grid
from checkin_service.checkin.model.today import Mark
from checkin_service.checkin.schemas.attempts import CheckInAnswer, ReviewItem, ReviewRequest
from checkin_service.checkin.service import roll
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.http.routes import drawing
from checkin_service.kit.ids import derived_id, new_id
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.review.service import doubts, plan_drawings, second_looks
from checkin_service.timetable import service as timetable
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.institution.lessons import SIGNS
from checkin_service.web.listing import sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (Entry("/reviews", "nav.reviews", "clipboard-check", Group.WORK, Permission.REVIEW_READ),)

_AT_ONCE = PageRequest.first(200)
"""Those that have waited longest; the others move up as these are decided."""

_REASONS = ("roll", "camera", "called", "room", "absent", "elsewhere")
"""Reasons to begin with, as keys of the texts; what is kept is what stands in the field."""


@dataclass(frozen=True, slots=True)
class Case:
    """All open attempts of a person at one lesson, the latest first: they are decided together."""

    items: Sequence[ReviewItem]

    @property
    def latest(self) -> ReviewItem:
        return self.items[0]

    @property
    def accepting(self) -> list[UUID]:
        """The latest attempt of each phase: once it is accepted, the others of the phase wait for nobody."""
        latest = {each.attempt.phase: each.attempt.attempt_id for each in reversed(self.items)}
        return list(latest.values())

    @property
    def key(self) -> UUID:
        return self.latest.attempt.attempt_id


def cases_of(items: Sequence[ReviewItem]) -> list[Case]:
    """One case for each person and lesson, the longest waiting first."""
    found: dict[tuple[UUID, UUID], list[ReviewItem]] = defaultdict(list)
    for each in items:
        found[each.trainee_id, each.attempt.session_id].insert(0, each)
    return [Case(each) for each in found.values()]


@router.shows("/reviews", by=Permission.REVIEW_READ)
async def review_queue(
    visit: Visit,
    done: Annotated[Literal["accept", "reject"] | None, Query()] = None,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
    case: UUID | None = None,
) -> Response:
    found = await doubts.open_doubts(visit.resources, visit.subject, class_id=class_id, page=_AT_ONCE)
    cases = cases_of(found.reviews)
    places = await _places(visit, cases)
    listing = sifted(visit, cases, lambda each: [each.latest.trainee_name, places.get(each.latest.attempt.session_id)])
    # Another question is answered by its own first case.
    listing = replace(listing, others=[pair for pair in listing.others if pair[0] != "case"])
    # Whoever has decided goes on with the next: the first that is left.
    shown = next((each for each in cases if each.key == case), next(iter(listing.rows), None))
    if shown is not None and visit.subject.may(Permission.REVIEW_DECIDE):
        opened = [(each.trainee_id, each.attempt.attempt_id) for each in shown.items]
        await second_looks.shown(visit.resources, visit.subject, opened)
    return visit.page(
        "reviews.html",
        listing=listing,
        case=shown,
        # An id per form makes pressing twice harmless.
        request_id=new_id(),
        places=places,
        grid=await _grid(visit, shown),
        base_map=visit.base_map,
        signs=SIGNS,
        reasons=_REASONS,
        is_placed=is_placed,
        class_id=class_id,
        done=done,
    )


@router.shows("/reviews/{attempt_id}/plan.svg", by=Permission.PLAN_READ)
async def show_plan(visit: Visit, attempt_id: UUID, trainee: UUID) -> Response:
    return drawing(await plan_drawings.plan_of(visit.resources, visit.subject, attempt_id, trainee_id=trainee))


@router.takes("/reviews", by=Permission.REVIEW_DECIDE)
async def decide(visit: Visit, form: Choices) -> Response:
    """One word for all attempts of a case; each is decided once, however often the button is pressed."""
    fields = {name: (form.get(name) or [""])[0] for name in ("request_id", "trainee_id", "decision", "reason")}
    bodies = [
        as_body(ReviewRequest, {**fields, "request_id": _id_of(fields["request_id"], attempt), "attempt_id": attempt})
        for attempt in form.get(f"{fields['decision']}_id") or form.get("attempt_id", [])
    ]
    if not bodies:
        raise Problem(ProblemKind.MALFORMED)
    for body in bodies:
        await doubts.decide(visit.resources, visit.subject, body)
    where = f"&class={form['class'][0]}" if form.get("class") else ""
    return RedirectResponse(f"/reviews?done={bodies[0].decision}{where}", status_code=303)


def _id_of(typed: str, attempt: str) -> UUID | str:
    """The request's own id for each attempt of a case; what is no id is left for the schema to refuse."""
    try:
        return derived_id(UUID(typed), attempt)
    except ValueError:
        return typed


def is_placed(attempt: CheckInAnswer) -> bool:
    """Whether the attempt came with a fix that was compared with the fence."""
    return any(each.check == "location" and isinstance(each.measured, dict) for each in attempt.findings)


async def _grid(visit: Visit, case: Case | None) -> Grid | None:
    """How the person's other lessons stand; this one is in doubt, whatever somebody else has decided about it."""
    if case is None:
        return None
    class_id, trainee_id = case.latest.attempt.class_id, case.latest.trainee_id
    found = await roll.grid_of_class(visit.resources, visit.subject, class_id, of=trainee_id)
    in_doubt = {case.latest.attempt.session_id: Mark.DOUBTFUL}
    return replace(found, rows=[replace(each, marks={**each.marks, **in_doubt}) for each in found.rows])


async def _places(visit: Visit, cases: Sequence[Case]) -> dict[UUID, str]:
    """The name of the class and the number of the session, by session."""
    places = {}
    for session_id in {each.latest.attempt.session_id for each in cases}:
        held = await timetable.session_with_class(visit.resources.database, session_id)
        if held is not None:
            session, training_class = held
            places[session_id] = f"{training_class.name} · {session.ordinal}"
    return places
