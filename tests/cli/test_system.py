"""A machine's programs: with whose rights they are installed, and what is said when they cannot be."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from checkin_service.cli import packages, system
from checkin_service.host.cluster import PostgresMissing

OFFERED = "postgresql-14-postgis-3 - old\npostgresql-15-postgis-3 - right\npostgresql-9-postgis-3 - older\n"
DROP_IN = "/etc/postgresql-common/createcluster.d/checkin-service.conf"


class Machine:
    """A machine whose commands only write down that they were called."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log"
        for name in ("apt-get", "env", "mkdir", "tee", "rm"):
            self.has(name)
        self.has("apt-cache", says=OFFERED)

    def has(self, name: str, *, says: str = "", code: int = 0) -> None:
        script = f'#!/bin/sh\necho "{name} $*" >> "{self.log}"\nprintf "%s" "{says}"\nexit {code}\n'
        (self.folder / name).write_text(script)
        (self.folder / name).chmod(0o755)

    def lacks(self, name: str) -> None:
        (self.folder / name).unlink()

    def calls(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine of root's without PostgreSQL."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHECKIN_DATABASE_URL", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(system, "find", _nothing_installed)
    return Machine(tmp_path)


def _nothing_installed() -> None:
    raise PostgresMissing("nothing")


@pytest.fixture
def ordinary_user(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> Machine:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    return machine


@pytest.fixture
def system_command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    def run(*words: str) -> tuple[int, str]:
        parser = argparse.ArgumentParser()
        system.register(parser.add_subparsers())
        arguments = parser.parse_args(["system", *words])
        code = arguments.run(arguments)
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return run


Command = Callable[..., tuple[int, str]]


def test_postgis_is_installed_without_a_server_on_a_tcp_port(
    machine: Machine, system_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "find", iter_then_found())
    code, _ = system_command("install-database")
    assert code == 0
    calls = machine.calls()
    install = next(at for at, call in enumerate(calls) if "install" in call)
    assert calls[0].startswith("apt-get update")
    assert f"tee {DROP_IN}" in calls[:install]
    assert calls[install].endswith(" postgresql-15-postgis-3")
    assert calls[install + 1] == f"rm -f {DROP_IN}"


def iter_then_found() -> Callable[[], None]:
    """Missing when asked first, there after the installation."""
    answers = iter([PostgresMissing("nothing"), None])

    def find() -> None:
        if error := next(answers):
            raise error

    return find


def test_a_failed_installation_leaves_no_trace_and_says_why_in_one_line(
    machine: Machine, system_command: Command
) -> None:
    machine.has("env", says="E: first\nE: no space left on device", code=100)
    code, said = system_command("install-database")
    assert code == 1
    assert said.splitlines()[-1].endswith("failed: E: no space left on device")
    assert machine.calls()[-1] == f"rm -f {DROP_IN}"


def test_nothing_is_installed_when_a_server_is_given(
    machine: Machine, system_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHECKIN_DATABASE_URL", "postgresql://example/checkin")
    assert system_command("install-database") == (0, "")
    assert machine.calls() == []


def test_without_root_and_sudo_it_says_what_to_install(ordinary_user: Machine, system_command: Command) -> None:
    code, said = system_command("install-database")
    assert code == 1
    assert said.rstrip().endswith("needs: sudo apt-get install postgresql-15-postgis-3")
    assert said.count("\n") == 1
    assert ordinary_user.calls() == [r"apt-cache search --names-only ^postgresql-[0-9]+-postgis-[0-9]+$"]


def test_sudo_is_used_when_it_asks_for_no_password(ordinary_user: Machine) -> None:
    ordinary_user.has("sudo")
    packages.install(["tree"], purpose="A test")
    assert ordinary_user.calls()[-1].startswith("sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install")


def test_nobody_is_asked_for_a_password_where_nobody_can_type_it(ordinary_user: Machine) -> None:
    ordinary_user.has("sudo", code=1)
    with pytest.raises(packages.PackagesMissing, match="sudo apt-get install tree"):
        packages.install(["tree"], purpose="A test")


def test_a_system_without_apt_hears_the_names_all_the_same(machine: Machine) -> None:
    machine.lacks("apt-get")
    with pytest.raises(packages.PackagesMissing, match="what Debian packages as tree"):
        packages.install(["tree"], purpose="A test")


def test_a_source_that_is_too_old_is_said_to_be(machine: Machine, system_command: Command) -> None:
    machine.has("apt-cache", says="postgresql-14-postgis-3 - old")
    code, said = system_command("install-database")
    assert code == 1
    assert "No package source offers PostGIS for PostgreSQL 15 or newer" in said


@pytest.mark.usefixtures("bare")
def test_a_missing_browser_is_no_failure_unless_it_is_required(ordinary_user: Machine, system_command: Command) -> None:
    code, said = system_command("install-browser")
    assert (code, said.startswith("The browser test will be skipped.")) == (0, True)
    assert "sudo apt-get install chromium fonts-wqy-microhei libatomic1" in said
    assert system_command("install-browser", "--required")[0] == 1
    assert ordinary_user.calls() == []


def test_what_drives_the_browser_is_installed_where_only_that_is_missing(
    machine: Machine, system_command: Command, bare: Path
) -> None:
    machine.has("chromium")
    (bare / "wqy-microhei.ttc").touch()
    assert system_command("install-browser")[0] == 0
    assert machine.calls()[-1].endswith("--no-install-recommends -o DPkg::Lock::Timeout=300 libatomic1")


def test_nothing_is_installed_where_the_browser_and_what_drives_it_are_there(
    machine: Machine, system_command: Command, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine.has("chromium")
    (bare / "wqy-microhei.ttc").touch()
    monkeypatch.setattr(system, "browser_driver_runs", lambda: True)
    assert system_command("install-browser") == (0, "")
    assert machine.calls() == []


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The empty folder of fonts of a machine that cannot load what the browser's driver needs."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    monkeypatch.setattr(system, "_FONTS", fonts)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "_DRIVERS_LIBRARY", "libnowhere.so.1")
    return fonts


def test_missing_servers_are_no_failure_unless_it_is_required(
    ordinary_user: Machine, system_command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "server", lambda _program: None)
    code, said = system_command("fetch-servers")
    assert (code, said.startswith("The tests of message bus and proxy will be skipped.")) == (0, True)
    assert system_command("fetch-servers", "--required")[0] == 1
    assert ordinary_user.calls() == []


def test_purging_must_be_confirmed(system_command: Command) -> None:
    with pytest.raises(SystemExit):
        system_command("purge")
