"""The public question whether a paper was issued here, by the hash at its foot."""

import re

from checkin_service.eligibility.service import reading
from checkin_service.kit.limits import Limit
from checkin_service.kit.problem import not_found
from checkin_service.kit.resources import Resources
from checkin_service.settlement import store
from checkin_service.settlement.schemas.papers import PaperAnswer, PaperKind

_HASH = re.compile("[0-9a-f]{64}")
_QUESTIONS = Limit("papers", most=60)


async def issued(resources: Resources, sha256: str, *, address: str) -> PaperAnswer:
    """The kind of the paper with this hash; a hash says nothing to whoever has not got the paper."""
    await resources.limits.require_of(_QUESTIONS, address)
    if not _HASH.fullmatch(sha256):
        raise not_found()
    digest = bytes.fromhex(sha256)
    found: dict[PaperKind, bool] = {
        "determination": await reading.is_document(resources, digest),
        "payment_table": await store.is_manifest(resources.database, digest),
    }
    kind = next((each for each, is_issued in found.items() if is_issued), None)
    return PaperAnswer(sha256=sha256, is_issued_here=kind is not None, kind=kind)
