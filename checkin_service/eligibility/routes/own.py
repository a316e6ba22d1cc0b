"""A person's own subsidies over HTTP."""

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.schemas.own import OwnSubsidies
from checkin_service.eligibility.service import own

router = service_router(tag="eligibility")


@router.reads("/me/subsidies", by=Permission.CLASS_READ_OWN, summary="From the voucher to the account, of one's own")
async def get_own_subsidies(resources: Res, subject: Subject) -> OwnSubsidies:
    """Each station with its day, the determination with its reasons, how long an appeal is open, and its answer."""
    return await own.own_subsidies(resources, subject)
