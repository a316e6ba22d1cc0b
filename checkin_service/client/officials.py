"""The authority's side: the officer who approves, and the reviewer who resolves doubts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from checkin_service.client.machines import stood_at
from checkin_service.client.staff import Staff
from checkin_service.client.wire import Json
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

    async def approve_terminal(
        self, *, site_id: UUID, public_key: bytes, name: str = "一楼门口", at: Mapping[str, Any] | None = None
    ) -> UUID:
        """Entered by this person; it reads cards once another has confirmed it."""
        body = {
            "terminal_id": new_id(),
            "site_id": site_id,
            "public_key": encode(public_key),
            "position": None if at is None else stood_at(at),
        } | _grounds(name)
        return UUID((await self.post("/v1/terminals", body))["terminal_id"])

    async def enter_paired(self, *, code: str, site_id: UUID, name: str = "一楼门口") -> UUID:
        """The device that shows this code."""
        body = {"request_id": new_id(), "code": code, "site_id": site_id} | _grounds(name)
        return UUID((await self.post("/v1/terminal-pairings/entries", body))["terminal_id"])

    async def approve_project(
        self,
        *,
        name: str,
        occupation: str,
        subsidy_fen: int,
        training_type: str = "certificate",
        occupation_code: str | None = None,
        fee_fen: int | None = None,
    ) -> UUID:
        body = {
            "project_id": new_id(),
            "name": name,
            "occupation": occupation,
            "training_type": training_type,
            "occupation_code": occupation_code,
            "fee_fen": fee_fen,
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

    async def end_terminal(self, terminal_id: UUID, *, reason: str) -> Json:
        """From now on nothing that its key signs counts."""
        return dict(await self.post(f"/v1/terminals/{terminal_id}/end", {"request_id": new_id(), "reason": reason}))

    async def examine(
        self,
        people: Sequence[UUID],
        conditions: Mapping[str, bool],
        *,
        examined_on: date,
        document: str,
        reason: str,
    ) -> Json:
        """人工审核: conditions that no data tell about, for a list of people; each with whether it is so."""
        body = {
            "examination_id": new_id(),
            "people": list(people),
            "conditions": [{"condition": name, "holds": holds} for name, holds in conditions.items()],
            "examined_on": examined_on,
            "document": document,
            "reason": reason,
        }
        return dict(await self.post("/v1/examinations", body))

    async def match(self, *, source: str, facts: Sequence[Mapping[str, Any]]) -> Json:
        """数据比对: what a source says of people, row by row."""
        return dict(await self.post("/v1/person-facts", {"batch_id": new_id(), "source": source, "facts": list(facts)}))

    async def issue_vouchers(self, class_id: UUID) -> list[Json]:
        """发券: a voucher, and an invitation for a phone, to everybody on the roster who has none."""
        return list((await self.post(f"/v1/classes/{class_id}/vouchers", {"request_id": new_id()}))["vouchers"])

    async def invite_again(self, class_id: UUID, trainee_id: UUID, *, reason: str) -> Json:
        """For a lost phone or an invitation that ran out."""
        body = {"request_id": new_id(), "trainee_id": trainee_id, "reason": reason}
        return dict(await self.post(f"/v1/classes/{class_id}/invitations", body))

    async def prove_phone(self, class_id: UUID, trainee_id: UUID, *, document: Mapping[str, str], reason: str) -> Json:
        """窗口核验: the person came to the counter with the document and the phone that is bound to them."""
        body = {
            "request_id": new_id(),
            "trainee_id": trainee_id,
            "kind": "counter",
            "document": dict(document),
            "reason": reason,
        }
        return dict(await self.post(f"/v1/classes/{class_id}/device-proofs", body))

    async def confirm_credits(
        self, class_id: UUID, *, kind: str, sessions: Sequence[UUID], trainees: Sequence[UUID], reason: str
    ) -> Json:
        """What somebody of the authority saw (`headcount`, `visit`) or decides of hours: who was there, and when."""
        body = {
            "request_id": new_id(),
            "kind": kind,
            "session_ids": list(sessions),
            "trainee_ids": list(trainees),
            "reason": reason,
        }
        return dict(await self.post(f"/v1/classes/{class_id}/credit-confirmations", body))

    async def decide_completion(self, class_id: UUID, *, approved: bool = True, reason: str | None = None) -> Json:
        body = {"request_id": new_id(), "approved": approved, "reason": reason}
        return dict(await self.post(f"/v1/classes/{class_id}/completion", body))

    async def ledger(self, authority_code: str) -> Json:
        return dict(await self.get("/v1/ledger", authority=authority_code))


class Reviewer(Staff):
    """人工复核人员."""

    async def confirm_terminal(self, terminal_id: UUID) -> Json:
        """The second person's word on a device that an officer has entered."""
        return dict(await self.post(f"/v1/terminals/{terminal_id}/confirmation", {"request_id": new_id()}))

    async def open_reviews(self, class_id: UUID | None = None) -> list[Json]:
        return await self.all_of("/v1/reviews", "reviews", **{"class": class_id})

    async def decide(self, review: Json, *, decision: str, reason: str) -> Json:
        """Open the evidence of one doubtful attempt of the queue, then accept or reject it."""
        attempt = {"trainee_id": review["trainee_id"], "attempt_id": review["attempt"]["attempt_id"]}
        await self.open_evidence(attempt)
        body = attempt | {"request_id": new_id(), "decision": decision, "reason": reason}
        return dict(await self.post("/v1/reviews", body))

    async def open_evidence(self, attempt: Json) -> Json:
        """The evidence of an attempt, named by `trainee_id` and `attempt_id`."""
        return dict(await self.post("/v1/reviews/openings", attempt | {"request_id": new_id()}))


def _grounds(name: str) -> Json:
    return {"name": name, "document_number": "人社培〔2026〕12号", "reason": "教学点启用签到设备"}
