"""Staff: whoever signs in with a password, at an institution or at an authority."""

from typing import Any
from uuid import UUID

import httpx

from checkin_service.client.wire import Actor, Json

_PAGE = 200


class Staff(Actor):
    def __init__(self, client: httpx.AsyncClient, *, login: str, password: str) -> None:
        super().__init__(client)
        self.login = login
        self.password = password

    async def class_of(self, class_id: UUID) -> Json:
        return dict(await self.get(f"/v1/classes/{class_id}"))

    async def roster_of(self, class_id: UUID) -> list[Json]:
        return list((await self.get(f"/v1/classes/{class_id}/roster"))["trainees"])

    async def attendance_of(self, class_id: UUID) -> Json:
        return dict(await self.get(f"/v1/classes/{class_id}/attendance"))

    async def eligibility(
        self, *, class_id: UUID | None = None, trainee_id: UUID | None = None, voucher_code: str | None = None
    ) -> list[Json]:
        """The determinations that count, with their documents."""
        asked = {"class": class_id, "trainee": trainee_id, "voucher": voucher_code}
        return await self.all_of("/v1/eligibility", "determinations", **asked)

    async def voucher(self, voucher_code: str) -> Json:
        return dict(await self.get(f"/v1/vouchers/{voucher_code}"))

    async def all_of(self, path: str, name: str, **query: object) -> list[Json]:
        """Every page of a list."""
        found: list[Json] = []
        cursor: Any = None
        while True:
            page = await self.get(path, limit=_PAGE, cursor=cursor, **query)
            found.extend(page[name])
            cursor = page["next_cursor"]
            if cursor is None:
                return found

    async def _new_tokens(self) -> Json:
        return await self._post_unsigned("/v1/tokens/password", {"login": self.login, "password": self.password})
