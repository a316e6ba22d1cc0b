"""Finding an installed PostgreSQL that has PostGIS."""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from checkin_service.host.cluster.errors import PostgresMissing

OLDEST_VERSION = 15
"""From here on the public schema belongs to the owner of its database."""

_PROGRAMS = ("initdb", "pg_ctl", "postgres")
_PACKAGED = (
    ("/usr/lib/postgresql", "*/bin"),  # Debian, Ubuntu
    ("/usr", "pgsql-*/bin"),  # Red Hat, SUSE
    ("/opt/homebrew/opt", "postgresql@*/bin"),
    ("/usr/local/opt", "postgresql@*/bin"),
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """The programs of one installed PostgreSQL."""

    folder: Path
    version: int
    has_postgis: bool

    def program(self, name: str) -> Path:
        return self.folder / name


def find(version: int | None = None, *, folders: Iterable[Path] | None = None) -> Binaries:
    """The newest installed PostgreSQL with PostGIS, or the one of a given major version."""
    installed = [each for folder in (folders or _folders()) if (each := _inspect(folder))]
    fitting = [
        each
        for each in installed
        if each.has_postgis and each.version >= OLDEST_VERSION and version in {None, each.version}
    ]
    if not fitting:
        raise PostgresMissing(_what_to_install(installed, version))
    return max(fitting, key=lambda each: each.version)


def _what_to_install(installed: list[Binaries], version: int | None) -> str:
    wanted = version or max((each.version for each in installed if each.version >= OLDEST_VERSION), default=None)
    package = f"postgresql-{wanted or '<version>'}-postgis-3"
    if version:
        reason = f"The existing data needs PostgreSQL {version} with PostGIS"
    elif wanted:
        reason = f"PostgreSQL {wanted} is installed without PostGIS"
    else:
        reason = f"PostgreSQL {OLDEST_VERSION} or newer with PostGIS is not installed"
    example = "" if wanted else " (Debian 12: postgresql-15-postgis-3)"
    return f"{reason}: install the package {package}{example}, or set CHECKIN_DATABASE_URL to a server that has it."


def _folders() -> Iterator[Path]:
    """Folders of real programs first; what PATH offers may be a wrapper."""
    for root, pattern in _PACKAGED:
        yield from Path(root).glob(pattern)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent
    if pg_config := shutil.which("pg_config"):
        yield Path(_output([pg_config, "--bindir"]))


def _inspect(folder: Path) -> Binaries | None:
    if not all((folder / name).is_file() for name in _PROGRAMS):
        return None
    version = re.search(r"\(PostgreSQL\) (\d+)", _output([str(folder / "postgres"), "--version"]))
    if version is None:
        return None
    major = int(version[1])
    control = _shared_folder(folder, major) / "extension" / "postgis.control"
    return Binaries(folder=folder, version=major, has_postgis=control.is_file())


def _shared_folder(folder: Path, version: int) -> Path:
    pg_config = folder / "pg_config"
    if pg_config.is_file():
        return Path(_output([str(pg_config), "--sharedir"]))
    return Path("/usr/share/postgresql") / str(version)


def _output(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
