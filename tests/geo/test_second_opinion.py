"""PostGIS as a second opinion on distances: it measures them on the spheroid with code of its own."""

import os
from collections.abc import Iterator

import numpy as np
import psycopg
import pytest

from checkin_service.host.cluster import Cluster
from geo import Datum, distance_m, distances_m
from tests.geo.builders import a_position

PAIRS = 100_000
BY_POSTGIS = """
    SELECT ST_Distance(ST_MakePoint(a_lon, a_lat)::geography, ST_MakePoint(b_lon, b_lat)::geography)
      FROM unnest(%s::float8[], %s::float8[], %s::float8[], %s::float8[])
           WITH ORDINALITY AS pair (a_lon, a_lat, b_lon, b_lat, place)
     ORDER BY place
"""


@pytest.fixture
def connection() -> Iterator[psycopg.Connection]:
    name = f"geo_second_opinion_{os.getpid()}"
    with Cluster.at().lease() as cluster:
        cluster.recreate(name)
        try:
            with psycopg.connect(cluster.url(name)) as connection:
                yield connection
        finally:
            cluster.drop(name)


def _by_postgis(connection: psycopg.Connection, *degrees: np.ndarray) -> np.ndarray:
    rows = connection.execute(BY_POSTGIS, [values.tolist() for values in degrees]).fetchall()
    return np.array([metres for (metres,) in rows])


def test_postgis_measures_the_same_distances_to_a_millimetre(connection: psycopg.Connection) -> None:
    random = np.random.default_rng(18_54)
    lon, lat = random.uniform(73, 136, (2, PAIRS)), random.uniform(18, 54, (2, PAIRS))
    # Half of the pairs lie as near to each other as a phone and a school do.
    near = slice(PAIRS // 2, None)
    lon[1, near] = lon[0, near] + random.uniform(-0.02, 0.02, PAIRS // 2)
    lat[1, near] = lat[0, near] + random.uniform(-0.02, 0.02, PAIRS // 2)
    second = _by_postgis(connection, lon[0], lat[0], lon[1], lat[1])
    places = [[a_position(x, y) for x, y in zip(lon[i].tolist(), lat[i].tolist(), strict=True)] for i in (0, 1)]
    ours = np.array([distance_m(a, b) for a, b in zip(*places, strict=True)])
    assert np.abs(second - ours).max() < 1e-3


def test_postgis_measures_the_same_way_from_one_school(connection: psycopg.Connection) -> None:
    random = np.random.default_rng(7)
    lon, lat = random.uniform(73, 136, 1000), random.uniform(18, 54, 1000)
    school = a_position()
    second = _by_postgis(connection, np.full(1000, school.longitude), np.full(1000, school.latitude), lon, lat)
    assert np.abs(second - distances_m(school, lon, lat, Datum.CGCS2000)).max() < 1e-3
