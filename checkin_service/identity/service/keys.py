"""The question whether a key folder belongs to the database, asked at every start before anything new is made."""

import asyncio
import hmac
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from checkin_service.identity.service.persons import NAME
from checkin_service.identity.store import keys as store
from checkin_service.identity.store.keys import Named
from checkin_service.kit.database import Database
from checkin_service.kit.keyring import KeyName, Realm
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.kit.sealing import NOBODY, KeyedHash, SealBroken, Sealer

_LATEST = 20
"""So many of the latest people are tried; those erased by hand, without a record, are among many who are not."""


class Misfit(StrEnum):
    """Why keys do not belong to a database."""

    MISSING = "missing"
    FOREIGN = "foreign"
    WRAPPED_OTHERWISE = "wrapped_otherwise"
    OLD = "old"


class KeysDoNotFit(Misconfigured):
    """The service does not start: it would show everybody as erased, and know nobody again."""

    def __init__(self, misfit: Misfit) -> None:
        super().__init__(_SAID[misfit])
        self.misfit = misfit


_SAID = {
    Misfit.MISSING: "密钥目录里没有本数据库的密钥：请恢复与数据库同时备份的 keys/。 "
    "The database holds people and the key folder does not hold its keys: restore the keys/ that was backed up with "
    "it, or mount the folder that the other nodes use.",
    Misfit.FOREIGN: "密钥目录属于另一个数据库：请换回本数据库的 keys/。 "
    "The key folder belongs to another database: put the keys/ of this one in its place.",
    Misfit.WRAPPED_OTHERWISE: "密钥加密密钥不对，打不开 keys/：请核对 CHECKIN_SECRET_KEY_ENCRYPTION_KEY。 "
    "The key encryption key does not open this key folder: compare CHECKIN_SECRET_KEY_ENCRYPTION_KEY with the one that "
    "was in use when it was written.",
    Misfit.OLD: "密钥目录比数据库旧，缺少最近登记人员的密钥：请恢复较新的 keys/。 "
    "The key folder is older than the database: the keys of the latest people are not in it. Restore a newer one.",
}


def fingerprint_of(sealer: Sealer) -> bytes:
    """Tells one look-up secret from another, and nothing about it."""
    return KeyedHash(sealer.secret(Realm.LOOKUP), "fingerprint").of(b"of this key folder")


async def require_fit(database: Database, sealer: Sealer, *, now: datetime) -> None:
    """Refuse keys that are not this database's; in an empty one they are noted, and made where there are none."""
    noted, latest = await store.fingerprint(database), await store.latest_people(database, count=_LATEST)
    misfit = await asyncio.to_thread(misfit_of, sealer, noted, latest)
    if misfit is not None:
        raise KeysDoNotFit(misfit)
    if noted is not None:
        return
    ours = await asyncio.to_thread(fingerprint_of, sealer)
    async with database.write() as unit:
        store.note_fingerprint(unit, fingerprint=ours, noted_at=now)
    if await store.fingerprint(database) != ours:
        raise KeysDoNotFit(Misfit.FOREIGN)


def misfit_of(sealer: Sealer, noted: bytes | None, latest: Sequence[Named]) -> Misfit | None:
    """Why these keys are not those of a database; nothing is made by asking."""
    if not sealer.has_key(KeyName(Realm.LOOKUP, NOBODY)):
        return Misfit.MISSING if noted is not None or latest else None
    try:
        ours = fingerprint_of(sealer)
    except SealBroken:
        return Misfit.WRAPPED_OTHERWISE
    if noted is not None and not hmac.compare_digest(noted, ours):
        return Misfit.FOREIGN
    if latest and not any(_opens(sealer, each) for each in latest):
        return Misfit.OLD if noted is not None else Misfit.FOREIGN
    return None


async def missing(database: Database, sealer: Sealer) -> tuple[int, int]:
    """How many people who were not erased there are, and how many of them no key opens any more."""
    people = await store.latest_people(database, count=2**31 - 1)
    closed = await asyncio.to_thread(lambda: sum(not _opens(sealer, each) for each in people))
    return len(people), closed


def _opens(sealer: Sealer, each: Named) -> bool:
    try:
        sealer.open(each.trainee_id, NAME, each.name_sealed)
    except SealBroken:
        return False
    return True
