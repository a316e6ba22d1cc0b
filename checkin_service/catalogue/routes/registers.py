"""The registers over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from checkin_service.access.dependencies import Res, address_of, service_router
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
    ProjectAnswer,
    ProjectPage,
    SiteAnswer,
    SitePage,
    SitePlaceAnswer,
    SitePlaces,
)
from checkin_service.catalogue.schemas.changes import (
    ChangeAnswer,
    InstitutionRecord,
    NewChange,
    NewChangeDecision,
    WaitingChanges,
)
from checkin_service.catalogue.schemas.contacts import ContactAnswer, NewContact, OwnContact
from checkin_service.catalogue.schemas.occupations import (
    Occupations,
    OccupationsImport,
    OccupationsImported,
)
from checkin_service.catalogue.schemas.pictures import NewSitePicture, SitePictureAnswer
from checkin_service.catalogue.schemas.project_steps import NewProjectStep, ProjectHistory
from checkin_service.catalogue.schemas.qualifications import NewQualification, QualificationAnswer, Qualifications
from checkin_service.catalogue.schemas.standing import InstitutionStandings
from checkin_service.catalogue.schemas.terminals import (
    NewPairing,
    NewTerminal,
    PairedTerminal,
    PairingAnswer,
    TerminalAnswer,
    TerminalConfirmation,
    TerminalConfirmed,
    TerminalEnd,
    TerminalEnded,
    TerminalSignIn,
)
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import answer, attachment
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.place import Here
from checkin_service.proposals.schemas import ProposalAnswer

JPEG = "image/jpeg"

router = service_router(tag="catalogue")


@router.creates("/institutions", by=Permission.INSTITUTION_CREATE)
async def approve_institution(resources: Res, subject: Subject, body: NewInstitution) -> Kept[InstitutionAnswer]:
    """Enter an institution; the officer's authority supervises it from now on."""
    return await service.approve_institution(resources, subject, body)


@router.reads("/institutions", by=Permission.INSTITUTION_READ)
async def list_institutions(resources: Res, subject: Subject, page: Page) -> InstitutionPage:
    """The institutions your authority supervises."""
    return await service.institutions(resources, subject, page)


@router.creates(
    "/institutions/{institution_id}/qualifications",
    by=Permission.INSTITUTION_CREATE,
    summary="Enter what an institution is licensed for (资质)",
)
async def enter_qualification(
    resources: Res, subject: Subject, institution_id: UUID, body: NewQualification
) -> Kept[QualificationAnswer]:
    """Kind and licence as your authority examined them; where practice needs a qualified school, this decides."""
    return await service.enter_qualification(resources, subject, institution_id, body)


@router.reads("/institutions/{institution_id}/qualifications", by=Permission.INSTITUTION_READ)
async def list_qualifications(resources: Res, subject: Subject, institution_id: UUID) -> Qualifications:
    """All that was entered of an institution your authority supervises, oldest first."""
    return await service.qualifications(resources, subject, institution_id)


@router.reads("/institutions/{institution_id}/standings", by=Permission.INSTITUTION_READ)
async def list_standings(resources: Res, subject: Subject, institution_id: UUID) -> InstitutionStandings:
    """How an institution that your authority supervises stands, and every decision about it, oldest first."""
    return await service.standings(resources, subject, institution_id)


@router.creates(
    "/institutions/{institution_id}/changes",
    by=Permission.INSTITUTION_KEEP,
    summary="Ask to be registered by another name or address (变更)",
)
async def ask_institution_change(
    resources: Res, subject: Subject, institution_id: UUID, body: NewChange
) -> Kept[ChangeAnswer]:
    """By the institution itself; the authority decides, and what it was called stays on record."""
    return await service.ask_change(resources, subject, institution_id, body)


@router.reads("/institutions/{institution_id}/changes", by=Permission.INSTITUTION_LOOK)
async def read_institution_record(resources: Res, subject: Subject, institution_id: UUID) -> InstitutionRecord:
    """How an institution is registered now, and every change asked for, oldest first."""
    return await service.record_of(resources, subject, institution_id)


