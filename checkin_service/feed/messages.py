"""Messages to subscribers: CloudEvents 1.0 in structured JSON, signed in both ways of Standard Webhooks."""

import base64
import hmac
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from pydantic_core import to_json

from checkin_service.feed.model import Delivery
from checkin_service.kit.signing import Signer

SOURCE = "/checkin-service"
CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def cloud_event(delivery: Delivery) -> dict[str, Any]:
    """`sequence` grows with every event of the subject: a receiver can tell a gap or a repeat."""
    return {
        "specversion": "1.0",
        "id": str(delivery.event_id),
        "source": SOURCE,
        "type": delivery.type,
        "subject": f"trainee:{delivery.trainee_id}",
        "time": delivery.occurred_at.astimezone(UTC).isoformat(),
        "datacontenttype": "application/json",
        "sequence": f"{delivery.sequence:020d}",
        "partitionkey": str(delivery.trainee_id),
        "data": delivery.payload,
    }


def signed_message(
    delivery: Delivery, signer: Signer, *, now: datetime, subscriber_id: UUID | None = None
) -> tuple[bytes, dict[str, str]]:
    """Body and headers; the signatures cover id, moment and body, so that none of them can be exchanged.

    `v1a` (Ed25519) serves everybody; a subscriber's also have `v1` (HMAC-SHA-256) under the secret shared with it.
    """
    body, message_id, moment = to_json(cloud_event(delivery)), str(delivery.event_id), str(int(now.timestamp()))
    signed = f"{message_id}.{moment}.".encode() + body
    signatures = [("v1a", signer.sign(signed))]
    if subscriber_id is not None:
        signatures.append(("v1", hmac.digest(signer.shared_with(subscriber_id), signed, sha256)))
    return body, {
        "content-type": CONTENT_TYPE,
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(f"{way},{base64.b64encode(value).decode()}" for way, value in signatures),
    }


def public_key_text(signer: Signer) -> str:
    """As Standard Webhooks write a public key."""
    return f"whpk_{base64.b64encode(signer.public_key).decode()}"


def secret_text(signer: Signer, subscriber_id: UUID) -> str:
    """As they write a shared secret."""
    return f"whsec_{base64.b64encode(signer.shared_with(subscriber_id)).decode()}"
