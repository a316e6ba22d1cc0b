"""`checkin-service system`: what the machine must have, and removing what the service keeps on it."""

import argparse
import ctypes
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checkin_service.cli.packages import Installer, PackagesMissing, advice, install, unpack
from checkin_service.host.cluster import Cluster, ClusterError, PostgresMissing
from checkin_service.host.cluster.binaries import OLDEST_VERSION, find
from checkin_service.host.folders import data_folder

_BROWSERS = ("chromium", "chromium-browser")
_SERVERS = {"nats-server": "nats-server", "nginx": "nginx"}
"""Programs for tests alone, and the packages they come in."""
_FONTS = Path("/usr/share/fonts")
_DRIVERS_LIBRARY = "libatomic.so.1"


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    parser = subparsers.add_parser("system", help="install what the machine needs; remove local data")
    _describe(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    try:
        _ACTIONS[arguments.action](arguments)
    except (PackagesMissing, ClusterError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _describe(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("install-database", help="PostgreSQL with PostGIS, unless a server is given by URL")
    browser = actions.add_parser("install-browser", help="Chromium, a Chinese font and a library of its driver")
    browser.add_argument("--required", action="store_true", help="fail when they cannot be installed")
    servers = actions.add_parser("fetch-servers", help="a message bus and a proxy that are not installed, for tests")
    servers.add_argument("--required", action="store_true", help="fail when they cannot be fetched")
    purge = actions.add_parser("purge", help="delete the embedded database, keys, certificate and models")
    purge.add_argument("--yes", action="store_true", required=True, help="confirm that all of it is lost")


def _install_database(_arguments: argparse.Namespace) -> None:
    if os.environ.get("CHECKIN_DATABASE_URL") or _has_database():
        return
    purpose = f"The embedded database (or set CHECKIN_DATABASE_URL to a PostgreSQL {OLDEST_VERSION}+ with PostGIS)"
    installer = Installer.available()
    if installer is None:
        raise PackagesMissing(advice([_postgis_package() or "postgresql-15-postgis-3"], purpose=purpose))
    installer.refresh()
    package = _postgis_package()
    if package is None:
        raise PackagesMissing(f"No package source offers PostGIS for PostgreSQL {OLDEST_VERSION} or newer. {purpose}.")
    with installer.without_a_default_cluster():
        installer.install([package])
    find()


def _has_database() -> bool:
    try:
        find()
    except PostgresMissing:
        return False
    return True


def _postgis_package() -> str | None:
    """The newest that the machine's package sources offer; Debian and Ubuntu put versions into the name."""
    if not shutil.which("apt-cache"):
        return None
    search = ["apt-cache", "search", "--names-only", r"^postgresql-[0-9]+-postgis-[0-9]+$"]
    found = subprocess.run(search, capture_output=True, text=True, check=False).stdout
    return newest_postgis(found.splitlines())


def newest_postgis(lines: Sequence[str]) -> str | None:
    """The best package among the lines of `apt-cache search`.

    >>> newest_postgis(["postgresql-9-postgis-3 - old", "postgresql-15-postgis-3 - Geographic objects"])
    'postgresql-15-postgis-3'
    """
    versions = {
        (int(match[1]), int(match[2])): match[0]
        for line in lines
        if (match := re.match(r"postgresql-(\d+)-postgis-(\d+)\b", line)) and int(match[1]) >= OLDEST_VERSION
    }
    return versions[max(versions)] if versions else None


def _install_browser(arguments: argparse.Namespace) -> None:
    parts = {
        "chromium": any(shutil.which(name) for name in _BROWSERS),
        "fonts-wqy-microhei": any(_FONTS.rglob("*wqy*")),
        "libatomic1": browser_driver_runs(),
    }
    missing = [package for package, is_there in parts.items() if not is_there]
    if not missing:
        return
    try:
        install(missing, purpose="The browser test")
    except PackagesMissing as error:
        if arguments.required:
            raise
        print(f"The browser test will be skipped. {error}")


def browser_driver_runs() -> bool:
    """Playwright drives the browser by a program of its own, whose Linux build wants a library that nothing brings."""
    if sys.platform != "linux":
        return True
    try:
        ctypes.CDLL(_DRIVERS_LIBRARY)
    except OSError:
        return False
    return True


def _fetch_servers(arguments: argparse.Namespace) -> None:
    """Unpacked beside our data: installing Debian's packages would start servers that listen to the world."""
    try:
        for program, package in _SERVERS.items():
            if server(program) is None:
                unpack(package, into=data_folder() / package)
    except PackagesMissing as error:
        if arguments.required:
            raise
        print(f"The tests of message bus and proxy will be skipped. {error}")


def server(program: str) -> Path | None:
    """A server that tests run, installed or unpacked, if it is at hand."""
    unpacked = data_folder() / _SERVERS[program] / "usr" / "sbin" / program
    installed = shutil.which(program)
    return Path(installed) if installed else unpacked if unpacked.exists() else None


def _purge(_arguments: argparse.Namespace) -> None:
    Cluster.at().remove()
    shutil.rmtree(data_folder(), ignore_errors=True)


_ACTIONS = {
    "install-database": _install_database,
    "fetch-servers": _fetch_servers,
    "install-browser": _install_browser,
    "purge": _purge,
}


if __name__ == "__main__":
    _parser = argparse.ArgumentParser(prog="checkin-service system")
    _describe(_parser)
    sys.exit(run(_parser.parse_args()))
