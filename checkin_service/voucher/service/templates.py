"""Publishing templates and the subsidy table, and reading both."""

from collections.abc import Sequence
from datetime import date, datetime

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import book
from checkin_service.voucher.model import SubsidyRate, Template, VoucherForm
from checkin_service.voucher.schemas import (
    NewTemplate,
    PublishedRates,
    RatesImport,
    TemplateAnswer,
)
from checkin_service.voucher.service.reading import civil_day
from checkin_service.voucher.store import templates as store


async def publish_template(resources: Resources, subject: Subject, body: NewTemplate) -> bytes:
    """A new template, or the next version of one: vouchers keep the version they came from (MP-05)."""

    async def act(unit: UnitOfWork) -> TemplateAnswer:
        now = resources.clock.now()
        authority = _authority(subject)
        before = await store.latest(resources.database, body.template_id)
        if before is not None and before[0].authority_code != authority:
            raise not_found()
        _require_sense(body, issued=before[1] if before else 0)
        _require_kind(body, authority, now)
        template = _template(body, authority, subject, version=before[0].version + 1 if before else 1, at=now)
        store.add_template(unit, template)
        audit.record(unit, subject=subject, action=Permission.TEMPLATE_PUBLISH, object_id=template.template_id, at=now)
        return TemplateAnswer.of(template, issued=before[1] if before else 0)

    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=body, act=act)


async def templates(
    resources: Resources, authority_code: str, page: PageRequest
) -> tuple[list[TemplateAnswer], str | None]:
    """The present templates of an authority, with what is left of each."""
    found = await store.templates_of(resources.database, authority_code, page)
    shown, cursor = page.shown(found, lambda each: each[0].template_id)
    return [TemplateAnswer.of(template, issued=issued) for template, issued in shown], cursor


async def publish_rates(resources: Resources, subject: Subject, body: RatesImport) -> bytes:
    """Import rows of the published subsidy table (SX-24), all or none."""

    async def act(unit: UnitOfWork) -> PublishedRates:
        now = resources.clock.now()
        rates = [row.rate(_authority(subject), body) for row in body.rows]
        keys = {(r.occupation, r.level, r.group_name, r.training_type, r.kind, r.effective_from) for r in rates}
        if len(keys) < len(rates):
            raise Problem(ProblemKind.RULE_REFUSED, _ROW_TWICE, fields={"reason": "row_twice"})
        store.add_rates(unit, rates)
        audit.record(
            unit,
            subject=subject,
            action=Permission.RATE_PUBLISH,
            object_id=body.document,
            at=now,
            detail={"rows": len(rates)},
        )
        return PublishedRates(document=body.document, rows=len(rates))

    return await once(resources.database, caller=subject.tenant, request_id=body.request_id, body=body, act=act)


async def rates_on(
    resources: Resources, authority_code: str, on: date | None, occupation: str | None
) -> Sequence[SubsidyRate]:
    """The table in force on a day, as known today."""
    today = civil_day(resources.clock.now())
    return await store.rates_on(
        resources.database, authority_code, on=on or today, known_on=today, occupation=occupation
    )


def _template(body: NewTemplate, authority: str, subject: Subject, *, version: int, at: datetime) -> Template:
    values = body.model_dump(exclude={"request_id", "institutions"})
    return Template(
        **values,
        institutions=tuple(body.institutions),
        version=version,
        authority_code=authority,
        published_by=subject.subject_id,
        published_at=at,
    )


def _require_sense(body: NewTemplate, *, issued: int) -> None:
    if (body.form is VoucherForm.FACE_VALUE) is (body.face_value_fen is None):
        raise Problem(ProblemKind.RULE_REFUSED, _FACE_VALUE, fields={"reason": "face_value_and_form_differ"})
    if body.quantity < issued:
        raise Problem(
            ProblemKind.RULE_REFUSED, _BELOW_ISSUED.filled(issued=issued), fields={"reason": "quantity_below_issued"}
        )


def _require_kind(body: NewTemplate, authority: str, now: datetime) -> None:
    on = civil_day(now)
    kinds = book().at(authority, on=on, known_on=on).value("voucher.kinds")
    if kinds.is_required and body.kind not in kinds.names:
        raise Problem(ProblemKind.RULE_REFUSED, _KIND, fields={"reason": "kind_not_issued_here"})


def _authority(subject: Subject) -> str:
    if subject.authority_code is None:
        raise not_found()
    return subject.authority_code


_FACE_VALUE = Words(
    "面值券须填面值，抵用券不填面值。", "A face-value voucher states its value; a credit voucher has none."
)
_BELOW_ISSUED = Words(
    "发放数量不能少于已发放的{issued}张。", "The quantity cannot be below the {issued} vouchers issued already."
)
_KIND = Words("本地不发放此种培训券。", "Vouchers of this kind are not issued here.")
_ROW_TWICE = Words("同一行补贴标准出现两次。", "A row of the table occurs twice.")
