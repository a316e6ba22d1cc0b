"""The registers over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response

from checkin_service.access.dependencies import Res, allow
from checkin_service.access.model import Permission, Subject
from checkin_service.access.schemas import TokenAnswer
from checkin_service.catalogue import service
from checkin_service.catalogue.schemas import (
    EnterpriseAnswer,
    InstitutionAnswer,
    InstitutionPage,
    NearSites,
    NewEnterprise,
    NewInstitution,
    NewProject,
    NewSite,
    NewSitePlace,
    NewTerminal,
    ProjectAnswer,
    ProjectPage,
    SiteAnswer,
    SitePage,
    SitePlaceAnswer,
    SitePlaces,
    TerminalAnswer,
    TerminalSignIn,
)
from checkin_service.kit.http import answer, service_router
from checkin_service.kit.paging import Page
from checkin_service.kit.place import Here

router = service_router(tag="catalogue")


@router.post("/institutions", status_code=201, response_model=InstitutionAnswer)
async def approve_institution(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.INSTITUTION_CREATE))], body: NewInstitution
) -> Response:
    """Enter an institution; the officer's authority supervises it from now on."""
    return answer(await service.approve_institution(resources, subject, body), status=201)


@router.get("/institutions", response_model=InstitutionPage)
async def list_institutions(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.INSTITUTION_READ))], page: Page
) -> Response:
    """The institutions your authority supervises."""
    return answer(await service.institutions(resources, subject, page))


@router.post("/enterprises", status_code=201, response_model=EnterpriseAnswer, summary="Enter an enterprise (企业)")
async def approve_enterprise(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.ENTERPRISE_CREATE))], body: NewEnterprise
) -> Response:
    """An application for a class names it when the training is held for its workers."""
    return answer(await service.approve_enterprise(resources, subject, body), status=201)


@router.post("/sites", status_code=201, response_model=SiteAnswer)
async def approve_site(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SITE_CREATE))], body: NewSite
) -> Response:
    """Enter a training place with its coordinates, their datum and the effective radius (有效半径)."""
    return answer(await service.approve_site(resources, subject, body), status=201)


@router.get("/sites", response_model=SitePage)
async def list_sites(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SITE_READ))], page: Page
) -> Response:
    """The sites of your own institution, or of those your authority supervises."""
    return answer(await service.sites(resources, subject, page))


@router.get("/sites/near", response_model=NearSites, summary="Training places near a point (就近培训地点)")
async def find_sites(
    resources: Res,
    _: Annotated[Subject, Depends(allow(Permission.SITE_FIND))],
    here: Here,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Response:
    """The nearest first, of every institution, with distances; coordinates come back in the datum you ask in."""
    return answer(await service.near(resources, here, count=limit))


@router.post("/sites/{site_id}/places", status_code=201, response_model=SitePlaceAnswer)
async def change_site(
    resources: Res,
    subject: Annotated[Subject, Depends(allow(Permission.SITE_CHANGE))],
    site_id: UUID,
    body: NewSitePlace,
) -> Response:
    """Another place, radius or area from a day to come; nothing judged before that day changes."""
    return answer(await service.change_site(resources, subject, site_id, body), status=201)


@router.get("/sites/{site_id}/places", response_model=SitePlaces)
async def list_places(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.SITE_READ))], site_id: UUID
) -> Response:
    """Where a site has been and will be, with the day each place begins."""
    return answer(await service.places(resources, subject, site_id))


@router.post("/terminals", status_code=201, response_model=TerminalAnswer)
async def approve_terminal(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.TERMINAL_CREATE))], body: NewTerminal
) -> Response:
    """Enter a card terminal fixed at a site, with its public key."""
    return answer(await service.approve_terminal(resources, subject, body), status=201)


@router.post("/tokens/terminal", response_model=TokenAnswer)
async def sign_in_terminal(resources: Res, body: TerminalSignIn) -> Response:
    """A terminal signs in with its key; it asks again whenever the token has run out."""
    return answer(await service.sign_in_terminal(resources, body))


@router.post("/projects", status_code=201, response_model=ProjectAnswer)
async def approve_project(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.PROJECT_CREATE))], body: NewProject
) -> Response:
    """Enter a training project with the subsidy your authority pays per eligible person."""
    return answer(await service.approve_project(resources, subject, body), status=201)


@router.get("/projects", response_model=ProjectPage)
async def list_projects(
    resources: Res, subject: Annotated[Subject, Depends(allow(Permission.PROJECT_READ))], page: Page
) -> Response:
    """The projects of your authority, or of the one that supervises your institution."""
    return answer(await service.projects(resources, subject, page))
