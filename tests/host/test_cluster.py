"""The private cluster as its users see it."""

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from checkin_service.host.cluster import Cluster, ClusterError


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    # Not pytest's folder: for root the server runs under another account, which cannot enter there.
    with tempfile.TemporaryDirectory(prefix="cluster-") as folder:
        Path(folder).chmod(0o755)
        held = Cluster.at(Path(folder) / "home of a cluster")
        with held.lease():
            yield held


@pytest.fixture
def database(cluster: Cluster) -> str:
    cluster.recreate("example")
    return "example"


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def do(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode())


def test_a_database_can_be_made_asked_for_and_dropped(cluster: Cluster) -> None:
    assert cluster.create("made") is True
    assert cluster.exists("made")
    cluster.drop("made")
    assert not cluster.exists("made")


def test_making_a_database_again_leaves_it_as_it_is(cluster: Cluster, database: str) -> None:
    do(cluster.url(database), "CREATE TABLE kept ()")
    assert cluster.create(database) is False
    assert ask(cluster.url(database), "SELECT count(*) FROM kept") == 0


def test_recreating_empties_a_database_even_while_it_is_in_use(cluster: Cluster, database: str) -> None:
    do(cluster.url(database), "CREATE TABLE gone ()")
    with psycopg.connect(cluster.url(database)):
        cluster.recreate(database)
    assert ask(cluster.url(database), "SELECT to_regclass('gone')") is None


def test_a_database_can_be_a_copy_of_another(cluster: Cluster, database: str) -> None:
    do(cluster.url(database), "CREATE TABLE copied AS SELECT 7 AS number")
    cluster.recreate("copy", template=database)
    assert ask(cluster.url("copy"), "SELECT number FROM copied") == 7


def test_postgis_is_there_without_asking(cluster: Cluster, database: str) -> None:
    distance = "SELECT ST_Distance('POINT(0 0)'::geography, 'POINT(0 1)'::geography) BETWEEN 110000 AND 111000"
    assert ask(cluster.url(database), distance) is True


def test_a_migration_may_ask_for_postgis_again(cluster: Cluster, database: str) -> None:
    do(cluster.url(database), "CREATE EXTENSION IF NOT EXISTS postgis")


def test_the_service_owns_its_database_and_nothing_more(cluster: Cluster, database: str) -> None:
    url = cluster.url(database)
    assert ask(url, "SELECT current_user::text") == "checkin"
    assert ask(url, "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = 'checkin'") is False
    assert ask(url, "SELECT has_schema_privilege('public', 'CREATE')") is True


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C.UTF-8"),
        ("timezone", "UTC"),
    ],
)
def test_the_server_is_durable_and_has_no_network(cluster: Cluster, setting: str, value: str) -> None:
    assert ask(cluster.url("postgres"), f"SHOW {setting}") == value


def test_only_the_kernel_vouches_for_who_connects(cluster: Cluster) -> None:
    with psycopg.connect(cluster.url("postgres", role="postgres")) as connection:
        rules = connection.execute("SELECT DISTINCT type, auth_method FROM pg_hba_file_rules").fetchall()
    assert rules == [("local", "peer")]


def test_other_roles_are_refused(cluster: Cluster) -> None:
    with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
        psycopg.connect(cluster.url("postgres", role="somebody"))


def test_nobody_else_can_read_the_data(cluster: Cluster) -> None:
    assert stat.S_IMODE((cluster.home / "data").stat().st_mode) == 0o700


def test_a_cluster_in_use_is_not_removed(cluster: Cluster) -> None:
    with pytest.raises(ClusterError, match="in use"):
        cluster.remove()
