"""A learning platform for tests: it measures and signs, and the trainee's phone sends."""

import json
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol
from uuid import UUID

from checkin_service.client.keys import SigningKey
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id
from tests.building.identities import a_credit_code
from tests.building.world import Trainee, World, approve


class Learns(Protocol):
    """Whom a platform knows."""

    trainee_id: UUID
    document: dict[str, str]


class LearningPlatform:
    """Its key, and the id under which an officer has entered it."""

    def __init__(self) -> None:
        self.platform_id = new_id()
        self.key = SigningKey()

    def introduction(self, operator_id: UUID) -> dict[str, Any]:
        said = {"platform_id": self.platform_id, "name": "技能学习在线", "public_key": encode(self.key.public_key)}
        return said | {"operator_id": operator_id, "document_number": "示人社培〔2026〕8号", "reason": "经评审入选"}

    async def be_entered(self, world: World, operator_id: UUID | None = None) -> None:
        """Run by a company that teaches nobody here, unless another operator is named; entered by two people."""
        operator_id = operator_id or await world.officer.approve_institution(
            name="示例学习科技公司", credit_code=a_credit_code()
        )
        await world.officer.post("/v1/learning-platforms", self.introduction(operator_id))
        await approve(world, self.platform_id)

    def statement(
        self, session_id: UUID, trainee: Learns, started_at: datetime, minutes: int = 50, **changes: Any
    ) -> dict[str, Any]:
        """What the platform says of a sitting, signed."""
        said: dict[str, Any] = {
            "record_id": str(new_id()),
            "session_id": str(session_id),
            "platform_id": str(self.platform_id),
            "course": "安全用电基础",
            "document": dict(trainee.document),
            "identified_by": "e_card",
            "started_at": started_at,
            "ended_at": started_at + timedelta(minutes=minutes),
            "minutes": minutes,
            "questions": 10,
            "right_answers": 9,
        }
        said |= changes
        moments = {name: int(said[name].timestamp()) for name in ("started_at", "ended_at")}
        signed = said | moments | {"trainee_id": str(trainee.trainee_id)}
        text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return said | {"signature": self.key.signature(sha256(text.encode()).hexdigest())}


async def learn(
    platform: LearningPlatform, world: World, trainee: Trainee, started_at: datetime, minutes: int = 50, **changes: Any
) -> dict[str, Any]:
    """A sitting in the class's self-paced session, sent by the trainee's own phone."""
    said = platform.statement(world.session(-1), trainee, started_at, minutes, **changes)
    return dict(await trainee.phone.post("/v1/learning-records", said))
