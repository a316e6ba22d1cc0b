"""Keys and signatures of devices and terminals: ECDSA on P-256 with SHA-256, as WebCrypto writes them."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

PUBLIC_KEY_BYTES = 65
SIGNATURE_BYTES = 64
_HALF = SIGNATURE_BYTES // 2
_UNCOMPRESSED = b"\x04"
_ALGORITHM = ECDSA(SHA256())


def is_public_key(public_key: bytes) -> bool:
    """Whether the bytes are an uncompressed point that lies on the curve."""
    return _loaded(public_key) is not None


def is_signed(message: bytes, *, public_key: bytes, signature: bytes) -> bool:
    """Whether the raw signature (r, then s) is the key's over the message; anything odd is simply no."""
    key = _loaded(public_key)
    if key is None or len(signature) != SIGNATURE_BYTES:
        return False
    r, s = int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:])
    try:
        key.verify(encode_dss_signature(r, s), message, _ALGORITHM)
    except InvalidSignature:
        return False
    return True


def _loaded(public_key: bytes) -> EllipticCurvePublicKey | None:
    if len(public_key) != PUBLIC_KEY_BYTES or not public_key.startswith(_UNCOMPRESSED):
        return None
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
    except ValueError:
        return None
