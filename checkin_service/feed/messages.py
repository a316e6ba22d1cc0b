"""Messages to subscribers: CloudEvents 1.0 in structured JSON, signed as Standard Webhooks ask (Ed25519)."""

import base64
from datetime import UTC, datetime
from typing import Any

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


def signed_message(delivery: Delivery, signer: Signer, *, now: datetime) -> tuple[bytes, dict[str, str]]:
    """Body and headers; the signature covers id, moment and body, so that none of them can be exchanged."""
    body, message_id, moment = to_json(cloud_event(delivery)), str(delivery.event_id), str(int(now.timestamp()))
    signature = signer.sign(f"{message_id}.{moment}.".encode() + body)
    return body, {
        "content-type": CONTENT_TYPE,
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1a,{base64.b64encode(signature).decode()}",
    }


def public_key_text(signer: Signer) -> str:
    """As Standard Webhooks write a public key."""
    return f"whpk_{base64.b64encode(signer.public_key).decode()}"
