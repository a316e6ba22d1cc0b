"""Classes, rosters, vouchers of a class and results over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.identity.schemas import BindingProofAnswer
from checkin_service.kit.http.paging import Page
from checkin_service.kit.http.routes import answer, attachment
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.printing import MEDIA_TYPE as PDF
from checkin_service.timetable import service
from checkin_service.timetable.model import ClassState
from checkin_service.timetable.schemas import (
    Application,
    ClassAnswer,
    ClassApplication,
    ClassPage,
    Decision,
    Results,
    ResultsAnswer,
    Roster,
    RosterAnswer,
    RosterList,
)
from checkin_service.timetable.schemas.certificates import CertificateQuery, PublicCertificateAnswer
from checkin_service.timetable.schemas.device_proofs import DeviceProofRequest, PhoneList
from checkin_service.timetable.schemas.instructors import InstructorList, Instructors
from checkin_service.timetable.schemas.invitations import InvitationAnswer, InvitationRequest
from checkin_service.timetable.schemas.own import OwnClasses
from checkin_service.timetable.schemas.plan_changes import PlanChanges, Withdrawal, WithdrawalAnswer
from checkin_service.timetable.schemas.preparing import (
    BriefingAnswer,
    ChecksAnswer,
    NewBriefing,
    NewChecks,
    Preparation,
)
from checkin_service.timetable.schemas.sector_plans import NewSectorPlan, SectorPlanAnswer, SectorPlanPage
from checkin_service.timetable.schemas.vouchers import (
    Activation,
    ActivationAnswer,
    Deduction,
    IssueAnswer,
    IssueRequest,
)
from checkin_service.timetable.words.class_papers import Paper

router = service_router(tag="timetable")


@router.creates("/classes", by=Permission.CLASS_APPLY)
async def apply_for_opening(resources: Res, subject: Subject, body: ClassApplication) -> Kept[ClassAnswer]:
    """开班申请: a class with its teaching plan and timetable in class hours."""
    return await service.apply(resources, subject, body)


@router.reads("/classes", by=Permission.CLASS_READ)
async def list_classes(
    resources: Res, subject: Subject, page: Page, state: Annotated[ClassState | None, Query()] = None
) -> ClassPage:
    """Your institution's classes and those it teaches a leg of, or those that are your authority's matter."""
    return await service.classes(resources, subject, page, state=state)


@router.reads("/classes/{class_id}", by=Permission.CLASS_READ)
async def get_class(resources: Res, subject: Subject, class_id: UUID) -> ClassAnswer:
    """A class with its sessions."""
    return await service.shown_class(resources, subject, class_id)


@router.creates("/classes/{class_id}/opening", by=Permission.CLASS_APPROVE)
async def decide_opening(resources: Res, subject: Subject, class_id: UUID, body: Decision) -> Kept[ClassAnswer]:
    """开班审批 by the supervising authority; the plan becomes the baseline of every attendance rate."""
    return await service.decide_opening(resources, subject, class_id, body)


@router.creates("/classes/{class_id}/roster", by=Permission.ROSTER_WRITE)
async def register(resources: Res, subject: Subject, class_id: UUID, body: Roster) -> Kept[RosterAnswer]:
    """Enter people on the roster (花名册): all rows or none, each bad row named."""
    return await service.register(resources, subject, class_id, body)


@router.reads("/classes/{class_id}/roster", by=Permission.ROSTER_READ)
async def get_roster(resources: Res, subject: Subject, class_id: UUID) -> RosterList:
    """Who is on the roster; identity documents are masked."""
    return await service.roster(resources, subject, class_id)


@router.hands_out(
    "/classes/{class_id}/papers/{paper}",
    by=Permission.ROSTER_READ,
    summary="Roster, sign-in sheets or certificates on paper (PDF)",
    media=[PDF],
)
async def get_class_paper(resources: Res, subject: Subject, class_id: UUID, paper: Paper) -> Response:
    """With places for signatures and seals; documents are masked."""
    content = await service.class_paper(resources, subject, class_id, paper)
    return attachment(content, f"{paper}-{class_id}.pdf", PDF)


@router.creates("/classes/{class_id}/instructors", by=Permission.INSTRUCTOR_ASSIGN, summary="Say who teaches a class")
async def assign_instructors(
    resources: Res, subject: Subject, class_id: UUID, body: Instructors
) -> Kept[InstructorList]:
    """The whole list of your own instructors for it: they see and work in the class, and other instructors do not."""
    return await service.assign(resources, subject, class_id, body)


@router.reads("/classes/{class_id}/instructors", by=Permission.INSTRUCTOR_ASSIGN)
async def get_instructors(resources: Res, subject: Subject, class_id: UUID) -> InstructorList:
    """Your own instructors, each with whether they teach the class."""
    return await service.instructors(resources, subject, class_id)


@router.creates("/classes/{class_id}/briefings", by=Permission.ROSTER_WRITE, summary="Record a briefing (行前教育)")
async def record_briefing(resources: Res, subject: Subject, class_id: UUID, body: NewBriefing) -> Kept[BriefingAnswer]:
    """What people were told before the class opens; where the rules ask for it, the opening waits for it (SX-28)."""
    return await service.record_briefing(resources, subject, class_id, body)


@router.creates(
    "/classes/{class_id}/registration-checks",
    by=Permission.ROSTER_WRITE,
    summary="Record checks at registration (报名核验)",
)
async def record_checks(resources: Res, subject: Subject, class_id: UUID, body: NewChecks) -> Kept[ChecksAnswer]:
    """What was examined of people, by which documents; nobody's voucher is used before that (FJ-29, SX-18)."""
    return await service.record_checks(resources, subject, class_id, body)


