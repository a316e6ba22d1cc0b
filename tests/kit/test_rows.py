"""Rows and parameters by name: a misspelling ends with the type checker or with `check_all`, never at a desk."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakSet

import pytest
from sqlalchemy import (
    ARRAY,
    Column,
    DateTime,
    Integer,
    MetaData,
    Table,
    Text,
    Uuid,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from checkin_service.kit import statement
from checkin_service.kit.database import Database, Statement, UnitOfWork, fragment, fragment_of, fragment_of_many
from checkin_service.kit.ids import new_id
from checkin_service.kit.questions import alike, matches, matches_if_given, question
from checkin_service.kit.statement import check_all

_metadata = MetaData()
lesson = Table(
    "lesson",
    _metadata,
    Column("lesson_id", Uuid, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("held_at", DateTime(timezone=True)),
    Column("hours", Integer, nullable=False),
)
mark = Table(
    "mark",
    _metadata,
    Column("lesson_id", Uuid, primary_key=True),
    Column("kinds", ARRAY(Text), nullable=False),
    Column("shares", JSONB, nullable=False),
)
NOW, ID = datetime(2026, 3, 2, tzinfo=UTC), new_id()


class Kind(StrEnum):
    THEORY = "theory"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    lesson_id: UUID
    hours: int
    kind: Kind
    held_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    institution: UUID
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    lesson_id: UUID
    kinds: tuple[Kind, ...]
    shares: tuple[Share, ...]


class Marked(NamedTuple):
    lesson: Lesson
    mark: Mark | None


# Rows ------------------------------------------------------------------------------------------------------------


def test_a_row_becomes_the_value_it_was_declared_to_be() -> None:
    statement = Statement(select(lesson), Lesson)
    found = statement.rows([(ID, "theory", None, 4)])
    assert found == [Lesson(lesson_id=ID, hours=4, kind=Kind.THEORY, held_at=None)]


def test_one_column_is_a_value_by_itself() -> None:
    assert Statement(select(func.count()).select_from(lesson), int).rows([(3,)]) == [3]
    assert Statement(select(lesson.c.kind), Kind).rows([("theory",)]) == [Kind.THEORY]


def test_values_stand_side_by_side_and_what_an_outer_join_did_not_find_is_none() -> None:
    statement = Statement(select(lesson, mark).outerjoin(mark, mark.c.lesson_id == lesson.c.lesson_id), Marked)
    shares = [{"institution": str(ID), "on": "2026-03-02"}]
    with_mark, without = statement.rows(
        [(ID, "theory", NOW, 4, ID, ["practice"], shares), (ID, "theory", NOW, 4, None, None, None)]
    )
    assert with_mark.mark == Mark(
        lesson_id=ID, kinds=(Kind.PRACTICE,), shares=(Share(institution=ID, on=date(2026, 3, 2)),)
    )
    assert without == Marked(with_mark.lesson, None)


class Misspelt(NamedTuple):
    lesson_id: UUID
    kynd: str


class Swapped(NamedTuple):
    kind: str
    lesson_id: UUID


class OfAnotherType(NamedTuple):
    lesson_id: UUID
    kind: int


class NeverEmpty(NamedTuple):
    lesson_id: UUID
    held_at: datetime


class NeverJoined(NamedTuple):
    lesson_id: UUID
    kinds: list[str]


_TWO = select(lesson.c.lesson_id, lesson.c.kind)


@pytest.mark.parametrize(
    ("selected", "row", "said"),
    [
        (_TWO, Misspelt, "Misspelt holds \\(lesson_id, kynd\\), the statement selects \\(lesson_id, kind\\)"),
        (_TWO, Swapped, "Swapped holds"),
        (_TWO, Lesson, "Lesson holds"),
        (_TWO, OfAnotherType, "OfAnotherType.kind is <class 'int'>"),
        (_TWO, int, "int is one column"),
        (select(lesson.c.hours), str, "str is"),
        (select(lesson.c.lesson_id, lesson.c.held_at), NeverEmpty, "NeverEmpty.held_at .* may be NULL"),
        (
            select(lesson.c.lesson_id, mark.c.kinds).outerjoin(mark, mark.c.lesson_id == lesson.c.lesson_id),
            NeverJoined,
            "NeverJoined.kinds .* may be NULL",
        ),
    ],
)
def test_a_row_that_is_not_what_is_selected_is_refused_when_all_are_checked(
    selected: Any, row: type, said: str
) -> None:
    with pytest.raises(TypeError, match=said):
        Statement(selected, row).compile()


# Parameters --------------------------------------------------------------------------------------------------------

_HOLD = (
    update(lesson)
    .values(held_at=bindparam("at", type_=DateTime(timezone=True)))
    .where(lesson.c.lesson_id == bindparam("lesson_id"))
)


@fragment(_HOLD)
def hold(unit: UnitOfWork, lesson_id: UUID, *, at: datetime | None = None) -> None:
    """The lesson took place."""


def values_of(unit: UnitOfWork) -> list[Any]:
    return unit.composed()[1]


def test_a_function_without_a_body_adds_its_statement() -> None:
    unit = UnitOfWork()
    hold(unit, ID, at=NOW)
    hold(unit, lesson_id=ID)
    assert values_of(unit) == [NOW, ID, None, ID]
    assert hold.__doc__ == "The lesson took place."


def test_a_value_is_added_by_the_names_of_its_fields() -> None:
    unit, shares = UnitOfWork(), (Share(institution=ID, on=date(2026, 3, 2)),)
    fragment_of(Mark, insert(mark))(unit, Mark(lesson_id=ID, kinds=(Kind.THEORY,), shares=shares))
    id_, kinds, kept = values_of(unit)
    assert (id_, kinds, kept.obj) == (ID, ["theory"], [{"institution": str(ID), "on": "2026-03-02"}])


def test_many_values_are_one_statement_and_none_are_nothing() -> None:
    unit = UnitOfWork()
    add_all = fragment_of_many(Lesson, lesson)
    add_all(unit, [])
    assert unit.is_empty
    lessons = [Lesson(lesson_id=ID, hours=hours, kind=Kind.THEORY, held_at=None) for hours in (1, 2)]
    add_all(unit, lessons)
    assert values_of(unit) == [[ID, ID], ["theory", "theory"], [None, None], [1, 2]]


@pytest.fixture(autouse=True)
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is declared wrongly here is checked by nobody else."""
    monkeypatch.setattr(statement, "_unchecked", [])
    monkeypatch.setattr(statement, "_declared", WeakSet())


