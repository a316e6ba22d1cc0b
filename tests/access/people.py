"""Subjects, phones and the frozen clock of the tests of access and identity."""

import base64
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from checkin_service.access import model, tokens
from checkin_service.access.model import Role, Subject
from checkin_service.kit.ids import new_id
from checkin_service.kit.resources import Resources

PASSWORD = "plum-rain-over-kuaiji"


@dataclass(frozen=True)
class At:
    """A clock that stands still."""

    moment: datetime = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


def later(resources: Resources, **by: float) -> Resources:
    """The same service, some time later."""
    return replace(resources, clock=At(resources.clock.now() + timedelta(**by)))


def a_login() -> str:
    return f"staff-{uuid4().hex[:12]}"


def an_officer(authority_code: str = "330600") -> Subject:
    return model.authority_staff(new_id(), role=Role.OFFICER, authority_code=authority_code)


def an_institution_admin(institution_id: UUID | None = None) -> Subject:
    return model.institution_staff(new_id(), role=Role.INSTITUTION_ADMIN, institution_id=institution_id or new_id())


def a_trainee(trainee_id: UUID | None = None) -> Subject:
    return model.trainee(trainee_id or new_id(), device_id=new_id())


def bearer(resources: Resources, subject: Subject) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens.issue(resources, subject)}"}


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@dataclass(frozen=True)
class Phone:
    """A key pair with a PIN, as the page on a phone makes it."""

    device_id: UUID = field(default_factory=new_id)
    pin: str = "480275"
    key: EllipticCurvePrivateKey = field(default_factory=lambda: generate_private_key(SECP256R1()))

    @property
    def public_key(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def sign(self, message: str | bytes) -> bytes:
        content = message.encode() if isinstance(message, str) else message
        r, s = decode_dss_signature(self.key.sign(content, ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)

    def binding(self, invitation: str) -> dict[str, str]:
        """The body of POST /v1/devices."""
        return {
            "device_id": str(self.device_id),
            "invitation": invitation,
            "public_key": base64url(self.public_key),
            "pin": self.pin,
            "signature": base64url(self.sign(invitation)),
        }

    def sign_in(self, nonce: str) -> dict[str, str]:
        """The body of POST /v1/tokens/device."""
        return {"device_id": str(self.device_id), "nonce": nonce, "signature": base64url(self.sign(nonce))}
