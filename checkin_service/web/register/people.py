"""The register of people and its channels: who is in it, lists to enter, channels to open and close."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.identity.model import DocumentKind
from checkin_service.kit.civil import day_of
from checkin_service.kit.http.paging import ListPart, Wanted
from checkin_service.kit.ids import new_id
from checkin_service.policy.keys.vouchers import CHANNELS
from checkin_service.policy.wording import NAMES
from checkin_service.registry import service
from checkin_service.registry.model import EntryWay, PersonEntry
from checkin_service.registry.schemas.channels import ChannelClosing, Channels, NewChannel
from checkin_service.registry.schemas.people import PersonList, PersonListAnswer
from checkin_service.timetable import service as timetable
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, Form, as_body
from checkin_service.web.listing import Cell, Column, Row, Source, answered
from checkin_service.web.rail import Entry, Group
from checkin_service.web.texts import Language, Speech
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/people", "register.people", "users", Group.BOOKS, Permission.PERSON_LIST),
    Entry("/channels", "register.channels", "tablet-smartphone", Group.SYSTEM, Permission.CHANNEL_MANAGE),
)

Done = Annotated[str | None, Query(pattern="^[a-z]{1,20}$")]

_CLASS = "class:"
_COLUMNS = (
    Column("register.name"),
    Column("register.document"),
    Column("register.way"),
    Column("register.source"),
    Column("register.entered_on"),
    Column("register.phone"),
)
_LIST = (
    Field(name="source", label="register.source", hint="register.source_hint"),
    Field(name="lines", label="register.lines", kind="textarea", hint="register.lines_hint", most=40_000,
          placeholder="王芳 330602199003072337", known_as=("people",)),
)  # fmt: skip


@router.shows("/people", by=Permission.PERSON_LIST)
async def people(visit: Visit) -> Response:
    """Everybody in the register, searched and exported; documents stay masked."""
    speech = _speech(visit)
    said = {
        "way": {str(each): speech(f"entry_way.{each}") for each in EntryWay},
        "phone": {name: speech(f"register.{name}") for name in ("has_phone", "no_phone")},
    }
    return await answered(
        visit,
        "office/list.html",
        _COLUMNS,
        Source(partial(_found, visit), partial(_shown, visit), said),
        file="people",
        title=speech("register.people"),
        lead=speech("register.people_lead"),
        nothing=speech("register.nobody"),
        actions=[("/people/new", speech("register.enter")), ("/matches", speech("register.matches"))],
        done=None,
    )


async def _found(visit: Visit, wanted: Wanted) -> ListPart[PersonEntry]:
    """Rosters are entered by the id of their class, and looked for by its name."""
    classes = await timetable.classes_named(visit.resources, visit.subject, wanted.words) if wanted.words else []
    sources = [f"{_CLASS}{each}" for each in classes]
    return await service.listed_people(visit.resources, visit.subject, wanted, sources=sources)


async def _shown(visit: Visit, entries: Sequence[PersonEntry]) -> list[Row]:
    speech = _speech(visit)
    class_of = {
        each.source: UUID(each.source.removeprefix(_CLASS)) for each in entries if each.source.startswith(_CLASS)
    }
    names = await timetable.class_names(visit.resources, set(class_of.values()))
    sources = {source: names.get(class_id, source) for source, class_id in class_of.items()}
    return [
        (
            Cell(each.name),
            Cell(each.masked_document),
            Cell(speech(f"entry_way.{each.way}")),
            Cell(sources.get(each.source, each.source)),
            Cell(day_of(each.entered_at).isoformat()),
            Cell(speech("register.has_phone" if each.has_device else "register.no_phone")),
        )
        for each in await service.people_of(visit.resources, entries)
    ]


@router.shows("/people/new", by=Permission.PERSON_ENTER)
async def ask_for_list(visit: Visit) -> Response:
    return _list_page(visit, Draft())


@router.takes("/people/new", by=Permission.PERSON_ENTER)
async def enter(visit: Visit, form: Choices) -> Response:
    """One person a line, name and number; every line is answered."""
    draft, answer = Draft.sent(form), list[PersonListAnswer]()
    with draft.correctable():
        body = as_body(
            PersonList,
            {"batch_id": draft.form_id, "source": draft.text("source"), "people": _rows(draft.value("lines"))},
        )
        kept = await service.enter_list(visit.resources, visit.subject, body)
        answer.append(PersonListAnswer.model_validate_json(kept))
    return _list_page(visit, Draft(), answer[0]) if answer else _list_page(visit, draft)


@router.shows("/channels", by=Permission.CHANNEL_MANAGE)
async def channels(visit: Visit, done: Done = None) -> Response:
    found = await service.channels(visit.resources, visit.subject)
    return _channels_page(visit, found, Draft({"opens_on": [_today(visit)]}), done=done)


@router.takes("/channels", by=Permission.CHANNEL_MANAGE)
async def enter_channel(visit: Visit, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        names = ("kind", "name", "issuer", "public_key", "opens_on", "closes_on")
        body = as_body(NewChannel, {"channel_id": draft.form_id} | {name: draft.text(name) for name in names})
        await service.enter_channel(visit.resources, visit.subject, body)
    if draft.problem is None:
        return RedirectResponse("/channels?done=entered", status_code=303)
    found = await service.channels(visit.resources, visit.subject)
    return _channels_page(visit, found, draft)


@router.takes("/channels/{channel_id}/closing", by=Permission.CHANNEL_MANAGE)
async def close_channel(visit: Visit, channel_id: UUID, form: Form) -> Response:
    fields = {name: form.get(name) for name in ("request_id", "closes_on")}
    await service.close_channel(visit.resources, visit.subject, channel_id, as_body(ChannelClosing, fields))
    return RedirectResponse("/channels?done=closed", status_code=303)


def _list_page(visit: Visit, draft: Draft, answer: PersonListAnswer | None = None) -> Response:
    return visit.page("register/list.html", status=draft.status, fields=_LIST, draft=draft, answer=answer)


def _channels_page(visit: Visit, found: Channels, draft: Draft, *, done: str | None = None) -> Response:
    said = _speech(visit).said
    fields = (
        Field(
            name="kind",
            label="register.channel_kind",
            kind="select",
            choices=[(each, said(NAMES[each])) for each in CHANNELS],
        ),
        Field(name="name", label="register.channel_name"),
        Field(name="issuer", label="register.issuer", hint="register.issuer_hint"),
        Field(name="public_key", label="register.public_key", hint="register.public_key_hint"),
        Field(name="opens_on", label="register.opens_on", kind="date"),
        Field(name="closes_on", label="register.closes_on", kind="date", is_required=False),
    )
    return visit.page(
        "register/channels.html",
        status=draft.status,
        # An id per form makes pressing twice harmless.
        channels=[(new_id(), each) for each in found.channels],
        own_claims=found.own_claims,
        today=_today(visit),
        fields=fields,
        draft=draft,
        done=done,
    )


def _rows(lines: str) -> list[dict[str, object]]:
    """A name and a number a line, however they are kept apart; the number is the last word."""
    words = [line.replace(",", " ").replace("，", " ").replace("\t", " ").split() for line in lines.splitlines()]
    return [
        {"name": " ".join(each[:-1]), "document": {"kind": DocumentKind.RESIDENT_ID, "number": each[-1]}}
        for each in words
        if each
    ]


def _today(visit: Visit) -> str:
    return day_of(visit.resources.clock.now()).isoformat()


def _speech(visit: Visit) -> Speech:
    return Speech(Language.of(visit.request))
