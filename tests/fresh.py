"""`make fresh`: both commands of the README on a bare Debian 12 in a folder of its own, removed afterwards.

Only the standard library is used: nothing of the project is installed before. All mounts are made in a namespace of the
processes that need them. They end with those, and the removal, which is outside, cannot see them.
"""

import io
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from checkin_service.cli.packages import PackagesMissing, install

RELEASE = "bookworm"
PACKAGES = "python3,python3-venv,make,git,sudo,ca-certificates"
"""What the README asks for, and what any machine has that can fetch something."""
PROJECT = "/srv/checkin-service"
HOME = "/home/nobody-yet"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
APART = ("unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child")
ENTER = """
set -e
cd "$ROOT"
mount -t proc proc proc
mount --rbind /sys sys
[ -c dev/null ] || mount --rbind /dev dev
mount -t tmpfs -o mode=1777 tmpfs dev/shm
exec chroot . /bin/sh -ec 'cd "$PROJECT"; make demo DEMO=--once; make test TEST="$TESTS"; exit 0'
"""
PASSED_ON = re.compile(
    r"(?!\w+_CACHE_DIR)(PIP|UV)_\w+|(HTTPS?|ALL|NO)_PROXY|SSL_CERT_(FILE|DIR)|(REQUESTS|CURL)_CA_BUNDLE|"
    r"GIT_SSL_CAINFO|NODE_EXTRA_CA_CERTS|TERM",
    re.IGNORECASE,
)
"""Variables that say from where and how packages are fetched."""
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OF_A_PERSON = {
    ".pip/pip.conf": "/etc/xdg/pip/pip.conf",
    ".config/pip/pip.conf": "/etc/xdg/pip/pip.conf",
    ".config/uv/uv.toml": "/etc/xdg/uv/uv.toml",
}
"""Configuration in somebody's home, and where a system has the same: the home inside is empty."""


class Failed(Exception):
    """The bare system could not be made; the message says why."""


class Source(NamedTuple):
    """One line of apt's sources: where from, what it calls the release, and the release's own name."""

    uri: str
    release: str
    codename: str


def main(tests: Sequence[str]) -> int:
    """Play both commands with the tests named, all if none; 0 where that is impossible, with a line that says why."""
    for number in ENDING:
        signal.signal(number, signal.default_int_handler)
    settings = apt_settings()
    os.environ.update(proxies(settings))
    if reason := not_allowed() or not_offered(found := list(sources())):
        say(f"skipped, {reason}")
        return 0
    started = time.monotonic()
    try:
        with a_folder() as folder:
            unpack(folder / "root", found, settings)
            code = play(folder / "root", tests)
    except Failed as failure:
        say(f"failed, {failure}")
        return 1
    except KeyboardInterrupt:
        say("interrupted")
        return 130
    say(f"{'failed' if code else 'passed'} after {(time.monotonic() - started) / 60:.0f} minutes")
    return code


def not_allowed() -> str | None:
    """Why this process may not play a fresh machine, if so."""
    if os.geteuid() != 0:
        return "it needs root: sudo make fresh"
    if not shutil.which(APART[0]) or subprocess.run([*APART, "true"], capture_output=True, check=False).returncode:
        return "it needs the right to make namespaces, which a container may lack"
    return None


def not_offered(found: Iterable[Source]) -> str | None:
    """What cannot be fetched for it, if so."""
    if not any(source.codename == RELEASE for source in found):
        return f"no package source of this machine that can be reached offers Debian's {RELEASE}"
    if not shutil.which("debootstrap"):
        try:
            install(["debootstrap"], purpose="make fresh")
        except PackagesMissing as missing:
            return f"debootstrap cannot be installed: {missing}"
    return None


def unpack(root: Path, found: Sequence[Source], settings: Iterable[str]) -> None:
    """A bare Debian with the last commit of the project and this machine's ways to others."""
    mirror = next(source.uri for source in found if source.codename == RELEASE)
    say(f"unpacking Debian's {RELEASE} …")
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", RELEASE, str(root), mirror]
    run_or_fail([*APART, *command])
    here = Path(__file__).resolve().parents[1]
    run_or_fail(["git", "clone", "--quiet", "--no-hardlinks", str(here), f"{root}{PROJECT}"])
    files = {**belongings(), **apt_files(found, settings)}
    # Unpacked by a program inside, so that no link in there leads out here.
    run_or_fail(["chroot", str(root), "tar", "--extract"], said=packed(files))
    run_or_fail(["chroot", str(root), "mkdir", HOME])


def play(root: Path, tests: Sequence[str]) -> int:
    """Both commands, in there; the first that fails gives the status."""
    say("make demo, then make test, as of the last commit …")
    environment = {name: value for name, value in os.environ.items() if PASSED_ON.fullmatch(name)}
    environment |= {"PATH": PATH, "HOME": HOME, "CI": "true"}
    environment |= {"ROOT": str(root), "PROJECT": PROJECT, "TESTS": shlex.join(tests)}
    command = [*APART, "/bin/sh", "-c", ENTER]
    return subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, check=False).returncode


