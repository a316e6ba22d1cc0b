"""The operations that concern one voucher, one person, one certificate or one application."""

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.eligibility import service as eligibility
from checkin_service.identity import service as identity
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import Kept, once
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.platform.schemas.operations import (
    PersonQuery,
    PersonVouchers,
    QrQuery,
    ScannedVoucher,
    SettlementRequest,
    TraineeByQr,
    VoucherVerification,
)
from checkin_service.platform.service.batches import keyed
from checkin_service.settlement.schemas.applications import ApplicationAnswer, NewApplication
from checkin_service.settlement.service import applying
from checkin_service.timetable import service as timetable
from checkin_service.timetable.schemas.certificates import CertificateAnswer, ReportedCertificate
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import BEFORE_USE
from checkin_service.voucher.schemas import TemplatePage, VoucherAnswer
from checkin_service.voucher.service import templates as templates_service


async def verify(resources: Resources, client: Subject, body: ScannedVoucher) -> VoucherVerification:
    """Remembered as a verification like every other, with the administrator who scanned in the audit trail."""
    voucher = await vouchers.voucher_shown(resources, client, body.shown, purpose="look")
    way = vouchers.way_of(body.shown)
    voucher, state = await vouchers.shown_voucher(resources, client, voucher.voucher_code, way=way)
    async with resources.database.write() as unit:
        audit.record(
            unit,
            client,
            Permission.PLATFORM_VERIFY,
            voucher.voucher_id,
            at=resources.clock.now(),
            detail={"operator_id": body.operator_id, "state": state.value},
        )
    return VoucherVerification(is_valid=state in BEFORE_USE, voucher=VoucherAnswer.of(voucher, state))


async def status(resources: Resources, client: Subject, voucher_code: str) -> VoucherAnswer:
    voucher, state = await vouchers.shown_voucher(resources, client, voucher_code)
    return VoucherAnswer.of(voucher, state)


async def of_person(resources: Resources, client: Subject, body: PersonQuery) -> PersonVouchers:
    """The vouchers of the client's authority; a stranger has none, and looks like somebody without any."""
    now = resources.clock.now()
    trainee_id = await identity.person_by_document(resources, body.document.kind, body.document.number)
    held = (await vouchers.vouchers_of(resources, [trainee_id]))[trainee_id] if trainee_id else []
    shown = [
        VoucherAnswer.of(each, vouchers.state_at(each, now))
        for each in held
        if each.authority_code == client.authority_code
    ]
    async with resources.database.write() as unit:
        audit.record(
            unit,
            client,
            Permission.PLATFORM_USER_VOUCHERS,
            trainee_id or "unknown",
            at=now,
            detail={"vouchers": len(shown)},
        )
    return PersonVouchers(vouchers=shown)


async def templates(resources: Resources, client: Subject, page: PageRequest) -> TemplatePage:
    shown, cursor = await templates_service.templates(resources, authority_of(client), page)
    return TemplatePage(templates=shown, next_cursor=cursor)


async def by_qr(resources: Resources, client: Subject, body: QrQuery) -> TraineeByQr:
    """Who shows the QR: only while it lives, and only to the authority that issued the voucher."""
    if vouchers.way_of(body.qr) != "live_qr":
        raise unfit(_NO_QR, reason="no_live_qr")
    found = await vouchers.voucher_shown(resources, client, body.qr, purpose="look")
    voucher, state = await vouchers.shown_voucher(resources, client, found.voucher_code, way="live_qr")
    person = (await identity.people(resources, [voucher.trainee_id]))[voucher.trainee_id]
    registered = await timetable.registrations_of_trainee(resources.database, voucher.trainee_id)
    async with resources.database.write() as unit:
        audit.record(unit, client, Permission.PLATFORM_TRAINEE_BY_QR, voucher.trainee_id, at=resources.clock.now())
    return TraineeByQr.showing(
        person,
        voucher=VoucherAnswer.of(voucher, state),
        class_ids=[
            each.training_class.class_id
            for each in registered
            if client.authority_code in each.training_class.authorities
        ],
    )


async def settle(resources: Resources, client: Subject, body: SettlementRequest) -> Kept[ApplicationAnswer]:
    """An application like an officer's; review and approval stay with two people."""
    asked = NewApplication(
        application_id=body.application_id, authority_code=authority_of(client), voucher_codes=body.voucher_codes
    )
    return await applying.apply(resources, client, asked)


async def add_certificate(resources: Resources, client: Subject, body: ReportedCertificate) -> Kept[CertificateAnswer]:
    asked = keyed(resources, "certificate", body)

    async def act(unit: UnitOfWork) -> CertificateAnswer:
        now = resources.clock.now()
        holder = await timetable.add_reported(resources, unit, client, body, at=now)
        if holder is not None and body.class_id is None:
            await eligibility.announce_changes(resources, unit, {holder})  # Another region's word is weighed anew.
        audit.record(
            unit,
            subject=client,
            action=Permission.PLATFORM_CERTIFICATE,
            object_id=body.request_id,
            at=now,
            # The log keeps what was reported, in a form that tells nobody about the person.
            detail={"kind": body.kind, "elsewhere": body.class_id is None, "report": asked.keyed_digest},
        )
        return CertificateAnswer(request_id=body.request_id, number=body.number, is_known_here=holder is not None)

    return await once(resources.database, caller=client.name, request_id=body.request_id, body=asked, act=act)


_NO_QR = Words("请出示持券人屏幕上的动态二维码。", "Show the live QR on the holder's screen.")
