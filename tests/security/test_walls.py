"""The second wall: what is others' is not there either when nothing of the application looks whose it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from checkin_service.access import tokens
from checkin_service.access.model import scope_of
from checkin_service.kit.database import APPLICATION_ROLE
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import SET, Scope, Work, scope_now
from checkin_service.platform.service import keys
from checkin_service.timetable import rules
from checkin_service.timetable.service import reading
from checkin_service.timetable.store.classes import Whose
from tests.conftest import StoppedClock
from tests.security.cast import Cast, the_cast
from tests.security.test_tenancy import EXPECTED, ROLES
from tests.security.well_formed import REQUESTS

WALLED = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY 1"
HERE = ("admin", "instructor", "officer", "reviewer", "platform", "terminal")
ELSEWHERE = tuple(role for role in ROLES if role.startswith("other_"))
FOREIGN = [(route, role) for route, row in EXPECTED.items() for role in ROLES if row[role] in {"404", "own"}]


@pytest.fixture(scope="module")
async def cast(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> Cast:
    return await the_cast(resources, client, session_clock)


@pytest.fixture
def in_session(cast: Cast, clock: StoppedClock) -> Cast:
    clock.move_to(cast.scene.world.starts_at() - timedelta(minutes=5))
    return cast


@pytest.fixture
def application(database_url: str) -> Iterator["psycopg.Connection[Any]"]:
    """As the service connects, with nothing said of whose rows are wanted."""
    with psycopg.connect(make_conninfo(database_url, options="")) as connection:
        connection.execute(f"SET ROLE {APPLICATION_ROLE}")
        yield connection


def rows_of(connection: "psycopg.Connection[Any]", scope: Scope | None) -> dict[str, list[str]]:
    """Every row of every table behind the wall, as text."""
    with connection.transaction():
        if scope is not None:
            psycopg.RawCursor(connection).execute(SET, [each.decode() for each in scope.values])
        tables = [name for (name,) in connection.execute(WALLED)]
        return {
            name: [text for (text,) in connection.execute(f"SELECT t::text FROM {name} t")]  # noqa: S608 - our own
            for name in tables
        }


async def scope_in(resources: Resources, cast: Cast, role: str) -> Scope:
    actor = cast.roles[role]
    await actor.send("GET", "/v1/me")  # renews a token that has run out
    token = actor._tokens["access_token"]
    if token.startswith(keys.PREFIX):
        return scope_of(await keys.client_of(resources, token))
    return scope_of(tokens.verify(resources, token))


async def test_without_a_scope_there_is_nothing(cast: Cast, application: "psycopg.Connection[Any]") -> None:
    assert cast.secrets
    assert not any(rows_of(application, None).values())
    assert not any(rows_of(application, Scope()).values())


async def test_the_application_works_as_somebody_who_stands_before_the_wall(
    application: "psycopg.Connection[Any]",
) -> None:
    asked = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert application.execute(asked).fetchone() == (False,)
    owned = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user"
    assert application.execute(owned).fetchone() == (0,)


@pytest.mark.parametrize("role", ELSEWHERE)
async def test_all_rows_of_all_tables_hold_nothing_of_others(
    resources: Resources, in_session: Cast, application: "psycopg.Connection[Any]", role: str
) -> None:
    """`SELECT *` with no filter at all, in the scope that the token gives."""
    world = in_session.scene.world
    # People choose among classes; that there is one is nobody's secret, who is in it is.
    public = {str(each) for each in (world.class_id, world.institution_id)} if role == "other_trainee" else set()
    found = rows_of(application, await scope_in(resources, in_session, role))
    for table, rows in found.items():
        for secret in in_session.secrets - (public if table == "training_class" else set()):
            assert not [row for row in rows if secret in row], table


@pytest.mark.parametrize("role", HERE)
async def test_those_whose_rows_they_are_see_them(
    resources: Resources, in_session: Cast, application: "psycopg.Connection[Any]", role: str
) -> None:
    world = in_session.scene.world
    found = rows_of(application, await scope_in(resources, in_session, role))
    for table in ("training_class", "registration", "attempt", "determination", "voucher"):
        assert [row for row in found[table] if str(world.class_id) in row or str(world.institution_id) in row], table


async def test_a_person_sees_their_own_rows_and_nobody_elses(
    resources: Resources, in_session: Cast, application: "psycopg.Connection[Any]"
) -> None:
    own = str(in_session.scene.world.trainees[0].trainee_id)
    found = rows_of(application, await scope_in(resources, in_session, "trainee"))
    found.pop("training_class")
    assert found["registration"]
    assert all(own in row for rows in found.values() for row in rows)


@pytest.mark.parametrize(("route", "role"), FOREIGN)
async def test_with_the_applications_own_filter_removed_others_still_get_nothing(
    in_session: Cast, monkeypatch: pytest.MonkeyPatch, route: str, role: str
) -> None:
    """The mutant: every class is anybody's matter, as far as the timetable's rules and lists are asked."""

    async def teaches(*_: object) -> None:
        return None

    for name in ("may_see", "takes_part"):
        monkeypatch.setattr(rules, name, lambda *_: True)
    monkeypatch.setattr(reading, "require_teaching", teaches)
    monkeypatch.setattr(reading, "whose", lambda _, state: Whose(None, "000000", state, None))
    actor = in_session.roles[role]
    asked = await REQUESTS[route](in_session.scene, actor)
    answer = await actor.send(route.split(maxsplit=1)[0], asked.path, content=asked.content, query=asked.query)
    assert not {secret for secret in in_session.secrets if secret in answer.text}
    if "{class_id}" in route or "{session_id}" in route:
        assert answer.status_code == httpx.codes.NOT_FOUND


def test_what_no_request_asks_for_says_in_whose_name_it_is_done() -> None:
    assert scope_now(None) is None
    scope = scope_now(Work.WORKER)
    assert scope is not None
    assert scope.values == [b"", b"", b"", b"worker"]
