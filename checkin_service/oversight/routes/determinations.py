"""The eligibility query of regulators, institutions and trainees."""

import asyncio
import json
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from checkin_service.access.dependencies import Res, service_router
from checkin_service.access.model import Permission, Subject
from checkin_service.eligibility.schemas.determinations import DeterminationBody, DeterminationPage, Purpose
from checkin_service.eligibility.service import determination, determinations_visible_to
from checkin_service.kit.http.paging import Page, PageRequest
from checkin_service.kit.http.routes import answer, attachment
from checkin_service.kit.idempotency import Kept
from checkin_service.kit.printing import MEDIA_TYPE as PDF
from checkin_service.oversight import service
from checkin_service.oversight.schemas import (
    EmptyClasses,
    Export,
    ListedBody,
    LookPage,
    NewPublication,
    OwnOffices,
    Publication,
    Search,
    SearchPage,
    SignedRecord,
    VoucherList,
    VoucherListAnswer,
)
from checkin_service.oversight.schemas.complaints import (
    ComplaintContent,
    ComplaintFiled,
    ComplaintItem,
    ComplaintPage,
    ComplaintQuery,
    ComplaintReading,
    ComplaintStatus,
    NewComplaint,
    NewComplaintAssignment,
    NewComplaintStep,
)
from checkin_service.oversight.schemas.helping import HelpCase, HelpFound, HelpSearch
from checkin_service.oversight.service import complaints, helping
from checkin_service.oversight.service.looks import own_looks
from checkin_service.oversight.service.reaching import own_offices
from checkin_service.oversight.service.record import own_record, signed_record
from checkin_service.oversight.words.pdf import pdf_of
from checkin_service.oversight.words.publication_pdf import publication_pdf
from checkin_service.oversight.words.record import pdf_of_record
from checkin_service.oversight.words.tables import MEDIA

router = service_router(tag="eligibility")

StatedPurpose = Annotated[Purpose | None, Query(description="Why it is read; an authority's reads are written down")]


@router.reads(
    "/eligibility",
    by=Permission.DETERMINATION_READ,
    summary="Determinations of a class, a trainee or a voucher (补贴资格审核)",
)
async def get_eligibility(
    resources: Res,
    subject: Subject,
    page: Page,
    class_id: Annotated[UUID | None, Query(alias="class")] = None,
    trainee_id: Annotated[UUID | None, Query(alias="trainee")] = None,
    voucher_code: Annotated[str | None, Query(alias="voucher", max_length=40)] = None,
    purpose: StatedPurpose = None,
) -> DeterminationPage:
    """The determination that counts for each registration, with the stored document; ask for exactly one of three."""
    found = await determinations_visible_to(
        resources,
        subject,
        class_id=class_id,
        trainee_id=trainee_id,
        voucher_code=voucher_code,
        page=page,
        purpose=purpose,
    )
    shown, next_cursor = page.shown(found, lambda each: each.determination_id)
    return DeterminationPage(determinations=[DeterminationBody.of(each) for each in shown], next_cursor=next_cursor)


@router.reads(
    "/eligibility/searches",
    by=Permission.DETERMINATION_SEARCH,
    method="POST",
    summary="Lists by class, person, voucher, institution, region, period, outcome",
)
async def post_search(resources: Res, subject: Subject, body: Search) -> SearchPage:
    """Asked by a body, because an identity number has no place in an address; the read is written down."""
    found = await service.search(resources, subject, body)
    page = PageRequest(body.cursor or UUID(int=0), body.limit)
    shown, next_cursor = page.shown(found, lambda each: each.determination_id)
    return SearchPage(determinations=[ListedBody.of(each) for each in shown], next_cursor=next_cursor)


@router.hands_out(
    "/eligibility/exports",
    by=Permission.DETERMINATION_SEARCH,
    method="POST",
    summary="The same lists as CSV or XLSX, with a manifest",
    media=MEDIA.values(),
)
async def post_export(resources: Res, subject: Subject, body: Export) -> Response:
    """`Content-Digest` is of the file (RFC 9530), `Manifest-SHA256` of what the audit trail keeps about it."""
    file = await service.export(resources, subject, body)
    digests = {"Content-Digest": file.digest, "Manifest-SHA256": file.manifest.sha256}
    return attachment(file.content, f"eligibility.{body.format}", MEDIA[body.format], **digests)


@router.reads(
    "/eligibility/voucher-lists",
    by=Permission.VOUCHER_LIST_READ,
    method="POST",
    summary="What has become of the voucher codes of a claim (批量导入)",
)
async def post_voucher_list(resources: Res, subject: Subject, body: VoucherList) -> VoucherListAnswer:
    return await service.voucher_list(resources, subject, body)


@router.reads(
    "/empty-classes",
    by=Permission.DETERMINATION_SEARCH,
    summary="Classes that look empty (空转), before money moves",
)
async def get_empty_classes(resources: Res, subject: Subject, page: Page) -> EmptyClasses:
    """Where no attendance rate is asked for: classes whose people hardly signed in for what was held so far."""
    return await service.empty_classes(resources, subject, page)


@router.reads(
    "/eligibility/{determination_id}", by=Permission.DETERMINATION_READ, summary="One determination, superseded or not"
)
async def get_determination(
    resources: Res, subject: Subject, determination_id: UUID, purpose: StatedPurpose = None
) -> DeterminationBody:
    return DeterminationBody.of(await determination(resources, subject, determination_id, purpose=purpose))


@router.hands_out(
    "/eligibility/{determination_id}/sheet.pdf",
    by=Permission.DETERMINATION_READ,
    summary="A determination on paper, in Chinese",
    media=[PDF],
)
async def get_sheet(
    resources: Res, subject: Subject, request: Request, determination_id: UUID, purpose: StatedPurpose = None
) -> Response:
    sheet = await service.sheet(resources, subject, determination_id, purpose=purpose)
    content = await asyncio.to_thread(pdf_of, sheet, site=str(request.base_url))
    return attachment(content, f"determination-{determination_id}.pdf", PDF)


