"""Satisfaction in pages: institutions, projects and classes, the best first, and what people wrote of a class."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from checkin_service.access.model import Permission
from checkin_service.evaluations import service
from checkin_service.evaluations.model import By
from checkin_service.evaluations.schemas import SatisfactionFigure
from checkin_service.evaluations.words import QUESTIONS
from checkin_service.web.listing import Cell, Column, Row, listed, sifted
from checkin_service.web.rail import Entry, Group
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()

RAIL = (
    Entry("/satisfaction", "evaluations.title", "badge-check", Group.WATCH, Permission.EVALUATION_READ),
    Entry("/satisfaction", "evaluations.title", "badge-check", Group.INSTITUTION, Permission.EVALUATION_READ),
)


@router.shows("/satisfaction", by=Permission.EVALUATION_READ)
async def ranking(visit: Visit, by: Annotated[By, Query()] = By.INSTITUTION) -> Response:
    say = visit.speech
    found = await service.ranking(visit.resources, visit.subject, by)
    columns = (
        Column(f"evaluations.{by}"),
        Column("evaluations.percent", is_number=True),
        Column("evaluations.count", is_number=True),
        *(Column(f"evaluations.question.{each}", is_number=True) for each in QUESTIONS),
    )
    reads_words = by is By.CLASS and visit.subject.may(Permission.EVALUATION_WORDS_READ)
    return await listed(
        visit,
        "evaluations/ranking.html",
        columns,
        [_row(visit, each, reads_words=reads_words) for each in found.figures],
        file=f"satisfaction-{by}",
        by=by,
        ways=[(each, say(f"evaluations.by.{each}")) for each in By],
        since=found.since,
        smallest=found.smallest_group,
    )


def _row(visit: Visit, each: SatisfactionFigure, *, reads_words: bool) -> Row:
    means = each.means or {}
    href = f"/classes/{each.key}/evaluation-words" if reads_words else ""
    return (
        Cell(each.name, href=href),
        Cell(
            f"{each.percent} %" if each.percent else visit.speech("evaluations.too_few"),
            order=float(each.percent) if each.percent else -1.0,
        ),
        Cell("" if each.evaluations is None else str(each.evaluations), order=each.evaluations or 0),
        *(Cell(means.get(question, "")) for question in QUESTIONS),
    )


@router.shows("/classes/{class_id}/evaluation-words", by=Permission.EVALUATION_WORDS_READ)
async def words(visit: Visit, class_id: UUID) -> Response:
    found = await service.written(visit.resources, visit.subject, class_id)
    listing = sifted(visit, found.words, lambda each: [each])
    return visit.page("evaluations/words.html", listing=listing, class_name=found.class_name)
