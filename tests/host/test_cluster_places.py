"""Places of a cluster: where it lives by default, and who finds it again."""

import os
import shutil
from pathlib import Path

import pytest

from checkin_service.host.cluster import Cluster, places
from checkin_service.host.cluster.places import Places, default_home


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A checkout of root's; the returned folder is where its data lies."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    folder = tmp_path / "checkout" / ".local"
    monkeypatch.setattr(places, "data_folder", lambda: folder)
    return folder


def home_of(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(places, "data_folder", lambda: folder)
    return default_home()


def test_an_ordinary_user_has_it_in_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert home_of(tmp_path, monkeypatch) == tmp_path / "cluster"


@pytest.mark.usefixtures("as_root")
def test_root_has_it_where_an_unprivileged_server_can_go() -> None:
    assert default_home().parent == Path("/var/lib/checkin-service")
    assert default_home() == default_home()


def test_a_moved_checkout_keeps_its_cluster(as_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = default_home()
    moved = as_root.rename(as_root.with_name("moved"))
    assert home_of(moved, monkeypatch) == before


def test_a_copied_checkout_has_a_cluster_of_its_own(as_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = default_home()
    copy = shutil.copytree(as_root, as_root.with_name("copy"))
    assert home_of(copy, monkeypatch) != before


def test_a_later_checkout_in_the_same_place_does_not_inherit(as_root: Path) -> None:
    before = default_home()
    (as_root / "cluster.id").unlink()
    assert default_home() != before


@pytest.mark.parametrize("length", [10, 60, 90, 200])
def test_the_path_of_the_socket_is_short_however_long_the_project_s_path_is(length: int) -> None:
    home = Path("/") / ("很" * 20) / ("x" * length)
    assert len(os.fsencode(Places(home).socket / ".s.PGSQL.5432")) <= 107


def test_two_projects_with_long_paths_have_different_sockets() -> None:
    assert Places(Path("/") / ("a" * 99)).socket != Places(Path("/") / ("b" * 99)).socket


def test_asking_for_a_url_makes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "a b"
    assert "host=" in Cluster.at(home).url("example")
    assert "%20" in Cluster.at(home).url("example") or len(str(home)) > 80
    assert not home.exists()
