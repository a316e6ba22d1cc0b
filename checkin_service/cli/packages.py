"""Installation of system packages as root or through sudo, or the exact command a person has to run.

Only the standard library is used here: `python3 -m checkin_service.cli.packages NAME…` runs before anything else
is installed.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

_CLUSTER_RULES = "/etc/postgresql-common/createcluster.d"
_NO_CLUSTER = f"{_CLUSTER_RULES}/checkin-service.conf"


class PackagesMissing(Exception):
    """Packages could not be installed; the message is one line that says what to install."""


@dataclass(frozen=True, slots=True)
class Installer:
    """apt-get, and the command that gives it the rights it needs."""

    as_root: tuple[str, ...]

    @classmethod
    def available(cls) -> "Installer | None":
        """None without apt-get, root or sudo. A password is asked for only where somebody can type it."""
        if not shutil.which("apt-get"):
            return None
        if os.geteuid() == 0:
            return cls(as_root=())
        if not shutil.which("sudo"):
            return None
        if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
            return cls(as_root=("sudo", "-n"))
        return cls(as_root=("sudo",)) if sys.stdin.isatty() and sys.stdout.isatty() else None

    def refresh(self) -> None:
        self._run("apt-get", "update", "--quiet=2")

    def install(self, packages: Sequence[str]) -> None:
        print(f"Installing {' '.join(packages)} …", flush=True)
        # A desktop's own updater may hold the lock for a while.
        options = ("--yes", "--quiet=2", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300")
        self._run("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", *options, *packages)

    @contextmanager
    def without_a_default_cluster(self) -> Iterator[None]:
        """Debian would make and start a server on a TCP port; while this holds, it does not."""
        self._run("mkdir", "-p", _CLUSTER_RULES)
        self._run("tee", _NO_CLUSTER, said="create_main_cluster = false\n")
        try:
            yield
        finally:
            self._run("rm", "-f", _NO_CLUSTER)

    def _run(self, *command: str, said: str = "") -> None:
        done = subprocess.run(
            [*self.as_root, *command],
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            lines = done.stdout.strip().splitlines()
            raise PackagesMissing(f"{' '.join(command)} failed: {lines[-1] if lines else 'it said nothing'}")


def install(packages: Sequence[str], *, purpose: str) -> None:
    installer = Installer.available()
    if installer is None:
        raise PackagesMissing(advice(packages, purpose=purpose))
    installer.refresh()
    installer.install(packages)


def unpack(package: str, *, into: Path) -> None:
    """A package's files without installing it: nothing is configured, no service starts, no rights are needed."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise PackagesMissing(advice([package], purpose="This test"))
    with TemporaryDirectory() as folder:
        fetched = subprocess.run(
            ["apt-get", "download", "--quiet=2", package], cwd=folder, capture_output=True, text=True, check=False
        )
        found = list(Path(folder).glob("*.deb"))
        if fetched.returncode != 0 or not found:
            raise PackagesMissing(f"{package} cannot be fetched: {fetched.stderr.strip() or 'unknown to apt'}")
        subprocess.run(["dpkg-deb", "--extract", str(found[0]), str(into)], check=True)


def advice(packages: Sequence[str], *, purpose: str) -> str:
    names = " ".join(packages)
    if shutil.which("apt-get"):
        return f"{purpose} needs: sudo apt-get install {names}"
    return f"{purpose} needs what Debian packages as {names}: install it with this system's package manager."


def main(packages: Sequence[str]) -> int:
    try:
        install(packages, purpose="This project")
    except PackagesMissing as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
