"""The floor under every check-in service of this kind: a token, a fence, one durable row, and nothing else.

Minimal FastAPI on psycopg as its documentation shows them, behind the same server with the same settings. It knows no
person, no session, no duplicate, no verdict and no credit; what the real service costs is told as a multiple of it.
"""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Annotated
from uuid import UUID

import jwt
import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from psycopg_pool import AsyncConnectionPool
from pydantic import BaseModel
from pyproj import Geod

TOKEN_KEY = bytes(range(32))
TABLE = """
CREATE TABLE floor_check_in (
    attempt_id uuid PRIMARY KEY, trainee_id uuid NOT NULL, session_id uuid NOT NULL, captured_at timestamptz NOT NULL,
    longitude float8 NOT NULL, latitude float8 NOT NULL, distance_m float8 NOT NULL, inside boolean NOT NULL
)
"""
_INSERT = "INSERT INTO floor_check_in VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
_ELLIPSOID = Geod(ellps="WGS84")
_CENTRE = (120.5821, 29.9971)
_RADIUS_M = 200


class CheckIn(BaseModel):
    attempt_id: UUID
    session_id: UUID
    captured_at: datetime
    longitude: float
    latitude: float


class Answer(BaseModel):
    attempt_id: UUID
    inside: bool
    distance_m: float


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        pool = AsyncConnectionPool(
            database_url, min_size=2, max_size=16, open=False, kwargs={"autocommit": True, "prepare_threshold": 3}
        )
        async with pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=life)
    app.post("/check-ins", status_code=201)(_check_in)
    app.get("/readyz")(_ready)
    return app


def _trainee(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> UUID:
    try:
        return UUID(jwt.decode(credentials.credentials, TOKEN_KEY, algorithms=["HS256"])["sub"])
    except (jwt.InvalidTokenError, ValueError, KeyError) as error:
        raise HTTPException(401) from error


async def _check_in(body: CheckIn, trainee_id: Annotated[UUID, Depends(_trainee)], request: Request) -> Answer:
    distance_m = _ELLIPSOID.inv(body.longitude, body.latitude, *_CENTRE)[2]
    inside = distance_m <= _RADIUS_M
    row = (body.attempt_id, trainee_id, body.session_id, body.captured_at, body.longitude, body.latitude)
    async with request.app.state.pool.connection() as connection:
        await connection.execute(_INSERT, (*row, distance_m, inside))
    return Answer(attempt_id=body.attempt_id, inside=inside, distance_m=distance_m)


async def _ready() -> dict[str, str]:
    return {"status": "ready"}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    uvicorn.run(
        create_app(arguments.database),
        host="127.0.0.1",
        port=arguments.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=20,
    )
