"""The institution's side: the administrator, and the instructor whose screen shows the rotating code."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from checkin_service.client.staff import Staff
from checkin_service.client.wire import Json
from checkin_service.kit.ids import new_id


class InstitutionAdmin(Staff):
    """培训机构管理员. It never sees an invitation and can never write a check-in."""

    async def create_instructor(self, *, login: str, password: str, display_name: str, institution_id: UUID) -> UUID:
        body = {
            "staff_id": new_id(),
            "login": login,
            "password": password,
            "display_name": display_name,
            "role": "instructor",
            "institution_id": institution_id,
        }
        return UUID((await self.post("/v1/staff", body))["staff_id"])

    async def assign_instructors(self, class_id: UUID, instructors: Iterable[UUID]) -> Json:
        """Who of the institution's instructors teaches a class; nobody else of them sees it."""
        body = {"request_id": new_id(), "instructors": list(instructors)}
        return dict(await self.post(f"/v1/classes/{class_id}/instructors", body))

    async def give_to_everybody(self, class_id: UUID) -> Json:
        """Each instructor of the institution teaches the class."""
        found = (await self.get(f"/v1/classes/{class_id}/instructors"))["instructors"]
        return await self.assign_instructors(class_id, [UUID(each["staff_id"]) for each in found])

    async def apply_for_class(
        self,
        *,
        name: str,
        project_id: UUID,
        teaching_plan: str,
        sessions: Sequence[Mapping[str, Any]],
        proofs: Sequence[str] | None = None,
        moving_fence: bool = False,
    ) -> UUID:
        """开班申请. Each session: session_id, ordinal, site_id, starts_at, ends_at, class_hours."""
        body = {
            "class_id": new_id(),
            "name": name,
            "project_id": project_id,
            "teaching_plan": teaching_plan,
            "sessions": [dict(session) for session in sessions],
            "proofs": None if proofs is None else list(proofs),
            "moving_fence": moving_fence,
        }
        return UUID((await self.post("/v1/classes", body))["class_id"])

    async def submit_roster(self, class_id: UUID, trainees: Sequence[Mapping[str, Any]]) -> dict[UUID, UUID]:
        """花名册 with the checks at registration: requested id → the id that counts.

        Each trainee: trainee_id, name, document, voucher_kind.
        """
        body = {"request_id": new_id(), "trainees": [dict(trainee) for trainee in trainees]}
        answer = await self.post(f"/v1/classes/{class_id}/roster", body)
        ids = {UUID(each["requested_id"]): UUID(each["trainee_id"]) for each in answer["trainees"]}
        await self.record_checks(class_id, ids.values())
        return ids

    async def record_briefing(self, class_id: UUID) -> Json:
        """行前教育, held today: people were told of vouchers and of subsidies."""
        items = ["voucher_briefing", "subsidy_briefing"]
        body = {"briefing_id": new_id(), "items": items, "evidence": "行前教育签到表"}
        return dict(await self.post(f"/v1/classes/{class_id}/briefings", body))

    async def record_checks(self, class_id: UUID, trainees: Iterable[UUID]) -> Json:
        """报名核验, made today: identity, requirements of the occupation, eligibility."""
        items = ["identity", "occupation_requirements", "subsidy_eligibility"]
        body = {
            "check_id": new_id(),
            "items": items,
            "evidence": "身份证原件、申报条件审核表",
            "trainees": list(trainees),
        }
        return dict(await self.post(f"/v1/classes/{class_id}/registration-checks", body))

    async def activate_voucher(self, class_id: UUID, voucher_code: str) -> Json:
        """验券 at arrival."""
        body = {"request_id": new_id(), "voucher_code": voucher_code}
        return dict(await self.post(f"/v1/classes/{class_id}/activations", body))

    async def scan(
        self,
        session_id: UUID,
        qr: str,
        *,
        at: Mapping[str, Any],
        scan_id: UUID | None = None,
        scanned_at: datetime | None = None,
    ) -> Json:
        """扫码验券 at a session: the trainee's live QR, scanned where the administrator stands."""
        body = {"scan_id": scan_id or new_id(), "qr": qr, "position": dict(at), "scanned_at": scanned_at}
        return dict(await self.post(f"/v1/sessions/{session_id}/scans", body))

    async def record_results(self, class_id: UUID, results: Sequence[Mapping[str, Any]]) -> Json:
        """考核 results: trainee_id, passed, assessed_on, score?, certificate?."""
        body = {"request_id": new_id(), "results": [dict(result) for result in results]}
        return dict(await self.post(f"/v1/classes/{class_id}/assessments", body))

    async def apply_for_completion(self, class_id: UUID) -> Json:
        return dict(await self.post(f"/v1/classes/{class_id}/completion-application", {"request_id": new_id()}))


class Instructor(Staff):
    async def classroom_code(self, session_id: UUID) -> str:
        """What the screen shows at this moment."""
        return str((await self.get(f"/v1/sessions/{session_id}/code"))["code"])

    async def place_fence(self, session_id: UUID, at: Mapping[str, Any]) -> Json:
        """Carry the fence of a lesson away from the site."""
        return dict(await self.post(f"/v1/sessions/{session_id}/fences", {"fence_id": new_id(), **at}))
