"""The authority's side: the officer who approves, and the reviewer who resolves doubts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from checkin_service.demo.actors.staff import Staff
from checkin_service.demo.actors.wire import Json
from checkin_service.kit.base64url import encode
from checkin_service.kit.ids import new_id


class Officer(Staff):
    """人社部门经办人员."""

    async def approve_institution(self, *, name: str, credit_code: str, institution_id: UUID | None = None) -> UUID:
        body = {"institution_id": institution_id or new_id(), "name": name, "credit_code": credit_code}
        return UUID((await self.post("/v1/institutions", body))["institution_id"])

    async def approve_site(
        self,
        *,
        institution_id: UUID,
        name: str,
        address: str,
        longitude: float,
        latitude: float,
        datum: str = "gcj02",
        radius_m: int | None = None,
        areas: Sequence[Mapping[str, Any]] = (),
    ) -> UUID:
        body = {
            "site_id": new_id(),
            "institution_id": institution_id,
            "name": name,
            "address": address,
            "longitude": longitude,
            "latitude": latitude,
            "datum": datum,
            "radius_m": radius_m,
            "areas": list(areas),
        }
        return UUID((await self.post("/v1/sites", body))["site_id"])

    async def change_site(self, site_id: UUID, *, effective_from: date, reason: str, **fence: object) -> Json:
        """Another place, radius or area from a day to come: longitude, latitude, datum, radius_m, areas."""
        body = {"request_id": new_id(), "effective_from": effective_from, "reason": reason, **fence}
        return dict(await self.post(f"/v1/sites/{site_id}/places", body))

    async def approve_terminal(self, *, site_id: UUID, public_key: bytes) -> UUID:
        body = {"terminal_id": new_id(), "site_id": site_id, "public_key": encode(public_key)}
        return UUID((await self.post("/v1/terminals", body))["terminal_id"])

    async def approve_project(
        self, *, name: str, occupation: str, subsidy_fen: int, training_type: str = "certificate"
    ) -> UUID:
        body = {
            "project_id": new_id(),
            "name": name,
            "occupation": occupation,
            "training_type": training_type,
            "subsidy_fen": subsidy_fen,
        }
        return UUID((await self.post("/v1/projects", body))["project_id"])

    async def create_admin(self, *, login: str, password: str, display_name: str, institution_id: UUID) -> UUID:
        """The first account of an institution."""
        body = {
            "staff_id": new_id(),
            "login": login,
            "password": password,
            "display_name": display_name,
            "role": "institution_admin",
            "institution_id": institution_id,
        }
        return UUID((await self.post("/v1/staff", body))["staff_id"])

    async def decide_opening(self, class_id: UUID, *, approved: bool = True, reason: str | None = None) -> Json:
        body = {"request_id": new_id(), "approved": approved, "reason": reason}
        return dict(await self.post(f"/v1/classes/{class_id}/opening", body))

    async def issue_vouchers(self, class_id: UUID) -> list[Json]:
        """发券: a voucher, and an invitation for a phone, to everybody on the roster who has none."""
        return list((await self.post(f"/v1/classes/{class_id}/vouchers", {"request_id": new_id()}))["vouchers"])

    async def invite_again(self, class_id: UUID, trainee_id: UUID, *, reason: str) -> Json:
        """For a lost phone or an invitation that ran out."""
        body = {"request_id": new_id(), "trainee_id": trainee_id, "reason": reason}
        return dict(await self.post(f"/v1/classes/{class_id}/invitations", body))

    async def decide_completion(self, class_id: UUID, *, approved: bool = True, reason: str | None = None) -> Json:
        body = {"request_id": new_id(), "approved": approved, "reason": reason}
        return dict(await self.post(f"/v1/classes/{class_id}/completion", body))

    async def ledger(self, authority_code: str) -> Json:
        return dict(await self.get("/v1/ledger", authority=authority_code))


class Reviewer(Staff):
    """人工复核人员."""

    async def open_reviews(self, class_id: UUID | None = None) -> list[Json]:
        return await self._all("/v1/reviews", "reviews", **{"class": class_id})

    async def decide(self, review: Json, *, decision: str, reason: str) -> Json:
        """Accept or reject one doubtful attempt of the queue."""
        body = {
            "request_id": new_id(),
            "trainee_id": review["trainee_id"],
            "attempt_id": review["attempt"]["attempt_id"],
            "decision": decision,
            "reason": reason,
        }
        return dict(await self.post("/v1/reviews", body))
