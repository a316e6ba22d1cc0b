"""The service's signing keys (Ed25519): one for the log's checkpoints, one for what the feed sends."""

import base64
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checkin_service.kit.base64url import decode
from checkin_service.kit.files import private_folder, write_once
from checkin_service.kit.sealing import KeyedHash
from checkin_service.kit.secrets import SecretsError

SEED_BYTES = 32
_DEVELOPMENT = b"dev1:"


class Signer:
    """Signs; the private half never leaves it, and it never prints itself."""

    __slots__ = ("_key", "_shared", "public_key")

    def __init__(self, seed: bytes) -> None:
        if len(seed) != SEED_BYTES:
            raise SecretsError(f"A signing key has {SEED_BYTES} bytes, this one has {len(seed)}.")
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self._shared = KeyedHash(seed, "shared secrets")
        self.public_key = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)

    def shared_with(self, whom: UUID) -> bytes:
        """A secret between the service and one other, made of the seed anew each time: nothing of it is stored."""
        return self._shared.of(whom.bytes)


@dataclass(frozen=True, slots=True, repr=False)
class SigningKeys:
    """Two keys, so that who learns the feed's cannot vouch for the log."""

    log: Signer = field(default_factory=lambda: Signer(secrets.token_bytes(SEED_BYTES)))
    feed: Signer = field(default_factory=lambda: Signer(secrets.token_bytes(SEED_BYTES)))

    @classmethod
    def from_texts(cls, *, log_key: str, feed_key: str) -> Self:
        """Keys for production: 32 random bytes each, base64url."""
        try:
            seeds = [decode(text.strip().rstrip("=")) for text in (log_key, feed_key)]
        except ValueError as error:
            raise SecretsError("A signing key is not base64url.") from error
        if seeds[0] == seeds[1]:
            raise SecretsError("The two signing keys are equal: each needs its own.")
        return cls(*map(Signer, seeds))

    @classmethod
    def load_or_create(cls, directory: Path) -> Self:
        """The development keys in `directory`; what is missing is made, once, whoever comes first."""
        private_folder(directory)
        return cls(*(Signer(_load_or_create(directory / name)) for name in ("log_key", "feed_key")))


def _load_or_create(path: Path) -> bytes:
    fresh = _DEVELOPMENT + base64.urlsafe_b64encode(secrets.token_bytes(SEED_BYTES)) + b"\n"
    content = write_once(path, fresh, mode=0o600)
    if not content.startswith(_DEVELOPMENT):
        raise SecretsError(f"{path} is not a key made for development: remove it, or give keys by settings.")
    return base64.urlsafe_b64decode(content.removeprefix(_DEVELOPMENT))
