"""Checkpoints as handed out: the JSON document, and the bytes that its signature covers."""

from datetime import UTC, datetime
from typing import Any

from checkin_service.kit.base64url import encode
from checkin_service.transparency.model import Checkpoint


def statement_of(checkpoint: Checkpoint) -> bytes:
    """One line per member, in this order, after the name of the format."""
    document = document_of(checkpoint)
    names = ("chain", "size", "root", "issued_at", "complete_until")
    return "\n".join(("checkin-log/1", *(str(document[name]) for name in names), "")).encode()


def document_of(checkpoint: Checkpoint) -> dict[str, Any]:
    """What is published, kept outside and given to the verifier."""
    return {
        "chain": checkpoint.chain,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "issued_at": _moment(checkpoint.issued_at),
        "complete_until": _moment(checkpoint.complete_until),
        "signature": encode(checkpoint.signature),
    }


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()
