"""No key is read, written or destroyed on the event loop, whatever is asked: a slow key store holds nobody up."""

import asyncio
from collections.abc import Callable
from functools import wraps
from typing import Any

import httpx
import pytest

from checkin_service.kit.keyring import DirectoryKeyStore
from checkin_service.kit.resources import Resources
from tests.conftest import StoppedClock
from tests.security.cast import Cast, the_cast
from tests.security.test_tenancy import EXPECTED, ROLES, in_session
from tests.security.well_formed import REQUESTS

__all__ = ["in_session"]


@pytest.fixture(scope="module")
async def cast(resources: Resources, client: httpx.AsyncClient, session_clock: StoppedClock) -> Cast:
    return await the_cast(resources, client, session_clock)


def is_on_the_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[bool, list[str]]:
    """What was asked of the key store, by whether it was on the event loop."""
    found: dict[bool, list[str]] = {True: [], False: []}

    def watched(name: str, act: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(act)
        def noted(*args: Any, **more: Any) -> Any:
            found[is_on_the_loop()].append(name)
            return act(*args, **more)

        return noted

    for name in ("load", "load_all", "store_if_absent", "exchange", "destroy"):
        monkeypatch.setattr(DirectoryKeyStore, name, watched(name, getattr(DirectoryKeyStore, name)))
    return found


@pytest.mark.parametrize("route", sorted(EXPECTED))
async def test_no_route_waits_for_a_key_on_the_event_loop(
    in_session: Cast, resources: Resources, seen: dict[bool, list[str]], route: str
) -> None:
    for role in ROLES:
        if EXPECTED[route][role] in {"yes", "own"}:
            actor = in_session.roles[role]
            asked = await REQUESTS[route](in_session.scene, actor)
            # What an earlier request has fetched must not help this one.
            resources.sealer._ready.clear()
            await actor.send(route.split(maxsplit=1)[0], asked.path, content=asked.content, query=asked.query)
    assert seen[True] == []


async def test_a_check_in_fetches_its_keys_beside_the_loop(
    in_session: Cast, resources: Resources, seen: dict[bool, list[str]]
) -> None:
    actor = in_session.roles["trainee"]
    asked = await REQUESTS["POST /v1/check-ins"](in_session.scene, actor)
    resources.sealer._ready.clear()
    assert (await actor.send("POST", asked.path, content=asked.content)).is_success
    assert seen[True] == []
    assert "load_all" in seen[False]
