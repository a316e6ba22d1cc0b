"""Forms that an officer fills in and another person approves: a move to another class, and hours from paper."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access.model import Permission
from checkin_service.attendance.schemas.leave import TransferRequest
from checkin_service.attendance.schemas.opening_balances import OpeningBalance
from checkin_service.attendance.service import opening_balances, transfers
from checkin_service.catalogue import service as catalogue
from checkin_service.kit.refusal import unfit
from checkin_service.kit.words import Words
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import ClassAnswer, ClassSummary, RosterLine
from checkin_service.web.drafts import Draft, Field
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.term.class_form import class_form, class_of, classes_of, people_choices, people_of
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

_PROPOSED = "/proposals?done=proposed"
_GROUNDS = (
    Field(name="document_number", label="term.document_number"),
    Field(name="reason", label="term.reason"),
)
_MOST_LINES = 200
_HOURS_OF_A_DAY = range(1, 25)

# A move to another class -------------------------------------------------------------------------------------------


@router.shows("/classes/{class_id}/transfers", by=Permission.REGISTRATION_TRANSFER)
async def ask_transfer(visit: Visit, class_id: UUID) -> Response:
    return await _transfer_page(visit, class_id, Draft())


@router.takes("/classes/{class_id}/transfers", by=Permission.REGISTRATION_TRANSFER)
async def propose_transfer(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {
            "transfer_id": draft.form_id,
            **{name: draft.value(name) for name in ("trainee_id", "to_class_id", "document_number", "reason")},
        }
        await transfers.propose(visit.resources, visit.subject, class_id, as_body(TransferRequest, fields))
        return RedirectResponse(_PROPOSED, status_code=303)
    return await _transfer_page(visit, class_id, draft)


async def _transfer_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    held = await class_of(visit, class_id)
    fields = [
        Field(name="trainee_id", label="term.person", kind="select", choices=await people_choices(visit, class_id)),
        Field(name="to_class_id", label="term.to_class", kind="select", choices=await _targets(visit, held)),
        *_GROUNDS,
    ]
    return class_form(visit, held, draft, fields, "transfers")


async def _targets(visit: Visit, held: ClassAnswer) -> list[tuple[str, str]]:
    """The other open classes of the same project and authorities; of another institution with its name."""
    open_ones = await classes_of(visit, ClassState.OPEN)
    found = [each for each in open_ones if each.class_id != held.class_id and _kind(each) == _kind(held)]
    others = {each.institution_id for each in found} - {held.institution_id}
    names = {each: await catalogue.institution_of(visit.resources, each) for each in others}
    return [
        (
            str(each.class_id),
            each.name if (taking := names.get(each.institution_id)) is None else f"{taking.name} · {each.name}",
        )
        for each in found
    ]


def _kind(held: ClassSummary) -> tuple[object, ...]:
    return held.project_id, held.supervising_authority, held.paying_authority, held.counting_authority


# Hours from paper --------------------------------------------------------------------------------------------------

Row = dict[str, Any]


@router.shows("/classes/{class_id}/opening-balances", by=Permission.BALANCE_IMPORT)
async def ask_balance(visit: Visit, class_id: UUID) -> Response:
    return await _balance_page(visit, class_id, Draft())


@router.takes("/classes/{class_id}/opening-balances", by=Permission.BALANCE_IMPORT)
async def propose_balance(visit: Visit, class_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        lines = lines_of(draft.value("lines"), await class_of(visit, class_id), await people_of(visit, class_id))
        fields = {
            "balance_id": draft.form_id,
            **{name: draft.value(name) for name in ("source", "document_number", "reason")},
            "lines": lines,
        }
        await opening_balances.propose(visit.resources, visit.subject, class_id, as_body(OpeningBalance, fields))
        return RedirectResponse(_PROPOSED, status_code=303)
    return await _balance_page(visit, class_id, draft)


async def _balance_page(visit: Visit, class_id: UUID, draft: Draft) -> Response:
    fields = [
        Field(name="source", label="term.source", hint="term.source_hint"),
        *_GROUNDS,
        Field(name="lines", label="term.paper_lines", kind="textarea", hint="term.paper_lines_hint", most=20_000),
    ]
    return class_form(visit, await class_of(visit, class_id), draft, fields, "opening-balances")


def lines_of(typed: str, held: ClassAnswer, people: list[RosterLine]) -> list[Row]:
    """Lines of number of the lesson, name and class hours; two people of one name are told apart by their numbers.

    One answer names every line that has to be corrected.
    """
    lessons = {str(each.ordinal): each.session_id for each in held.sessions}
    named: dict[str, list[RosterLine]] = defaultdict(list)
    for each in people:
        named[each.name].append(each)
    found: list[Row] = []
    bad: list[Row] = []
    for number, line in enumerate(filter(None, map(str.strip, typed.splitlines())), start=1):
        row = _line(line.split(), lessons, named)
        if isinstance(row, Words):
            bad.append({"row": number, "reason": {"zh": row.zh, "en": row.en}})
        else:
            found.append(row)
    if bad:
        raise unfit(_BAD_ROWS.filled(count=len(bad)), rows=bad)
    if not 0 < len(found) <= _MOST_LINES:
        raise unfit(_HOW_MANY.filled(most=_MOST_LINES))
    return found


def _line(words: list[str], lessons: dict[str, UUID], named: dict[str, list[RosterLine]]) -> Row | Words:
    if len(words) not in (3, 4):
        return _SHAPE
    ordinal, name, *end, hours = words
    people = [each for each in named.get(name, []) if not end or each.masked_document.endswith(end[0][-4:])]
    if ordinal not in lessons:
        return _NO_LESSON.filled(ordinal=ordinal)
    if len(people) != 1:
        return (_TWO_OF_A_NAME if people else _NOBODY).filled(name=name)
    if not (hours.isascii() and hours.isdigit() and int(hours) in _HOURS_OF_A_DAY):
        return _HOURS
    return {"trainee_id": people[0].trainee_id, "session_id": lessons[ordinal], "hours": int(hours)}


_BAD_ROWS = Words("有{count}行需要改正，未保存任何内容。", "{count} line(s) need correction; nothing was kept.")
_HOW_MANY = Words("每次至少1行、至多{most}行。", "Between 1 and {most} lines at a time.")
_SHAPE = Words(
    "每行写课次、姓名、课时，中间用空格分开，例如：1 王芳 4。",
    "Write lesson, name and class hours with spaces between them, such as: 1 王芳 4.",
)
_NO_LESSON = Words("本班没有第{ordinal}次课。", "This class has no lesson {ordinal}.")
_NOBODY = Words("花名册上没有{name}。", "Nobody called {name} is on the roster.")
_TWO_OF_A_NAME = Words(
    "花名册上有不止一位{name}，请在姓名后加证件号码末四位。",
    "More than one {name} is on the roster: add the last four characters of the document's number after the name.",
)
_HOURS = Words("课时应为1至24的整数。", "Class hours are a whole number from 1 to 24.")
