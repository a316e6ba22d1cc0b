"""Statements about vacancies, what became of them, and who is interested."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Exists,
    Integer,
    Text,
    Uuid,
    bindparam,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY

from checkin_service.catalogue.tables import authority, institution, is_active
from checkin_service.conduct.tables import is_listed
from checkin_service.kit.database import Database, fragment_of
from checkin_service.kit.questions import alike, matches, question
from checkin_service.vacancies.model import Interest, PostedVacancy, Vacancy, VacancyStep
from checkin_service.vacancies.tables import vacancy, vacancy_interest, vacancy_step

add_vacancy = fragment_of(Vacancy, insert(vacancy))
add_step = fragment_of(VacancyStep, insert(vacancy_step))
add_interest = fragment_of(Interest, insert(vacancy_interest))

_IDS = bindparam("vacancy_ids", type_=ARRAY(Uuid))
_ON = bindparam("on_day", type_=Date)
_MOST = bindparam("most", type_=Integer)
_later = vacancy_interest.alias("later")
_stands = ~vacancy_interest.c.is_withdrawal & ~exists().where(
    alike(_later, vacancy_interest, "trainee_id", "vacancy_id"), _later.c.ordinal > vacancy_interest.c.ordinal
)
_interested = (
    select(func.count())
    .where(vacancy_interest.c.vacancy_id == vacancy.c.vacancy_id, _stands)
    .correlate(vacancy)
    .scalar_subquery()
)
_POSTED = (
    select(
        *vacancy.c,
        func.coalesce(institution.c.name, authority.c.name).label("publisher"),
        _interested.label("interested"),
    )
    .join(authority, authority.c.authority_code == vacancy.c.authority_code)
    .outerjoin(institution, institution.c.institution_id == vacancy.c.institution_id)
)


def _is_among(expression: ColumnElement[str], name: str) -> ColumnElement[bool]:
    """What is computed equals one of a list; written as an operator, so that the list stays on the right."""
    return expression.op("=", is_comparison=True)(func.any(bindparam(name, type_=ARRAY(Text))))


def _has(*kinds: str) -> Exists:
    is_one = or_(*(vacancy_step.c.kind == literal_column(f"'{each}'") for each in kinds))
    return exists().where(alike(vacancy_step, vacancy, "vacancy_id"), is_one)


_is_open = (
    (vacancy.c.valid_until >= _ON)
    & ~_has("closed", "refused")
    & or_(
        vacancy.c.institution_id.is_(None),
        _has("approved") & is_active(vacancy.c.institution_id) & is_listed(vacancy.c.institution_id, _ON),
    )
)


class Named(NamedTuple):
    """An authority with its name."""

    authority_code: str
    name: str


@question(select(authority.c.authority_code, authority.c.name).where(matches(authority, "authority_code")))
async def authority_of(database: Database, authority_code: str) -> Named | None: ...


@question(_POSTED.where(matches(vacancy, "vacancy_id")))
async def vacancy_of(database: Database, vacancy_id: UUID) -> PostedVacancy | None: ...


@question(
    select(vacancy_step)
    .where(vacancy_step.c.vacancy_id == func.any(_IDS))
    .order_by(vacancy_step.c.vacancy_id, vacancy_step.c.ordinal)
)
async def steps_of(database: Database, vacancy_ids: Iterable[UUID]) -> list[VacancyStep]:
    """What became of these vacancies, of each the oldest first."""


@question(
    _POSTED.where(
        or_(
            matches(vacancy, "institution_id"),
            vacancy.c.authority_code.startswith(bindparam("below", type_=Text)),
        ),
        vacancy.c.vacancy_id > bindparam("after", type_=Uuid),
    )
    .order_by(vacancy.c.vacancy_id)
    .limit(bindparam("count", type_=Integer))
)
async def vacancies_of(
    database: Database, *, institution_id: UUID | None, below: str | None, after: UUID, count: int
) -> list[PostedVacancy]:
    """Of an institution, or those that an authority and the ones below it answer for; whichever is given."""


@question(
    _POSTED.where(
        matches(vacancy, "authority_code"),
        vacancy.c.institution_id.is_not(None),
        vacancy.c.valid_until >= _ON,
        ~_has("approved", "closed", "refused"),
    ).order_by(vacancy.c.vacancy_id)
)
async def unexamined(database: Database, authority_code: str, on_day: date) -> list[PostedVacancy]:
    """Vacancies of an authority's institutions that nobody has examined."""


_text = func.lower(func.concat_ws(" ", vacancy.c.employer, vacancy.c.occupation, vacancy.c.place))


@question(
    _POSTED.where(
        _is_open,
        func.strpos(_text, func.lower(bindparam("words", type_=Text))) > 0,
        or_(
            bindparam("division", type_=Text).is_(None),
            vacancy.c.division.startswith(bindparam("division", type_=Text)),
        ),
    )
    .order_by(vacancy.c.vacancy_id.desc())
    .limit(_MOST)
)
async def open_vacancies(
    database: Database, *, words: str, division: str | None, on_day: date, most: int
) -> list[PostedVacancy]:
    """What everybody may read, the newest first."""


@question(
    _POSTED.where(
        _is_open,
        _is_among(func.left(vacancy.c.division, 4), "cities"),
        or_(
            vacancy.c.occupation_code == func.any(bindparam("codes", type_=ARRAY(Text))),
            _is_among(func.lower(func.replace(vacancy.c.occupation, " ", "")), "names"),
        ),
    )
    .order_by(vacancy.c.vacancy_id.desc())
    .limit(_MOST)
)
async def fitting(
    database: Database,
    *,
    cities: Iterable[str],
    codes: Iterable[str],
    names: Iterable[str],
    on_day: date,
    most: int,
) -> list[PostedVacancy]:
    """Open vacancies of these occupations in these cities, the newest first."""


@question(_POSTED.where(vacancy.c.vacancy_id == func.any(_IDS)).order_by(vacancy.c.vacancy_id.desc()))
async def vacancies_by_id(database: Database, vacancy_ids: Iterable[UUID]) -> list[PostedVacancy]: ...


@question(
    select(vacancy_interest)
    .where(matches(vacancy_interest, "trainee_id"))
    .order_by(vacancy_interest.c.vacancy_id, vacancy_interest.c.ordinal)
)
async def interests_of_trainee(database: Database, trainee_id: UUID) -> list[Interest]:
    """Everything a person said of vacancies, of each the oldest first."""


@question(
    select(vacancy_interest)
    .where(matches(vacancy_interest, "vacancy_id"), _stands)
    .order_by(vacancy_interest.c.stated_at, vacancy_interest.c.trainee_id)
)
async def interested_in(database: Database, vacancy_id: UUID) -> list[Interest]:
    """Who is interested in a vacancy and has not taken it back."""
