"""The manifest of a backup: what was in the database, which keys belong to it, and the hash of the archive."""

from datetime import datetime
from hashlib import file_digest
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import BaseModel, ConfigDict, ValidationError

from checkin_service.kit.base64url import decode, encode
from checkin_service.kit.misconfigured import Misconfigured
from checkin_service.kit.signing import Signer

NAME = "manifest.json"
BASE = "base.dump"


class BackupRefused(Misconfigured):
    """A backup cannot be used; the message says what is wrong with it and what to do."""


class Manifest(BaseModel):
    """Counts and heads as they were when the archive was made."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: str = "checkin-backup/1"
    made_at: datetime
    database: str
    version: str
    base_bytes: int
    base_sha256: str
    keys_fingerprint: str
    rows: dict[str, int]
    """Counted in the same snapshot that the archive was made of."""

    def signed_by(self, signer: Signer) -> "Signed":
        document = self.model_dump_json()
        return Signed(
            document=document,
            public_key=encode(signer.public_key),
            signature=encode(signer.sign(document.encode())),
        )


class Signed(BaseModel):
    """The manifest byte for byte, with the signature of the key that signs the log."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    document: str
    public_key: str
    signature: str


def read(folder: Path) -> Manifest:
    """The manifest of a backup whose archive is whole, or `BackupRefused`."""
    try:
        signed = Signed.model_validate_json((folder / NAME).read_bytes())
        manifest = Manifest.model_validate_json(signed.document)
    except FileNotFoundError:
        raise BackupRefused(
            f"{folder / NAME} is missing: without it nobody knows what should be in the archive. Take another backup."
        ) from None
    except ValidationError:
        raise BackupRefused(f"{folder / NAME} is no manifest of a backup, or was changed.") from None
    require_signature(signed, folder)
    require_whole(manifest, folder / BASE)
    return manifest


def require_signature(signed: Signed, folder: Path) -> None:
    if not _is_signed(signed):
        raise BackupRefused(f"{folder / NAME} was changed after it was signed. Take another backup.")


def require_whole(manifest: Manifest, base: Path) -> None:
    """The archive is there to its last byte."""
    if not base.is_file():
        raise BackupRefused(f"{base} is missing. Take another backup.")
    if (found := base.stat().st_size) != manifest.base_bytes:
        raise BackupRefused(f"{base} has {found} bytes instead of {manifest.base_bytes}: it is cut off or was changed.")
    if sha256_of(base) != manifest.base_sha256:
        raise BackupRefused(f"{base} is not the archive that was made: its SHA-256 differs. Take another backup.")


def sha256_of(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _is_signed(signed: Signed) -> bool:
    try:
        key = Ed25519PublicKey.from_public_bytes(decode(signed.public_key))
        key.verify(decode(signed.signature), signed.document.encode())
    except (InvalidSignature, ValueError):
        return False
    return True
