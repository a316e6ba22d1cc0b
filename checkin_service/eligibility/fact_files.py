"""Files of facts about people: CSV rows become batches, the same file the same batches."""

import csv
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from checkin_service.eligibility.schemas.people import LARGEST_BATCH, FactBatch

_COLUMNS = ("document_kind", "document_number", "kind", "holds", "since", "until", "place")
_YES = {"": True, "1": True, "true": True, "是": True, "0": False, "false": False, "否": False}


def batches_of(path: Path, *, source: str) -> Iterator[FactBatch]:
    """The rows in batches; a row that cannot be read is named by its line, and nothing is sent."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if not set(_COLUMNS) <= set(reader.fieldnames or ()):
            raise ValueError(f"{path} needs the columns {','.join(_COLUMNS)}")
        rows = [_row(path, line, row) for line, row in enumerate(reader, start=2)]
    for start in range(0, len(rows), LARGEST_BATCH):
        part = rows[start : start + LARGEST_BATCH]
        try:
            yield FactBatch.model_validate_json(
                _json({"batch_id": _batch_id(source, part), "source": source, "facts": part})
            )
        except ValidationError as error:
            place = error.errors()[0]["loc"]
            line = start + int(place[1]) + 2 if len(place) > 1 else start + 2
            raise ValueError(f"{path}, line {line}: {error.errors()[0]['msg']}") from None


def _row(path: Path, line: int, row: dict[str, str]) -> dict[str, Any]:
    given = {name: (row[name] or "").strip() for name in _COLUMNS}
    if given["holds"].lower() not in _YES:
        raise ValueError(f"{path}, line {line}: holds is 1 or 0")
    return {
        "document": {"kind": given["document_kind"], "number": given["document_number"]},
        "kind": given["kind"],
        "holds": _YES[given["holds"].lower()],
        "since": given["since"],
        "until": given["until"] or None,
        "place": given["place"] or None,
    }


def _batch_id(source: str, rows: list[dict[str, Any]]) -> str:
    """Made from the content, in the shape of a UUIDv7, so that a file sent twice is answered the same."""
    digest = bytearray(sha256(_json([source, rows])).digest()[:16])
    digest[6], digest[8] = digest[6] & 0x0F | 0x70, digest[8] & 0x3F | 0x80
    return str(UUID(bytes=bytes(digest)))


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True).encode()
