"""Attendance over HTTP: the dashboard of a class, and one's own."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.attendance import service
from checkin_service.attendance.schemas import ClassAttendance, OwnAttendances
from checkin_service.kit.http import service_router

router = service_router(tag="attendance")


@router.get("/classes/{class_id}/attendance", summary="Attendance of a class (个人打卡率)")
async def read_class_attendance(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ATTENDANCE_READ))], class_id: UUID
) -> ClassAttendance:
    return await service.of_class(resources, subject, class_id)


@router.get("/me/attendance", summary="My own attendance")
async def read_own_attendance(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ATTENDANCE_READ_OWN))]
) -> OwnAttendances:
    return await service.own(resources, subject)
