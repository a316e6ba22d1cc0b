"""Files that are whole or absent: written once by whoever comes first, or replaced in one step."""

import os
import secrets
from contextlib import suppress
from pathlib import Path


def write_once(path: Path, content: bytes, *, mode: int = 0o600) -> bytes:
    """The content of `path`, which is `content` unless somebody else wrote the file before us.

    A hard link appears with all its content or not at all, and only for the first of several processes.
    """
    if path.exists():
        return path.read_bytes()
    draft = _draft(path, content, mode)
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()
    _flush_folder(path.parent)
    return path.read_bytes()


def replace(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Put `content` at `path`; a reader sees the old file or the new one, never a part."""
    _draft(path, content, mode).replace(path)
    _flush_folder(path.parent)


def destroy(path: Path) -> None:
    """Write over a file and remove it; one that is gone already is as well."""
    with suppress(FileNotFoundError), path.open("r+b") as file:
        file.write(os.urandom(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
        path.unlink()
    _flush_folder(path.parent)


def private_folder(path: Path) -> Path:
    """The folder at `path`, made if needed, open to nobody but its owner."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.chmod(0o700)
    return path


def _draft(path: Path, content: bytes, mode: int) -> Path:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        os.fchmod(descriptor, mode)  # The process's umask may have taken bits away.
        file.write(content)
        file.flush()
        os.fsync(descriptor)
    return draft


def _flush_folder(folder: Path) -> None:
    """Make a new name survive a power cut, as `fsync` does for content."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