def checked(declare: Callable[[], object]) -> None:
    declare()
    check_all()


def misspelt(unit: UnitOfWork, lesson: UUID, *, at: datetime) -> None: ...
def incomplete(unit: UnitOfWork, lesson_id: UUID) -> None: ...
def more(unit: UnitOfWork, lesson_id: UUID, *, at: datetime, by: UUID) -> None: ...
def of_another_type(unit: UnitOfWork, lesson_id: str, *, at: datetime) -> None: ...


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (misspelt, r"missing: \['lesson_id'\], unknown: \['lesson'\]"),
        (incomplete, r"missing: \['at'\]"),
        (more, r"unknown: \['by'\]"),
        (of_another_type, "parameter lesson_id is <class 'str'>"),
    ],
)
def test_parameters_that_a_statement_does_not_have_are_refused_when_all_are_checked(declared: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        checked(lambda: fragment(_HOLD)(declared))


def test_a_value_without_a_field_for_a_parameter_is_refused_when_all_are_checked() -> None:
    with pytest.raises(TypeError, match=r"missing: \['kynd'\]"):
        checked(lambda: fragment_of(Lesson, delete(lesson).where(lesson.c.kind == bindparam("kynd"))))
    with pytest.raises(TypeError, match=r"missing: \['kinds', 'shares'\]"):
        checked(lambda: fragment_of(Lesson, insert(mark)))


# Questions ---------------------------------------------------------------------------------------------------------

_OF_KINDS = select(lesson.c.lesson_id).where(
    matches_if_given(lesson, "held_at"), lesson.c.kind == func.any(bindparam("kinds", type_=ARRAY(Text)))
)


async def of_kinds(database: Database, *, kinds: set[Kind], held_at: datetime | None = None) -> list[UUID]: ...  # type: ignore[empty-body]
async def kinds_misspelt(database: Database, *, kynds: set[Kind], held_at: datetime) -> list[UUID]: ...  # type: ignore[empty-body]
async def without_time(database: Database, kinds: list[Kind]) -> list[UUID]: ...  # type: ignore[empty-body]
async def at_a_number(database: Database, kinds: list[Kind], held_at: int) -> list[UUID]: ...  # type: ignore[empty-body]
async def of_other_rows(database: Database, kinds: list[Kind], held_at: datetime) -> list[int]: ...  # type: ignore[empty-body]
async def of_no_rows(database: Database, kinds: list[Kind], held_at: datetime) -> bool | int: ...  # type: ignore[empty-body]


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (kinds_misspelt, r"missing: \['kinds'\], unknown: \['kynds'\]"),
        (without_time, r"missing: \['held_at'\]"),
        (at_a_number, "parameter held_at is <class 'int'>"),
        (of_other_rows, "int is <class 'int'>, the column is Uuid"),
        (of_no_rows, "is no row"),
    ],
)
def test_a_question_that_its_statement_cannot_answer_is_refused_when_all_are_checked(declared: Any, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        checked(lambda: question(_OF_KINDS)(declared))


class Recorded(Database):
    """A database that answers any read with rows made up beforehand."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self.rows, self.asked = rows, list[Any]()

    async def read(self, statement: Statement[Any], /, **values: Any) -> list[Any]:
        self.asked = statement.parameters(values)
        return statement.rows(self.rows)


async def test_a_question_hands_its_arguments_over_and_answers_with_all_rows() -> None:
    database, other = Recorded([(ID,), (ID,)]), new_id()
    assert await question(_OF_KINDS)(of_kinds)(database, kinds={Kind.THEORY}) == [ID, ID]
    assert database.asked == [None, ["theory"]]
    assert await question(_OF_KINDS)(of_kinds)(Recorded([(other,)]), kinds=set(), held_at=NOW) == [other]


async def test_a_question_answers_with_as_many_rows_as_it_says() -> None:
    @question(select(lesson.c.hours).where(matches(lesson, "lesson_id", "kind")))
    async def first(database: Database, lesson_id: UUID, *, kind: Kind) -> int | None: ...

    @question(select(func.count()).select_from(lesson))
    async def number(database: Database) -> int: ...  # type: ignore[empty-body]

    @question(select(lesson.c.kind))
    async def kinds(database: Database) -> frozenset[Kind]: ...  # type: ignore[empty-body]

    found = Recorded([(4,), (5,)])
    assert await first(found, ID, kind=Kind.PRACTICE) == 4
    assert found.asked == [ID, "practice"]
    assert await first(Recorded([]), ID, kind=Kind.PRACTICE) is None
    assert await number(Recorded([(3,)])) == 3
    assert await kinds(Recorded([("theory",), ("theory",)])) == {Kind.THEORY}


def test_columns_alike_are_all_of_them() -> None:
    said = str(select(lesson.c.hours).where(alike(lesson, mark, "lesson_id")))
    assert "lesson.lesson_id = mark.lesson_id" in said


# The type checker --------------------------------------------------------------------------------------------------

_ROOT = Path(__file__).parents[2]
_RIGHT_AND_WRONG = """
from uuid import UUID

from checkin_service.access.store import account, forget_failures, revoke_family
from checkin_service.kit.database import Database, UnitOfWork


async def right(database: Database, unit: UnitOfWork, id_: UUID) -> None:
    found = await account(database, id_)
    if found is not None:
        forget_failures(unit, found.login.encode())
        revoke_family(unit, found.staff_id, at=found.created_at)


async def wrong(database: Database, unit: UnitOfWork, id_: UUID) -> None:
    found = await account(database, id_)
    await account(database, staff=id_)  # wrong
    await account(database, unit)  # wrong
    if found is not None:
        print(found.logn)  # wrong
        revoke_family(unit, found.staff_id, att=found.created_at)  # wrong
        revoke_family(unit, found.login, at=found.created_at)  # wrong
"""


def test_the_type_checker_knows_columns_and_parameters(tmp_path: Path) -> None:
    file = tmp_path / "stranger.py"
    file.write_text(_RIGHT_AND_WRONG)
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", _ROOT / "pyproject.toml", "--no-error-summary", file],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 1, checked.stderr
    said = {int(line.split(":")[1]) for line in checked.stdout.splitlines() if ": error:" in line}
    expected = {
        number for number, line in enumerate(_RIGHT_AND_WRONG.splitlines(), start=1) if line.endswith("# wrong")
    }
    assert said == expected, checked.stdout


def test_every_store_selects_what_its_rows_hold() -> None:
    """Some are imported by one command only, when it runs."""
    for path in (_ROOT / "checkin_service").rglob("*.py"):
        name = ".".join(path.relative_to(_ROOT).with_suffix("").parts).removesuffix(".__init__")
        if ".store" in name:
            import_module(name)