@router.reads("/classes/{class_id}/preparation", by=Permission.ROSTER_READ)
async def get_preparation(resources: Res, subject: Subject, class_id: UUID) -> Preparation:
    """Briefings and checks at registration as they were recorded, with who recorded them and by which documents."""
    return await service.preparation(resources, subject, class_id)


@router.creates(
    "/sector-plans",
    by=Permission.SECTOR_PLAN_FILE,
    summary="File plan, people and rate of a sector's training (行业报送)",
)
async def file_sector_plan(resources: Res, subject: Subject, body: NewSectorPlan) -> Kept[SectorPlanAnswer]:
    """By a sector authority, before its training begins: no class opens and nobody is entered without it (SX-10)."""
    return await service.file_plan(resources, subject, body)


@router.reads("/sector-plans", by=Permission.SECTOR_PLAN_READ)
async def list_sector_plans(resources: Res, subject: Subject, page: Page) -> SectorPlanPage:
    """What was filed with your authority, for its officers and its finance staff."""
    return await service.plans(resources, subject, page)


@router.creates("/classes/{class_id}/vouchers", by=Permission.VOUCHER_ISSUE)
async def issue(resources: Res, subject: Subject, class_id: UUID, body: IssueRequest) -> Kept[IssueAnswer]:
    """发券 to everybody on the roster without one. Invitations travel with the voucher, never by the institution."""
    return await service.issue(resources, subject, class_id, body)


@router.creates("/classes/{class_id}/activations", by=Permission.VOUCHER_ACTIVATE)
async def activate(resources: Res, subject: Subject, class_id: UUID, body: Activation) -> Kept[ActivationAnswer]:
    """验券 at arrival: the voucher shown is activated and used in this class."""
    return await service.activate(resources, subject, class_id, body)


@router.creates(
    "/me/vouchers/{voucher_id}/deduction",
    by=Permission.VOUCHER_DEDUCT,
    summary="Put your own voucher to use online, by the e-card (线上扣减)",
)
async def deduct(resources: Res, subject: Subject, voucher_id: UUID, body: Deduction) -> Kept[ActivationAnswer]:
    """Where lessons are online and the rules know this way: nobody has to come to a desk."""
    return await service.deduct(resources, subject, voucher_id, body)


@router.creates("/classes/{class_id}/assessments", by=Permission.ASSESSMENT_RECORD)
async def record_assessments(resources: Res, subject: Subject, class_id: UUID, body: Results) -> Kept[ResultsAnswer]:
    """Results of the assessment (考核) and certificates: all rows or none; the latest result counts."""
    return await service.record_results(resources, subject, class_id, body)


@router.creates("/classes/{class_id}/completion-application", by=Permission.COMPLETION_APPLY)
async def apply_for_completion(
    resources: Res, subject: Subject, class_id: UUID, body: Application
) -> Kept[ClassAnswer]:
    """结业申请, once the last session is over."""
    return await service.apply_for_completion(resources, subject, class_id, body)


@router.creates("/classes/{class_id}/completion", by=Permission.COMPLETION_APPROVE)
async def decide_completion(resources: Res, subject: Subject, class_id: UUID, body: Decision) -> Kept[ClassAnswer]:
    """结业审批 by the supervising authority; eligibility is determined from here."""
    return await service.decide_completion(resources, subject, class_id, body)


@router.reads("/classes/{class_id}/plan-changes", by=Permission.CLASS_READ)
async def get_plan_changes(resources: Res, subject: Subject, class_id: UUID) -> PlanChanges:
    """Every change of the approved plan, with its reason and both totals."""
    return await service.plan_changes(resources, subject, class_id)


@router.creates("/classes/{class_id}/invitations", by=Permission.DEVICE_REPLACE)
async def invite_again(
    resources: Res, subject: Subject, class_id: UUID, body: InvitationRequest
) -> Kept[InvitationAnswer]:
    """A new invitation for a person whose phone is lost or whose invitation ran out; the old phone is signed out."""
    return await service.invite_again(resources, subject, class_id, body)


@router.creates("/classes/{class_id}/device-proofs", by=Permission.DEVICE_PROVE)
async def prove_device(
    resources: Res, subject: Subject, class_id: UUID, body: DeviceProofRequest
) -> Kept[BindingProofAnswer]:
    """Enter that a bound phone is the person's own: seen at a desk or counter with the document, or called back."""
    return await service.prove_device(resources, subject, class_id, body)


@router.reads("/classes/{class_id}/phones", by=Permission.DEVICE_READ)
async def get_phones(resources: Res, subject: Subject, class_id: UUID) -> PhoneList:
    """How the phones of a class were bound, and who has to be seen or called back."""
    return await service.phones(resources, subject, class_id)


@router.creates("/classes/{class_id}/withdrawal", by=Permission.REGISTRATION_WITHDRAW)
async def withdraw_trainee(
    resources: Res, subject: Subject, class_id: UUID, body: Withdrawal
) -> Kept[WithdrawalAnswer]:
    """退班: leave a class of one's own."""
    return await service.withdraw(resources, subject, class_id, body)


@router.reads("/me/classes", by=Permission.CLASS_READ_OWN)
async def own_classes(resources: Res, subject: Subject) -> OwnClasses:
    """Your own classes: sessions, check-in windows, places, and your voucher."""
    return await service.own_classes(resources, subject)


@router.post("/certificate-queries", response_model=PublicCertificateAnswer, summary="Look up a certificate (证书查询)")
async def query_certificate(resources: Res, request: Request, body: CertificateQuery) -> Response:
    """For anybody, by number and name together. What does not exist and what does not fit look the same."""
    address = request.client.host if request.client else ""
    return answer(await service.query_certificate(resources, body, address=address))
