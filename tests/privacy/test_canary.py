"""After check-ins by face, no byte of a photo or of a face vector lies anywhere the service writes."""

import base64
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from checkin_service.host.cluster.binaries import find
from checkin_service.host.cluster.errors import PostgresMissing
from tests.privacy.canary import KNOWN_TO_BE_STORED, check_ins, files_with

COUNT = int(os.environ.get("CANARY_CHECK_INS", "24"))


@pytest.fixture
def _local_database() -> None:
    try:
        find()
    except PostgresMissing:
        pytest.skip("needs PostgreSQL's own programs: the files of a server elsewhere cannot be searched")


@pytest.fixture
def home() -> Iterator[Path]:
    # Not pytest's folder: for root the database server runs under another account, which cannot enter there.
    with tempfile.TemporaryDirectory(prefix="canary-") as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.usefixtures("_local_database")
async def test_no_byte_of_a_face_is_found_in_database_log_keys_or_temporary_files(home: Path) -> None:
    async with check_ins(home, COUNT) as sent:
        assert len(sent.photos) > COUNT
        assert len(sent.needles) > 10 * COUNT
        assert files_with({KNOWN_TO_BE_STORED}, home / "cluster")
        assert files_with(sent.needles, home) == {}


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    needle, other = b"\x01\x9f\x33\x02\xfe\x71\x20\x88", b"\xaa\xbb\xcc\xdd\xee\xff\x00\x11"
    for offset in range(9):
        (tmp_path / f"at {offset}").write_bytes(bytes(100 + offset) + needle + bytes(50))
    (tmp_path / "short").write_bytes(b"abc")
    (tmp_path / "text").write_bytes(base64.b64encode(needle))
    assert set(files_with({needle, other}, tmp_path)) == {needle}
    assert files_with({other}, tmp_path) == {}
