"""The wheel built twice, from here and from a copy of what git knows: `python -m tests.tools.wheel FOLDER`."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
_UV = Path(sys.executable).with_name("uv")


class DiffersEachTime(Exception):
    """Two wheels of the same sources are not the same bytes."""


def built(folder: Path, *arguments: str) -> Path:
    """The wheel, put into a folder once two of them were the same."""
    with TemporaryDirectory() as elsewhere:
        copy = Path(elsewhere) / "copy"
        _copy(copy)
        here = _build(ROOT, Path(elsewhere) / "here", arguments)
        there = _build(copy, Path(elsewhere) / "there", arguments)
        if digest_of(here) != digest_of(there):
            raise DiffersEachTime(f"{digest_of(here)} here, {digest_of(there)} from a copy")
        folder.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copy(here, folder))


def digest_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _copy(to: Path) -> None:
    """Other names of folders, other times and other rights, and nothing that git does not know."""
    known = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, known.decode().split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            (to / name).write_bytes((ROOT / name).read_bytes())
            # Who may run it is part of the wheel, who else may read it is not.
            (to / name).chmod(0o600 | (ROOT / name).stat().st_mode & 0o100)


def _build(source: Path, into: Path, arguments: tuple[str, ...]) -> Path:
    given = ["--python", sys.executable, "--out-dir", str(into), *arguments, str(source)]
    command = [str(_UV), "build", "--quiet", "--wheel", *given]
    subprocess.run(command, check=True, env={**os.environ, "UV_NO_CONFIG": "1"})
    (wheel,) = into.glob("*.whl")
    return wheel


if __name__ == "__main__":
    made = built(Path(sys.argv[1]))
    print(f"{digest_of(made)}  {made}")  # noqa: T201 - the digest is what is asked for