@router.reads("/institution-changes", by=Permission.INSTITUTION_CREATE, summary="Changes that wait for a decision")
async def list_waiting_changes(resources: Res, subject: Subject) -> WaitingChanges:
    """Of the institutions that your authority supervises."""
    return await service.waiting_changes(resources, subject)


@router.creates("/institution-changes/{change_id}/answer", by=Permission.INSTITUTION_CREATE)
async def decide_institution_change(
    resources: Res, subject: Subject, change_id: UUID, body: NewChangeDecision
) -> Kept[ChangeAnswer]:
    """An approved change is registered at once; a refusal says why."""
    return await service.decide_change(resources, subject, change_id, body)


@router.creates("/enterprises", by=Permission.ENTERPRISE_CREATE, summary="Enter an enterprise (企业)")
async def approve_enterprise(resources: Res, subject: Subject, body: NewEnterprise) -> Kept[EnterpriseAnswer]:
    """An application for a class names it when the training is held for its workers."""
    return await service.approve_enterprise(resources, subject, body)


@router.creates("/sites", by=Permission.SITE_CREATE)
async def approve_site(resources: Res, subject: Subject, body: NewSite) -> Kept[SiteAnswer]:
    """Enter a training place with its coordinates, their datum and the effective radius (有效半径)."""
    return await service.approve_site(resources, subject, body)


@router.reads("/sites", by=Permission.SITE_READ)
async def list_sites(resources: Res, subject: Subject, page: Page) -> SitePage:
    """The sites of your own institution, or of those your authority supervises."""
    return await service.sites(resources, subject, page)


@router.reads("/sites/near", by=Permission.SITE_FIND, summary="Training places near a point (就近培训地点)")
async def find_sites(resources: Res, here: Here, limit: Annotated[int, Query(ge=1, le=50)] = 10) -> NearSites:
    """The nearest first, of every institution, with distances; coordinates come back in the datum you ask in."""
    return await service.near(resources, here, count=limit)


@router.creates("/sites/{site_id}/places", by=Permission.SITE_CHANGE)
async def change_site(resources: Res, subject: Subject, site_id: UUID, body: NewSitePlace) -> Kept[SitePlaceAnswer]:
    """Another place, radius or area from a day to come; nothing judged before that day changes."""
    return await service.change_site(resources, subject, site_id, body)


@router.creates(
    "/sites/{site_id}/picture",
    by=Permission.SITE_PICTURE,
    summary="Lay a plan of a site under its drawing (平面图)",
)
async def state_picture(
    resources: Res, subject: Subject, site_id: UUID, body: NewSitePicture
) -> Kept[SitePictureAnswer]:
    """Drawn anew without what the file says beside it; shown to those who see the site, never used to judge."""
    return await service.state_picture(resources, subject, site_id, body)


@router.hands_out("/sites/{site_id}/picture", by=Permission.SITE_READ, media=[JPEG], summary="A site's plan (JPEG)")
async def get_picture(resources: Res, subject: Subject, site_id: UUID) -> Response:
    """As the service drew it anew."""
    return attachment(await service.picture_file(resources, subject, site_id), "site.jpg", JPEG)


@router.reads("/sites/{site_id}/places", by=Permission.SITE_READ)
async def list_places(resources: Res, subject: Subject, site_id: UUID) -> SitePlaces:
    """Where a site has been and will be, with the day each place begins."""
    return await service.places(resources, subject, site_id)


@router.creates("/terminals", by=Permission.TERMINAL_CREATE)
async def approve_terminal(resources: Res, subject: Subject, body: NewTerminal) -> Kept[TerminalAnswer]:
    """Enter a device fixed at a site by its public key; it reads cards once another person has confirmed it."""
    return await service.approve_terminal(resources, subject, body)


@router.post("/terminal-pairings", status_code=201, response_model=PairingAnswer)
async def offer_pairing(resources: Res, request: Request, body: NewPairing) -> Response:
    """A device offers itself and is given the digits to show; nothing else follows until somebody enters them."""
    return answer(await service.offer_pairing(resources, body, address=address_of(request)), status=201)


