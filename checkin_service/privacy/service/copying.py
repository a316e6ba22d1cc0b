"""A copy of everything that is held of one person, opened where it is sealed, and signed by the service."""

import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.base64url import encode
from checkin_service.kit.database import metadata
from checkin_service.kit.packed import Packed
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import SealBroken
from checkin_service.privacy import rules
from checkin_service.privacy.model import HeldRow
from checkin_service.privacy.rules.sealed import SEALED
from checkin_service.privacy.schemas import SignedCopy
from checkin_service.privacy.store import everything as store

FORMAT = "personal-data/1"
_BYTES = "\\x"
_ABOUT = {
    "zh": "本系统保存的与您有关的全部个人信息；随机编号代表班级、课次、券等。谁查看过，见“我的—谁看过我的信息”。",
    "en": "Everything this system holds about you; random ids stand for classes, lessons, vouchers. Who looked is "
    "told in the app.",
}


async def own_copy(resources: Resources, subject: Subject) -> SignedCopy:
    """For the person alone, by their own phone; that it was taken stands in the audit trail."""
    copy = await signed_copy(resources, subject.subject_id)
    async with resources.database.write() as unit:
        audit.record(unit, subject, Permission.COPY_OWN, subject.subject_id, at=resources.clock.now())
    return copy


async def signed_copy(resources: Resources, trainee_id: UUID) -> SignedCopy:
    """Everything held of a person as JSON with sorted keys, and the signature over its bytes."""
    found = await store.everything_of(resources.database, trainee_id)
    held = await asyncio.to_thread(_opened, resources, trainee_id, found)
    now = resources.clock.now()
    content = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "trainee_id": str(trainee_id),
        "about": _ABOUT,
        "held": held,
    }
    document = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return SignedCopy(
        document=document,
        public_key=encode(resources.signing.log.public_key),
        signature=encode(resources.signing.log.sign(document.encode())),
    )


def _opened(resources: Resources, trainee_id: UUID, found: Iterable[HeldRow]) -> dict[str, list[dict[str, Any]]]:
    held: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in found:
        held[each.held_in].append(_readable(resources, trainee_id, each))
    return dict(held)


def _readable(resources: Resources, trainee_id: UUID, held: HeldRow) -> dict[str, Any]:
    shown = rules.shown_columns(json.loads(held.row))
    for name, value in shown.items():
        if isinstance(value, str) and value.startswith(_BYTES):
            shown[name] = _said(resources, trainee_id, (held.held_in, name), bytes.fromhex(value[2:]))
    return shown


def _said(resources: Resources, trainee_id: UUID, column: tuple[str, str], kept: bytes) -> Any:
    """The words of a column of bytes; what are no words is base64url."""
    if (sealed := SEALED.get(column)) is not None:
        try:
            kept = resources.sealer.open(trainee_id, sealed.purpose, kept)[sealed.salt_bytes :]
        except SealBroken:
            return None
        if sealed.packing is not None:
            kept = sealed.packing.unpacked(kept)
    table, name = column
    if isinstance(kind := metadata.tables[table].c[name].type, Packed):
        kept = kind.packing.unpacked(kept)
    try:
        text = kept.decode()
        return json.loads(text) if text[:1] in {"{", "["} else text
    except ValueError:
        return encode(kept)
