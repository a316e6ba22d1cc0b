"""A P-256 key as phones, terminals and the e-card platform hold one."""

from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checkin_service.kit.base64url import encode

_HALF_BYTES = 32


class SigningKey:
    """A private key that never leaves its holder."""

    def __init__(self) -> None:
        self._key = generate_private_key(SECP256R1())

    @property
    def public_key(self) -> bytes:
        """The uncompressed point (65 bytes)."""
        return self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def signature(self, text: str) -> str:
        """Over the text's ASCII bytes, r then s as WebCrypto writes it, in base64url."""
        r, s = decode_dss_signature(self._key.sign(text.encode("ascii"), ECDSA(SHA256())))
        return encode(r.to_bytes(_HALF_BYTES) + s.to_bytes(_HALF_BYTES))

    def assertion(self, claims: Mapping[str, Any]) -> str:
        """The claims as a compact JWS (ES256)."""
        return jwt.encode(dict(claims), self._key, algorithm="ES256")
