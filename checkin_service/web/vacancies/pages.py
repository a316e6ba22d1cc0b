"""Vacancies in pages: published by schools and officers, examined by officers, read by everybody."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.dependencies import Res
from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.http.paging import every
from checkin_service.kit.ids import new_id
from checkin_service.vacancies import service
from checkin_service.vacancies.model import ReferralPurpose
from checkin_service.vacancies.schemas import (
    InterestedPeople,
    InterestQuery,
    NewVacancy,
    NewVacancyEnd,
    NewVacancyExamination,
    VacancyBody,
    VacancySearch,
)
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.listing import Cell, Column, listed
from checkin_service.web.pages import page
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = tuple(
    Entry("/vacancies", "vacancies.title", "briefcase-business", group, Permission.VACANCY_READ)
    for group in (Group.BOOKS, Group.INSTITUTION)
)

Done = Annotated[Literal["sent"] | None, Query()]
_COLUMNS = (
    Column("vacancies.employer"),
    Column("vacancies.occupation"),
    Column("vacancies.place"),
    Column("vacancies.posts", is_number=True),
    Column("vacancies.valid_until"),
    Column("vacancies.interested", is_number=True),
    Column("vacancies.publisher"),
    Column("vacancies.state"),
)
_TONES = {"filed": "doubt", "open": "pass", "refused": "fail", "closed": "quiet", "expired": "quiet"}


# Everybody -----------------------------------------------------------------------------------------------------------


@router.get("/jobs")
async def public(
    request: Request,
    resources: Res,
    words: Annotated[str, Query(max_length=60)] = "",
    division: Annotated[str, Query(pattern="^([0-9]{6})?$")] = "",
) -> Response:
    asked = as_body(VacancySearch, {"words": words, "division": division or None})
    found = await service.search(resources, asked, address=request.client.host if request.client else "")
    return page(request, "vacancies/public.html", vacancies=found.vacancies, words=words, division=division)


# Staff ---------------------------------------------------------------------------------------------------------------


@router.shows("/vacancies", by=Permission.VACANCY_READ)
async def show_all(visit: Visit) -> Response:
    say = visit.speech
    found = await every(
        lambda part: service.vacancies(visit.resources, visit.subject, part), lambda part: part.vacancies
    )
    actions = [("/vacancies/new", say("vacancies.enter")), ("/jobs", say("vacancies.public"))]
    return await listed(
        visit,
        "office/list.html",
        _COLUMNS,
        [_row(visit, each) for each in reversed(found)],
        file="vacancies",
        title=say("vacancies.title"),
        lead=say("vacancies.lead"),
        nothing=say("vacancies.none"),
        actions=actions if visit.subject.may(Permission.VACANCY_ENTER) else actions[1:],
        done="",
    )


def _row(visit: Visit, each: VacancyBody) -> tuple[Cell, ...]:
    return (
        Cell(each.employer, href=f"/vacancies/{each.vacancy_id}"),
        Cell(each.occupation),
        Cell(each.place),
        Cell(str(each.posts), order=each.posts),
        Cell(each.valid_until.isoformat()),
        Cell(str(each.interested), order=each.interested),
        Cell(each.publisher),
        Cell(visit.speech(f"vacancies.states.{each.state}"), tone=_TONES[each.state]),
    )


@router.shows("/vacancies/new", by=Permission.VACANCY_ENTER)
async def ask(visit: Visit) -> Response:
    return await _new(visit, Draft())


@router.takes("/vacancies/new", by=Permission.VACANCY_ENTER)
async def enter(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        body = as_body(NewVacancy, {"vacancy_id": draft.form_id, **_content(draft)})
        await service.enter(visit.resources, visit.subject, body)
        return RedirectResponse(f"/vacancies/{draft.form_id}?done=sent", status_code=303)
    return await _new(visit, draft)


async def _new(visit: Visit, draft: Draft) -> Response:
    say = visit.speech
    register = (await catalogue.occupations(visit.resources, visit.subject)).occupations
    names = {each.occupation_code: f"{each.name} {each.occupation_code}" for each in register}
    return visit.page(
        "office/form.html",
        status=draft.status,
        title=say("vacancies.enter"),
        lead=say("vacancies.enter_lead" if names else "vacancies.no_occupation"),
        back="/vacancies",
        back_word=say("vacancies.title"),
        action="/vacancies/new",
        fields=_fields(list(names.items())),
        draft=draft,
        submit=say("vacancies.enter"),
    )


@router.shows("/vacancies/{vacancy_id}", by=Permission.VACANCY_READ)
async def show(visit: Visit, vacancy_id: UUID, done: Done = None) -> Response:
    return await _page(visit, vacancy_id, Draft(), done=done)


@router.takes("/vacancies/{vacancy_id}/examination", by=Permission.VACANCY_EXAMINE)
async def examine(visit: Visit, vacancy_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        is_approved = draft.value("decision") == "approve"
        fields = {"request_id": draft.form_id, "approved": is_approved, "reason": draft.text("reason")}
        await service.examine(visit.resources, visit.subject, vacancy_id, as_body(NewVacancyExamination, fields))
        return _sent(vacancy_id)
    return await _page(visit, vacancy_id, draft)


@router.takes("/vacancies/{vacancy_id}/end", by=Permission.VACANCY_ENTER)
async def end(visit: Visit, vacancy_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"request_id": draft.form_id, "reason": draft.value("reason")}
        await service.end(visit.resources, visit.subject, vacancy_id, as_body(NewVacancyEnd, fields))
        return _sent(vacancy_id)
    return await _page(visit, vacancy_id, draft)


@router.takes("/vacancies/{vacancy_id}/interested", by=Permission.VACANCY_INTERESTED_READ)
async def interested(visit: Visit, vacancy_id: UUID, form: Choices) -> Response:
    """Sent as a form: why it is asked belongs to the question, and each answer is written down."""
    draft, found = Draft.sent(form), list[InterestedPeople]()
    with draft.correctable():
        asked = as_body(InterestQuery, {"purpose": draft.value("purpose")})
        found.append(await service.interested(visit.resources, visit.subject, vacancy_id, asked))
    return await _page(visit, vacancy_id, draft, people=found[0] if found else None)


def _sent(vacancy_id: UUID) -> Response:
    return RedirectResponse(f"/vacancies/{vacancy_id}?done=sent", status_code=303)


async def _page(
    visit: Visit, vacancy_id: UUID, draft: Draft, *, people: InterestedPeople | None = None, done: str | None = None
) -> Response:
    found = await service.vacancy(visit.resources, visit.subject, vacancy_id)
    is_own = found.institution_id is not None and found.institution_id == visit.subject.institution_id
    is_answered_for = found.authority_code == visit.subject.authority_code
    return visit.page(
        "vacancies/vacancy.html",
        status=draft.status,
        vacancy=found,
        tones=_TONES,
        is_answered_for=is_answered_for,
        may_end=is_own or is_answered_for,
        may_see_names=is_own or (is_answered_for and found.institution_id is None),
        purposes=[(str(each), visit.speech(f"vacancies.purposes.{each}")) for each in ReferralPurpose],
        people=people,
        draft=draft,
        new_id=new_id,
        done=done,
    )


# What is typed -------------------------------------------------------------------------------------------------------


def _fields(occupations: list[tuple[str, str]]) -> list[Field]:
    return [
        Field(name="employer", label="vacancies.employer"),
        Field(name="occupation_code", label="vacancies.occupation", kind="select", choices=occupations),
        Field(name="level", label="vacancies.level", is_required=False),
        Field(name="division", label="vacancies.division", most=6, hint="vacancies.division_hint"),
        Field(name="place", label="vacancies.place"),
        Field(name="posts", label="vacancies.posts", kind="number"),
        Field(name="wage", label="vacancies.wage", hint="vacancies.wage_hint"),
        Field(name="telephone", label="vacancies.telephone", hint="vacancies.telephone_hint", most=30),
        Field(name="valid_until", label="vacancies.valid_until", kind="date", hint="vacancies.valid_hint"),
        Field(name="summary", label="vacancies.summary", kind="textarea", most=1000, is_required=False),
    ]


def _content(draft: Draft) -> dict[str, Any]:
    names = ("employer", "occupation_code", "division", "place", "wage", "telephone", "valid_until")
    return {
        **{name: draft.value(name).strip() for name in names},
        "level": draft.text("level"),
        "posts": draft.number("posts"),
        "summary": draft.text("summary"),
    }
