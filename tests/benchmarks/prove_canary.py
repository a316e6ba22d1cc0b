"""A thousand check-ins by face, then a search for their bytes in everything the service wrote; none may be found."""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.privacy.canary import KNOWN_TO_BE_STORED, check_ins, files_with

CHECK_INS = 1000


async def prove(home: Path, count: int) -> dict[str, object]:
    async with check_ins(home, count) as sent:
        found = files_with(sent.needles, home)
        return {
            "check_ins": count,
            "pieces_searched": len(sent.needles),
            "megabytes_searched": _megabytes(home),
            "found": sorted({str(path.relative_to(home)) for path in found.values()}),
            "search_works": bool(files_with({KNOWN_TO_BE_STORED}, home / "cluster")),
        }


def _megabytes(folder: Path) -> int:
    return round(sum(each.stat().st_size for each in folder.rglob("*") if each.is_file()) / 1e6)


def main(count: int = CHECK_INS) -> int:
    # The database server runs under another account when we are root, and has to enter.
    with tempfile.TemporaryDirectory(prefix="canary-") as folder:
        Path(folder).chmod(0o755)
        report = asyncio.run(prove(Path(folder), count))
    print(json.dumps(report, indent=1))  # noqa: T201 - the result
    return 0 if report["search_works"] and not report["found"] else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
