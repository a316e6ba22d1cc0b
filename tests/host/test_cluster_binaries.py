"""PostgreSQL on the machine: which one is taken, and what is said when there is none."""

from pathlib import Path

import pytest

from checkin_service.host.cluster import PostgresMissing
from checkin_service.host.cluster.binaries import find


def an_installation(root: Path, version: int, *, postgis: bool) -> Path:
    folder, shared = root / str(version) / "bin", root / str(version) / "share"
    folder.mkdir(parents=True)
    answers = {
        "postgres": f"echo 'postgres (PostgreSQL) {version}.1'",
        "pg_config": f"echo '{shared}'",
        "initdb": "",
        "pg_ctl": "",
    }
    for name, answer in answers.items():
        (folder / name).write_text(f"#!/bin/sh\n{answer}\n")
        (folder / name).chmod(0o755)
    if postgis:
        (shared / "extension").mkdir(parents=True)
        (shared / "extension" / "postgis.control").touch()
    return folder


def test_the_newest_with_postgis_is_taken(tmp_path: Path) -> None:
    folders = [
        an_installation(tmp_path, 15, postgis=True),
        an_installation(tmp_path, 16, postgis=True),
        an_installation(tmp_path, 17, postgis=False),
    ]
    assert find(folders=folders).version == 16


def test_existing_data_decides_the_version(tmp_path: Path) -> None:
    folders = [an_installation(tmp_path, version, postgis=True) for version in (15, 16)]
    assert find(15, folders=folders).version == 15


def test_data_of_a_version_that_is_gone_is_not_opened_with_another(tmp_path: Path) -> None:
    folders = [an_installation(tmp_path, 16, postgis=True)]
    with pytest.raises(PostgresMissing, match=r"existing data needs PostgreSQL 15.*postgresql-15-postgis-3"):
        find(15, folders=folders)


def test_postgresql_without_postgis_says_which_package_is_missing(tmp_path: Path) -> None:
    folders = [an_installation(tmp_path, 16, postgis=False)]
    with pytest.raises(PostgresMissing, match=r"without PostGIS: install the package postgresql-16-postgis-3"):
        find(folders=folders)


def test_nothing_installed_says_what_to_install_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(PostgresMissing, match="postgresql-15-postgis-3") as caught:
        find(folders=[tmp_path])
    assert "\n" not in str(caught.value)


def test_a_version_that_is_too_old_is_not_taken(tmp_path: Path) -> None:
    with pytest.raises(PostgresMissing):
        find(folders=[an_installation(tmp_path, 14, postgis=True)])
