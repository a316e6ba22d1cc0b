"""Access keys: issued from an admitted application, rotated, revoked, and recognised at every request."""

import hmac
import secrets
from datetime import timedelta
from hashlib import sha256
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject, platform_client, scope_of
from checkin_service.kit.base64url import decode, encode
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import About, Kept, once, once_per
from checkin_service.kit.keyring import Realm
from checkin_service.kit.problem import Problem, ProblemKind, existing
from checkin_service.kit.resources import Resources
from checkin_service.kit.scope import act_for
from checkin_service.kit.sealing import Purpose, SealBroken
from checkin_service.kit.words import Words
from checkin_service.platform import rules
from checkin_service.platform.model import AccessKey, ApplicationState
from checkin_service.platform.schemas.onboarding import AccessKeyAnswer, NewAccessKey, Revocation, RevocationAnswer
from checkin_service.platform.service.onboarding import application_for
from checkin_service.platform.store import admission as store

PREFIX = "cpk_"
"""Tells an access key from a token, and lets scanners of leaked secrets find it."""

_SEALED_AS = Purpose(Realm.IDENTITY, "access-key")
_NO_HASH = bytes(32)


async def issue(
    resources: Resources, subject: Subject, application_id: UUID, body: NewAccessKey
) -> Kept[AccessKeyAnswer]:
    """A key that opens just what the application was admitted for; earlier ones serve a few days more.

    The answer is remembered with its secret sealed: a copy of the database holds no key.
    """

    async def act(unit: UnitOfWork) -> AccessKeyAnswer:
        now = resources.clock.now()
        found = await application_for(resources, subject, application_id)
        if found.state is not ApplicationState.ADMITTED:
            raise Problem(ProblemKind.STATE_CONFLICT, _NOT_ADMITTED)
        secret = secrets.token_urlsafe(32)
        key = AccessKey(
            key_id=body.key_id,
            application_id=application_id,
            secret_hash=_hash(secret),
            issued_by=subject.subject_id,
            issued_at=now,
            expires_at=now + timedelta(days=body.valid_days),
        )
        store.add_key(unit, key, earlier_end_at=now + rules.OVERLAP)
        detail = {"application_id": str(application_id), "expires_at": key.expires_at.isoformat()}
        audit.record(unit, subject, Permission.ACCESS_KEY_MANAGE, key.key_id, at=now, detail=detail)
        await resources.sealer.ready(_SEALED_AS.realm, application_id, make=True)
        sealed = resources.sealer.seal(application_id, _SEALED_AS, f"{PREFIX}{key.key_id.hex}_{secret}".encode())
        return AccessKeyAnswer(
            key_id=key.key_id, application_id=application_id, expires_at=key.expires_at, access_key=encode(sealed)
        )

    asked = About(operation=Permission.ACCESS_KEY_MANAGE, object_id=application_id, body=body)
    kept = await once(resources.database, caller=subject.tenant, request_id=body.key_id, body=asked, act=act)
    await resources.sealer.ready(_SEALED_AS.realm, application_id)
    return Kept(_opened(resources, AccessKeyAnswer.model_validate_json(kept)).model_dump_json().encode())


@once_per("request_id", operation="revocation")
async def revoke(
    unit: UnitOfWork, resources: Resources, subject: Subject, key_id: UUID, body: Revocation
) -> RevocationAnswer:
    """From this moment the key opens nothing."""
    now = resources.clock.now()
    key = existing(await store.key_of(resources.database, key_id))
    await application_for(resources, subject, key.application_id)
    if key.revoked_at is not None:
        raise Problem(ProblemKind.STATE_CONFLICT)
    store.revoke_key(unit, key_id, at=now)
    detail = {"revoked": True, "reason": body.reason}
    audit.record(unit, subject, Permission.ACCESS_KEY_MANAGE, key_id, at=now, detail=detail)
    return RevocationAnswer(key_id=key_id, revoked_at=now)


async def client_of(resources: Resources, presented: str) -> Subject:
    """Whose key this is, as of now; whatever is not exactly a live key of an admitted application is nobody's."""
    key_id, secret = _parts(presented)
    key = await store.key_of(resources.database, key_id)
    is_right = hmac.compare_digest(key.secret_hash if key else _NO_HASH, _hash(secret))
    if key is None or not is_right or not key.is_live(resources.clock.now()):
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    application = await store.application_of(resources.database, key.application_id)
    if application is None or not application.granted:
        raise Problem(ProblemKind.NOT_SIGNED_IN)
    client = platform_client(
        application.application_id, authority_code=application.authority_code, granted=application.granted
    )
    act_for(scope_of(client))
    return client


def _parts(presented: str) -> tuple[UUID, str]:
    try:
        prefix, key_id, secret = presented.split("_", 2)
        if f"{prefix}_" != PREFIX:
            raise Problem(ProblemKind.NOT_SIGNED_IN)
        return UUID(hex=key_id), secret
    except ValueError:
        raise Problem(ProblemKind.NOT_SIGNED_IN) from None


def _hash(secret: str) -> bytes:
    # 256 random bits cannot be guessed from their hash; no key and no slowness are needed.
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _opened(resources: Resources, kept: AccessKeyAnswer) -> AccessKeyAnswer:
    try:
        opened = resources.sealer.open(kept.application_id, _SEALED_AS, decode(kept.access_key))
    except SealBroken:
        raise Problem(ProblemKind.STATE_CONFLICT, _ERASED) from None
    return kept.model_copy(update={"access_key": opened.decode()})


_NOT_ADMITTED = Words("该申请尚未获准入网。", "This application has not been admitted.")
_ERASED = Words("该密钥已无法再次显示，请签发新的密钥。", "This key cannot be shown again; issue another.")
