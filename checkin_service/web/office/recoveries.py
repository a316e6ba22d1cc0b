"""Lost authenticator apps in pages: one person asks on the page of the account, a second one answers there."""

from typing import Literal
from uuid import UUID

from fastapi import Response
from fastapi.responses import RedirectResponse

from checkin_service.access import recoveries
from checkin_service.access.model import Permission
from checkin_service.access.schemas import NewRecovery
from checkin_service.web.drafts import Draft
from checkin_service.web.forms import Choices, as_body
from checkin_service.web.office.accounts import account_page, link_page
from checkin_service.web.visits import PageRouter, Visit

router = PageRouter()


@router.takes("/accounts/{staff_id}/recovery", by=Permission.RECOVERY_ASK)
async def ask(visit: Visit, staff_id: UUID, form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        fields = {"recovery_id": draft.form_id, "reason": draft.text("reason") or ""}
        await recoveries.ask(visit.resources, visit.subject, staff_id, as_body(NewRecovery, fields))
        return RedirectResponse(f"/accounts/{staff_id}", status_code=303)
    return await account_page(visit, staff_id, draft)


@router.takes("/accounts/{staff_id}/recovery/{ruling}", by=Permission.RECOVERY_RULE)
async def rule(visit: Visit, staff_id: UUID, ruling: Literal["approval", "refusal"], form: Choices) -> Response:
    draft = Draft.sent(form)
    with draft.correctable():
        invited = await recoveries.rule(
            visit.resources, visit.subject, staff_id, draft.form_id, approved=ruling == "approval"
        )
        if invited is not None:
            return link_page(visit, invited)
        return RedirectResponse(f"/accounts/{staff_id}", status_code=303)
    return await account_page(visit, staff_id, draft)
