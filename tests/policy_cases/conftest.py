"""An application in which every jurisdiction is one world that its cases share."""

import httpx
import pytest
from fastapi import FastAPI

from checkin_service.client import ECardPlatform
from tests.conftest import StoppedClock
from tests.policy_cases.worlds import Worlds


@pytest.fixture(scope="module")
async def worlds(
    app: FastAPI, client: httpx.AsyncClient, session_clock: StoppedClock, e_card_platform: ECardPlatform
) -> Worlds:
    return Worlds(client, app.state.resources, app.state.shelf, session_clock, e_card_platform)
