"""Devices at sites over HTTP: what each reports, and what the authority sees of them."""

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.checkin.schemas.devices import DeviceReport, DeviceReported, DevicesAnswer
from checkin_service.checkin.schemas.fences import MovedFences
from checkin_service.checkin.schemas.kiosk import DoorLessons
from checkin_service.checkin.service import devices, kiosk, moving_fences

router = service_router(tag="check-in")


@router.reads("/terminals/own/reports", by=Permission.CODE_DISPLAY, method="POST", summary="A device reports")
async def report(resources: Res, subject: Subject, body: DeviceReport) -> DeviceReported:
    """Once a minute: where the device stands and what its clock shows. Silence and distance end its code."""
    return await devices.report(resources, subject, body)


@router.reads("/terminals", by=Permission.TERMINAL_READ, summary="Displays and terminals of your institutions")
async def list_devices(resources: Res, subject: Subject) -> DevicesAnswer:
    """Each with its grounds, state, place, clock and pace; those in service first."""
    return await devices.devices(resources, subject)


@router.reads("/terminals/own/lessons", by=Permission.CODE_DISPLAY, summary="The lessons at a device's own site")
async def list_lessons(resources: Res, subject: Subject) -> DoorLessons:
    """Of the hours around now, with how many have signed in and nobody's name."""
    return await kiosk.lessons(resources, subject)


@router.reads("/moving-fences", by=Permission.FENCE_READ, summary="Where classes were held away from their sites")
async def list_fences(resources: Res, subject: Subject) -> MovedFences:
    """The latest first, with the distance of each, who carried it and how many phones bear it out."""
    return await moving_fences.fences(resources, subject)
