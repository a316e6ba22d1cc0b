"""Requests to the platform, one for each kind of report: by annex 2 where it has a box, in our own form elsewhere."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from checkin_service.catalogue.model.registers import TrainingType
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.schemas.platform_sign_ins import AssertedSignIn
from checkin_service.identity.model import Written
from checkin_service.kit.http.schema import StrictModel
from checkin_service.platform.schemas.batches import Batch, InstitutionRow, Reasoned, TraineeRow, VoidRow
from checkin_service.platform.schemas.operations import SettlementRequest
from checkin_service.platform.schemas.returned import (
    ReturnedClass,
    ReturnedMove,
    ReturnedProject,
    ReturnedRow,
    ReturnedTemplate,
)
from checkin_service.platform.service.port import ReturnChannel
from checkin_service.policy.model import VoucherKind
from checkin_service.reporting.service.gathering import Row
from checkin_service.reporting.store.facts import CertificateRow, MoveRow, PlaceRow, SignInRow
from checkin_service.reporting.store.registers import ClassRow, ProjectRow, SiteRow, TemplateRow
from checkin_service.timetable.model import CertificateKind
from checkin_service.timetable.schemas import NewDocument
from checkin_service.timetable.schemas.certificates import ReportedCertificate
from checkin_service.voucher.model.vouchers import VoucherForm
from geo import Datum

Ask = Callable[[ReturnChannel], Awaitable[object]]


class Gone(Exception):
    """The person has been erased, so that nobody can be named any more."""


def request_for(authority_code: str, report_id: UUID, row: Row, person: Written | None) -> StrictModel:
    """The request as it is sent, and as it stands in a file: no more about a person than the form asks for."""
    match row:
        case SiteRow():
            return _batch(report_id, _institution(row))
        case PlaceRow():
            return _batch(report_id, _trainee(row, _known(person)))
        case SignInRow():
            return _sign_in(report_id, row, _known(person))
        case CertificateRow():
            return _certificate(report_id, row, _known(person))
        case MoveRow(event="voided" | "returned" | "exchanged" | "written_off"):
            return _end(report_id, row)
        case MoveRow() | ClassRow() | ProjectRow() | TemplateRow():
            return ReturnedRow(row_id=report_id, authority_code=authority_code, content=_returned(row, person))


def asking(request: StrictModel) -> Ask:
    """Which operation of the platform takes a request."""

    async def ask(platform: ReturnChannel) -> object:
        match request:
            case Reasoned():
                return await platform.void_vouchers(request)
            case Batch():
                is_person = "class_id" in request.rows[0]
                return await (platform.add_trainees if is_person else platform.add_institutions)(request)
            case AssertedSignIn():
                return await platform.sign_in(request)
            case ReportedCertificate():
                return await platform.add_certificate(request)
            case SettlementRequest():
                return await platform.settle_vouchers(request)
            case ReturnedRow():
                return await platform.take_returned(request)
            case _:
                raise TypeError(type(request).__name__)

    return ask


def _batch(report_id: UUID, row: StrictModel) -> Batch:
    return Batch(batch_id=report_id, rows=[row.model_dump(mode="json")])


def _institution(row: SiteRow) -> InstitutionRow:
    return InstitutionRow(
        institution_id=row.institution_id,
        name=row.institution_name,
        credit_code=row.credit_code,
        site_id=row.site_id,
        site_name=row.site_name,
        address=row.address,
        longitude=row.longitude,
        latitude=row.latitude,
        datum=Datum(row.datum),
        radius_m=row.radius_m,
        telephone=row.telephone,
    )


def _trainee(row: PlaceRow, person: Written) -> TraineeRow:
    return TraineeRow(
        trainee_id=row.trainee_id,
        name=person.name,
        document=_document(person),
        voucher_kind=VoucherKind(row.voucher_kind),
        class_id=row.class_id,
    )


def _sign_in(report_id: UUID, row: SignInRow, person: Written) -> AssertedSignIn:
    return AssertedSignIn(
        sign_in_id=report_id,
        session_id=row.session_id,
        document=_document(person),
        phase=Phase(row.phase),
        signed_at=row.received_at,
        # A card at the site or a lesson online says nothing of a place.
        place_agrees=True if row.located == "inside" else None,
    )


def _end(report_id: UUID, row: MoveRow) -> Reasoned | SettlementRequest:
    if row.event == "written_off":
        return SettlementRequest(application_id=report_id, voucher_codes=[row.voucher_code])
    void = VoidRow(voucher_code=row.voucher_code).model_dump(mode="json")
    return Reasoned(batch_id=report_id, rows=[void], reason=_REASONS[row.event])


def _certificate(report_id: UUID, row: CertificateRow, person: Written) -> ReportedCertificate:
    return ReportedCertificate(
        request_id=report_id,
        document=_document(person),
        name=person.name,
        number=row.number,
        kind=CertificateKind(row.kind),
        occupation=row.occupation,
        issued_on=row.issued_on,
        class_id=row.class_id,
    )


def _returned(row: MoveRow | ClassRow | ProjectRow | TemplateRow, person: Written | None) -> Any:
    match row:
        case ClassRow():
            return ReturnedClass(
                class_id=row.class_id,
                institution_id=row.institution_id,
                project_id=row.project_id,
                name=row.name,
                total_hours=row.total_hours,
                opened_at=row.opened_at,
            )
        case ProjectRow():
            return ReturnedProject.showing(row, what="project", training_type=TrainingType(row.training_type))
        case TemplateRow():
            return ReturnedTemplate.showing(
                row, what="template", kind=VoucherKind(row.kind), form=VoucherForm(row.form)
            )
        case MoveRow():
            is_issue = row.event == "issued"
            return ReturnedMove.model_validate(
                {
                    "event": row.event,
                    "voucher_code": row.voucher_code,
                    "at": row.at,
                    "template_id": row.template_id,
                    "class_id": row.class_id if row.event == "used" else None,
                    "document": _document(_known(person)) if is_issue else None,
                }
            )


def _document(person: Written) -> NewDocument:
    return NewDocument(kind=person.kind, number=person.number)


def _known(person: Written | None) -> Written:
    if person is None:
        raise Gone
    return person


_REASONS = {"voided": "作废", "returned": "本人退券", "exchanged": "换券"}
