"""Wire shapes of signing in and of accounts."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    SecretStr,
    SerializeAsAny,
    StringConstraints,
    WithJsonSchema,
)

from checkin_service.access.model import Permission, Role, SubjectKind
from checkin_service.access.signatures import SIGNATURE_BYTES, is_public_key
from checkin_service.kit.http.schema import CleanText, ShortText, StrictModel
from checkin_service.kit.ids import ClientId
from checkin_service.kit.words import Words, Wrong

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


def _decoded(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not _BASE64URL.fullmatch(value):
        raise Wrong(Words("应为不带填充的 base64url。", "must be base64url without padding"))
    return urlsafe_b64decode(value + "=" * (-len(value) % 4))


def _encoded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


Base64UrlBytes = Annotated[
    bytes,
    BeforeValidator(_decoded),
    PlainSerializer(_encoded, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "base64url"}),
]
"""Bytes as base64url without padding; other characters are refused, not skipped."""


def _point(value: bytes) -> bytes:
    if not is_public_key(value):
        raise Wrong(Words("应为 P-256 未压缩点（65字节）。", "must be a point of P-256, uncompressed (65 bytes)"))
    return value


def _raw_signature(value: bytes) -> bytes:
    if len(value) != SIGNATURE_BYTES:
        raise Wrong(_NO_SIGNATURE.filled(bytes=SIGNATURE_BYTES))
    return value


PublicKey = Annotated[
    Base64UrlBytes,
    AfterValidator(_point),
    Field(
        description="P-256 point, uncompressed, base64url",
        examples=["BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU"],
    ),
]
Signature = Annotated[
    Base64UrlBytes,
    AfterValidator(_raw_signature),
    Field(description="ECDSA P-256 with SHA-256, raw r and s, base64url", examples=["A" * 86]),
]
Nonce = Annotated[CleanText, Field(min_length=1, max_length=128, description="From /v1/tokens/nonce")]
RefreshText = Annotated[CleanText, Field(min_length=1, max_length=128, examples=["c29tZS1vcGFxdWUtcmVmcmVzaC10b2tlbg"])]
Login = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9][a-z0-9._@-]{2,63}$"),
    Field(description="Lower case letters, digits and . _ @ -", examples=["wang.fang"]),
]
NewPassword = Annotated[
    SecretStr, Field(min_length=12, max_length=128, description="Any characters", examples=["plum-rain-over-kuaiji"])
]


OneTimeCode = Annotated[
    SecretStr,
    Field(min_length=6, max_length=16, description="Of the authenticator app, or a recovery code", examples=["402915"]),
]


class PasswordSignIn(StrictModel):
    login: Annotated[CleanText, Field(min_length=1, max_length=64, examples=["wang.fang"])]
    password: Annotated[SecretStr, Field(min_length=1, max_length=128, examples=["plum-rain-over-kuaiji"])]
    code: OneTimeCode | None = Field(default=None, description="Where the account has a second factor")


class RefreshRequest(StrictModel):
    refresh_token: RefreshText


class TokenAnswer(StrictModel):
    access_token: str = Field(examples=["eyJhbGciOiJIUzI1NiIsInR5cCI6ImF0K2p3dCJ9.e30.c2ln"])
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the scheme's name, not a secret
    expires_in_s: int = Field(examples=[600])
    refresh_token: str | None = Field(default=None, description="Serves once; each refresh brings the next one")


class NonceAnswer(StrictModel):
    nonce: str = Field(description="Sign its ASCII bytes within 60 seconds")


class NewStaff(StrictModel):
    staff_id: ClientId = Field(examples=["0197c9a0-6f00-7000-8000-000000000001"])
    login: Login
    password: NewPassword
    display_name: ShortText = Field(examples=["王芳"])
    role: Literal[Role.INSTITUTION_ADMIN, Role.INSTRUCTOR] = Field(examples=["instructor"])
    institution_id: UUID = Field(examples=["0197c9a0-6f00-7000-8000-00000000000a"])


class Invitation(StrictModel):
    """Who is to have an account; the password is its owner's alone."""

    staff_id: ClientId
    login: Login
    display_name: ShortText
    role: Role
    institution_id: UUID | None = None


class PasswordByLink(StrictModel):
    link: Annotated[CleanText, Field(min_length=64, max_length=80)]
    password: NewPassword
    code: OneTimeCode | None = None


class ConfirmedByCode(StrictModel):
    """What needs a code of the authenticator app besides being signed in."""

    code: OneTimeCode


class SecondStep(ConfirmedByCode):
    """The code after the password, in the browser."""

    halfway: Annotated[CleanText, Field(min_length=1, max_length=128)]


class PresentPassword(StrictModel):
    present: Annotated[SecretStr, Field(min_length=1, max_length=128)]


class NewRecovery(StrictModel):
    """That somebody lost the authenticator app and the recovery codes, and how that is known."""

    recovery_id: ClientId
    reason: ShortText


class RecoveryRuling(StrictModel):
    approved: bool


class NewOwnPassword(StrictModel):
    present: Annotated[SecretStr, Field(min_length=1, max_length=128)]
    password: NewPassword


class StaffAnswer(StrictModel):
    staff_id: UUID
    login: str
    display_name: str
    role: Role
    institution_id: UUID


class MeAnswer(StrictModel):
    kind: SubjectKind
    subject_id: UUID
    role: Role
    display_name: str | None = Field(description="Of staff; a trainee's name is sealed and not told here")
    institution_id: UUID | None
    authority_code: str | None
    site_id: UUID | None
    device_id: UUID | None
    permissions: list[Permission]


class WithSecret(StrictModel):
    """What makes two requests the same: the body, and its secret as a keyed hash.

    A body prints its password or PIN as stars, and a plain digest of one could be guessed from the stored rows.
    """

    body: SerializeAsAny[StrictModel]
    secret: str


_NO_SIGNATURE = Words(
    "应为 ECDSA 原始签名，先 r 后 s（{bytes}字节）。", "must be a raw ECDSA signature, r then s ({bytes} bytes)"
)