def sources() -> Iterator[Source]:
    """Debian's own among this machine's package sources that can be reached now."""
    if not shutil.which("apt-get"):
        return
    targets = ["--format", "$(REPO_URI) $(RELEASE)", "Created-By: Packages", "Component: main"]
    listed = subprocess.run(["apt-get", "indextargets", *targets], capture_output=True, text=True, check=False).stdout
    for line in dict.fromkeys(listed.splitlines()):
        uri, release = line.split()
        try:
            with urlopen(f"{uri}dists/{release}/InRelease", timeout=20) as answer:  # noqa: S310 - as apt itself would.
                head = answer.read(2000).decode("utf-8", "replace")
        except (OSError, ValueError):
            continue
        if codename := codename_in(head):
            yield Source(uri, release, codename)


def codename_in(head: str) -> str | None:
    """What Debian calls the release whose file begins so; None for other releases and other publishers.

    >>> codename_in("Origin: Debian\\nLabel: Debian\\nSuite: oldstable\\nCodename: bookworm\\n")
    'bookworm'
    """
    if not re.search(r"^Origin: Debian$", head, re.MULTILINE):
        return None
    codename = re.search(rf"^Codename: ({RELEASE}(?:-updates|-security)?)$", head, re.MULTILINE)
    return codename[1] if codename else None


def apt_settings() -> list[str]:
    """How this machine's apt reaches its sources, as lines of a configuration file."""
    if not shutil.which("apt-config"):
        return []
    lines = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=False).stdout.splitlines()
    # Programs that look for a proxy are on this machine only.
    kept = re.compile(r"Acquire::(?!\S*proxy-?auto-?detect)", re.IGNORECASE)
    return [line for line in lines if kept.match(line)]


def proxies(settings: Iterable[str]) -> dict[str, str]:
    """Apt's proxies as variables, where no variable says otherwise."""
    found = (re.match(r'Acquire::(https?)::proxy "(\w+:.+)";', line, re.IGNORECASE) for line in settings)
    named = {f"{match[1].lower()}_proxy": match[2] for match in found if match}
    return {name: url for name, url in named.items() if not os.environ.get(name)}


def apt_files(found: Iterable[Source], settings: Iterable[str]) -> dict[str, bytes]:
    lines = (f"deb {source.uri} {source.release} main" for source in found)
    return {
        "/etc/apt/sources.list": "\n".join([*lines, ""]).encode(),
        "/etc/apt/apt.conf.d/90reached": "\n".join([*settings, ""]).encode(),
    }


def belongings() -> dict[str, bytes]:
    """Files that say how this machine reaches others: names, certificates, indexes of packages."""
    named = (Path(value) for name, value in os.environ.items() if PASSED_ON.fullmatch(name) and value[:1] == "/")
    fixed = map(Path, ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", "/etc/uv/uv.toml"))
    certificates = (*Path("/etc/ssl/certs").glob("*"), *Path("/usr/local/share/ca-certificates").rglob("*.crt"))
    same = {str(path): path for path in (*certificates, *fixed, *named)}
    moved = {target: path for name, target in OF_A_PERSON.items() if (path := Path.home() / name).is_file()}
    return {target: path.read_bytes() for target, path in {**same, **moved}.items() if path.is_file()}


def packed(files: dict[str, bytes]) -> bytes:
    """The files as a tar archive, their paths below its top."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name.lstrip("/"))
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def run_or_fail(command: Sequence[str], *, said: bytes = b"") -> None:
    done = subprocess.run(command, input=said, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
        raise Failed(f"{shlex.join(command)}: {' / '.join(lines[-3:]) or 'it said nothing'}")


@contextmanager
def a_folder() -> Iterator[Path]:
    """A new folder on a disk, which is gone afterwards, whatever happened."""
    folder = Path(tempfile.mkdtemp(prefix="checkin-fresh-", dir=os.environ.get("TMPDIR", "/var/tmp")))  # noqa: S108
    try:
        yield folder
    finally:
        for number in ENDING:
            signal.signal(number, signal.SIG_IGN)
        say("removing its folder …")
        remove(folder, mounts=Path("/proc/self/mountinfo").read_text(encoding="utf-8"))


def remove(folder: Path, *, mounts: str) -> None:
    """Delete a folder unless something is mounted in it, waiting for what still ends in there."""
    if any(line.split()[4].startswith(f"{folder}/") for line in mounts.splitlines()):
        raise Failed(f"something is mounted in {folder}, which is therefore left as it is")
    for _ in range(50):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.2)
    raise Failed(f"{folder} cannot be removed entirely")


def say(what: str) -> None:
    print(f"make fresh: {what}", flush=True)  # noqa: T201 - a command prints


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
