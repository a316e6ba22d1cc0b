"""The sealed statement: what a learning platform signed about a person, which only the person's key opens.

Its hash holds the number of an identity document and nothing else that is unknown, and the platform's signature over it
can be checked by anybody: in the open, either would tell the number to whoever tries numbers.
"""

from hashlib import sha256
from os import urandom
from typing import NamedTuple
from uuid import UUID

from checkin_service.access.signatures import is_signed
from checkin_service.attendance.model.learning import LearningRecord
from checkin_service.kit.keyring import KeyName, Realm
from checkin_service.kit.resources import Resources
from checkin_service.kit.sealing import Purpose, SealBroken, Sealer

STATEMENT = Purpose(Realm.EVIDENCE, "learning statement")

_SALT_BYTES = 16
_HASH_BYTES = 32


class Sealed(NamedTuple):
    payload: bytes
    commitment: bytes


async def sealed(resources: Resources, trainee_id: UUID, digest: str, signature: bytes) -> Sealed:
    """Hash and signature under the person's key, and the salted commitment that outlives it."""
    salted = urandom(_SALT_BYTES) + bytes.fromhex(digest) + signature
    await resources.sealer.ready(STATEMENT.realm, trainee_id, make=True)
    return Sealed(resources.sealer.seal(trainee_id, STATEMENT, salted), sha256(salted).digest())


def is_well_founded(record: LearningRecord, *, public_key: bytes, sealer: Sealer | None) -> bool:
    """Whether the platform signed the statement; without the keys, or the person's, nobody can say otherwise."""
    if record.statement_sha256 is not None:
        signature = record.signature or b""
        return is_signed(record.statement_sha256.hex().encode(), public_key=public_key, signature=signature)
    if sealer is None:
        return True
    try:
        salted = sealer.open(record.trainee_id, STATEMENT, record.statement_sealed or b"")
    except SealBroken:
        return not sealer.has_key(KeyName(STATEMENT.realm, record.trainee_id))
    digest, signature = salted[_SALT_BYTES:][:_HASH_BYTES], salted[_SALT_BYTES + _HASH_BYTES :]
    is_committed = sha256(salted).digest() == record.statement_commitment
    return is_committed and is_signed(digest.hex().encode(), public_key=public_key, signature=signature)