@router.creates("/terminal-pairings/entries", by=Permission.TERMINAL_CREATE)
async def enter_paired(resources: Res, subject: Subject, body: PairedTerminal) -> Kept[TerminalAnswer]:
    """Enter the device that shows this code; the fix it offered is the one it is held to from now on."""
    return await service.enter_paired(resources, subject, body)


@router.creates("/terminals/{terminal_id}/confirmation", by=Permission.TERMINAL_CONFIRM)
async def confirm_terminal(
    resources: Res, subject: Subject, terminal_id: UUID, body: TerminalConfirmation
) -> Kept[TerminalConfirmed]:
    """The second person: without it a device shows codes and reads no cards."""
    return await service.confirm_terminal(resources, subject, terminal_id, body)


@router.creates("/terminals/{terminal_id}/end", by=Permission.TERMINAL_END)
async def end_terminal(resources: Res, subject: Subject, terminal_id: UUID, body: TerminalEnd) -> Kept[TerminalEnded]:
    """End a device at a site: from now on nothing that its key signs counts, and no code is shown on it."""
    return await service.end_terminal(resources, subject, terminal_id, body)


@router.post("/tokens/terminal", response_model=TokenAnswer)
async def sign_in_terminal(resources: Res, request: Request, body: TerminalSignIn) -> Response:
    """A terminal signs in with its key; it asks again whenever the token has run out."""
    return answer(await service.sign_in_terminal(resources, body, address=address_of(request)))


@router.creates("/occupations", by=Permission.OCCUPATION_IMPORT, summary="Import occupations (职业（工种）目录)")
async def import_occupations(resources: Res, subject: Subject, body: OccupationsImport) -> Kept[OccupationsImported]:
    """Code, name, level and kind; the authorities below and their projects use the same register."""
    return await service.import_occupations(resources, subject, body)


@router.reads("/occupations", by=Permission.PROJECT_READ, summary="The register of occupations that holds here")
async def list_occupations(resources: Res, subject: Subject) -> Occupations:
    """One's own authority's entries and those of the authorities above it."""
    return await service.occupations(resources, subject)


@router.creates("/projects", by=Permission.PROJECT_CREATE)
async def approve_project(resources: Res, subject: Subject, body: NewProject) -> Kept[ProjectAnswer]:
    """Enter a training project with the subsidy your authority pays per eligible person."""
    return await service.approve_project(resources, subject, body)


@router.reads("/projects", by=Permission.PROJECT_READ)
async def list_projects(resources: Res, subject: Subject, page: Page) -> ProjectPage:
    """The projects of your authority, or of the one that supervises your institution."""
    return await service.projects(resources, subject, page)


@router.creates(
    "/projects/{project_id}/steps",
    by=Permission.PROJECT_CREATE,
    summary="Propose another name, a suspension, a closure or a return of a project (变更、暂停、关闭、恢复)",
)
async def propose_project_step(
    resources: Res, subject: Subject, project_id: UUID, body: NewProjectStep
) -> Kept[ProposalAnswer]:
    """It holds once a second person approves. Open classes go on to their end; a closure refuses those that wait."""
    return await service.propose_project_step(resources, subject, project_id, body)


@router.reads("/projects/{project_id}/steps", by=Permission.PROJECT_READ)
async def read_project_history(resources: Res, subject: Subject, project_id: UUID) -> ProjectHistory:
    """What a project is called and how it stands, and every decision about it, oldest first."""
    return await service.project_history(resources, subject, project_id)


@router.creates("/contacts", by=Permission.CONTACT_STATE, summary="State one's telephone and counter")
async def state_contact(resources: Res, subject: Subject, body: NewContact) -> Kept[ContactAnswer]:
    """Of one's own authority or institution; people whom a text sends there read them on their phones."""
    return await service.state_contact(resources, subject, body)


@router.reads("/contacts", by=Permission.CONTACT_STATE, summary="The telephone and counter that one has stated")
async def read_contact(resources: Res, subject: Subject) -> OwnContact:
    return await service.own_contact(resources, subject)