@router.creates(
    "/classes/{class_id}/publication",
    by=Permission.PUBLICATION_MAKE,
    summary="The list published before payment (公示), names masked",
)
async def post_publication(resources: Res, subject: Subject, class_id: UUID, body: NewPublication) -> Kept[Publication]:
    return await service.publish(resources, subject, class_id, body)


@router.reads("/me/record", by=Permission.CLASS_READ_OWN, summary="Own record of a working life, signed (终身档案)")
async def get_own_record(resources: Res, subject: Subject) -> SignedRecord:
    """Every training, certificate and voucher of every authority in this service, for the person to keep."""
    return await signed_record(resources, subject)


@router.reads("/me/offices", by=Permission.CLASS_READ_OWN, summary="Whom you can ask: telephones and counters")
async def get_own_offices(resources: Res, subject: Subject) -> OwnOffices:
    """The authorities and institutions of your classes and vouchers, as they state it themselves."""
    return await own_offices(resources, subject)


@router.reads("/me/looks", by=Permission.CLASS_READ_OWN, summary="Who looked at what is yours (谁看过我的信息)")
async def get_own_looks(
    resources: Res,
    subject: Subject,
    before: Annotated[UUID | None, Query(description="`next_cursor` of the page before")] = None,
) -> LookPage:
    """The latest first: which office, in what role, at what and why; people's names are not told."""
    return await own_looks(resources, subject, before=before)


@router.hands_out(
    "/me/record.pdf", by=Permission.CLASS_READ_OWN, summary="The same record on paper, in Chinese", media=[PDF]
)
async def get_own_record_paper(resources: Res, subject: Subject) -> Response:
    content = await asyncio.to_thread(pdf_of_record, await own_record(resources, subject))
    return attachment(content, "training-record.pdf", PDF)


@router.hands_out(
    "/classes/{class_id}/publication/paper",
    by=Permission.PUBLICATION_MAKE,
    method="POST",
    summary="The same list on paper, to be put up (PDF)",
    media=[PDF],
)
async def post_publication_paper(resources: Res, subject: Subject, class_id: UUID, body: NewPublication) -> Response:
    """Of the publication with this id, which is made if it has not been."""
    published = json.loads(await service.publish(resources, subject, class_id, body))
    content = await asyncio.to_thread(publication_pdf, published)
    return attachment(content, f"publication-{body.publication_id}.pdf", PDF)


@router.post("/complaints", status_code=201, response_model=ComplaintFiled, summary="File a complaint (投诉举报)")
async def file_complaint(resources: Res, request: Request, body: NewComplaint) -> Response:
    """By anybody, without signing in; institutions never see it. The receipt number asks for the answer later."""
    return answer(await complaints.file(resources, body, address=_address(request)), status=201)


@router.post("/complaint-queries", response_model=ComplaintStatus, summary="What became of a complaint")
async def ask_complaint(resources: Res, request: Request, body: ComplaintQuery) -> Response:
    """By the receipt number, which has no place in an address."""
    return answer(await complaints.status(resources, body, address=_address(request)))


@router.reads("/complaints", by=Permission.COMPLAINT_HANDLE, summary="Complaints to one's authority, oldest first")
async def list_complaints(resources: Res, subject: Subject, page: Page) -> ComplaintPage:
    return await complaints.listed(resources, subject, page)


@router.creates(
    "/complaints/{complaint_id}/assignment",
    by=Permission.COMPLAINT_HANDLE,
    summary="Give a complaint to somebody (分办)",
)
async def assign_complaint(
    resources: Res, subject: Subject, complaint_id: UUID, body: NewComplaintAssignment
) -> Kept[ComplaintItem]:
    """Of one's own authority; the queue of everybody else shows it no more."""
    return await complaints.assign(resources, subject, complaint_id, body)


@router.reads(
    "/complaints/{complaint_id}/reading",
    by=Permission.COMPLAINT_HANDLE,
    method="POST",
    summary="What a complaint says, and how to reach whoever sent it",
)
async def read_complaint(
    resources: Res, subject: Subject, complaint_id: UUID, body: ComplaintReading
) -> ComplaintContent:
    """With a purpose; every look is written down."""
    return await complaints.read(resources, subject, complaint_id, body)


@router.creates(
    "/complaints/{complaint_id}/steps", by=Permission.COMPLAINT_HANDLE, summary="Accept, reject, transfer or answer it"
)
async def take_complaint_step(
    resources: Res, subject: Subject, complaint_id: UUID, body: NewComplaintStep
) -> Kept[ComplaintStatus]:
    """The complainant reads it by the receipt number."""
    return await complaints.take_step(resources, subject, complaint_id, body)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


@router.reads("/help/searches", by=Permission.PERSON_FIND, method="POST", summary="Find somebody who calls (咨询台)")
async def post_help_search(resources: Res, subject: Subject, body: HelpSearch) -> HelpFound:
    """People of your authority; who looked and why is written down, what was typed is not."""
    found = await helping.look_for(resources, subject, body.wanted, purpose=body.purpose)
    return helping.shown_found(found)


@router.reads("/help/people/{trainee_id}", by=Permission.PERSON_FIND, summary="One person's whole story")
async def get_help_case(
    resources: Res, subject: Subject, trainee_id: UUID, purpose: Annotated[Purpose, Query(description="Why it is read")]
) -> HelpCase:
    """Everything that happened to them, refused attempts too, and what to say."""
    return helping.shown_case(await helping.case_of(resources, subject, trainee_id, purpose=purpose))
