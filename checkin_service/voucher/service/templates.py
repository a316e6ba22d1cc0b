"""Publishing templates and the subsidy table, and reading both."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import by_law, unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.clauses import law
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher import rules
from checkin_service.voucher.model.vouchers import SubsidyRate, Template, VoucherForm
from checkin_service.voucher.schemas import (
    NewTemplate,
    PublishedRates,
    RatesImport,
    TemplateAnswer,
)
from checkin_service.voucher.store import templates as store


@once_per("request_id")
async def publish_template(
    unit: UnitOfWork, resources: Resources, subject: Subject, body: NewTemplate
) -> TemplateAnswer:
    """A new template, or the next version of one: vouchers keep the version they came from (MP-05)."""
    now = resources.clock.now()
    authority = existing(subject.authority_code)
    before = await store.latest(resources.database, body.template_id)
    if before is not None and before[0].authority_code != authority:
        raise not_found()
    _require_sense(body, issued=before[1] if before else 0)
    _require_kind(body, authority, now)
    template = _template(body, authority, subject, version=before[0].version + 1 if before else 1, at=now)
    store.add_template(unit, template)
    audit.record(unit, subject, Permission.TEMPLATE_PUBLISH, template.template_id, at=now)
    return TemplateAnswer.of(template, issued=before[1] if before else 0)


async def templates(
    resources: Resources, authority_code: str, page: PageRequest
) -> tuple[list[TemplateAnswer], str | None]:
    """The present templates of an authority, with what is left of each."""
    found = await store.templates_of(resources.database, authority_code, page)
    shown, cursor = page.shown(found, lambda each: each[0].template_id)
    return [TemplateAnswer.of(template, issued=issued) for template, issued in shown], cursor


async def kinds_with_period(resources: Resources, view: PolicyView, *, institution_id: UUID) -> set[VoucherKind]:
    """For which kinds a template of the authority sets the time to use, where the text leaves it there (MP-05)."""
    stated = await store.kinds_with_period(resources.database, view.jurisdiction, institution_id)
    return {kind for kind in stated if rules.sets_period(view, kind)}


@once_per("request_id")
async def publish_rates(unit: UnitOfWork, resources: Resources, subject: Subject, body: RatesImport) -> PublishedRates:
    """Import rows of the published subsidy table (补贴目录清单), all or none."""
    now = resources.clock.now()
    rates = [row.rate(existing(subject.authority_code), body) for row in body.rows]
    keys = {(r.occupation, r.level, r.group_name, r.training_type, r.kind, r.effective_from) for r in rates}
    if len(keys) < len(rates):
        raise unfit(_ROW_TWICE, reason="row_twice")
    store.add_rates(unit, rates)
    audit.record(unit, subject, Permission.RATE_PUBLISH, body.document, at=now, detail={"rows": len(rates)})
    return PublishedRates(document=body.document, rows=len(rates))


async def rates_on(
    resources: Resources, authority_code: str, on: date | None, occupation: str | None
) -> Sequence[SubsidyRate]:
    """The table in force on a day, as known today."""
    today = day_of(resources.clock.now())
    return await store.rates_on(
        resources.database, authority_code, on=on or today, known_on=today, occupation=occupation
    )


def _template(body: NewTemplate, authority: str, subject: Subject, *, version: int, at: datetime) -> Template:
    values = body.model_dump(exclude={"request_id", "institutions", "projects", "holders"})
    return Template(
        **values,
        institutions=tuple(body.institutions),
        projects=tuple(body.projects),
        holders=tuple(body.holders),
        version=version,
        authority_code=authority,
        published_by=subject.subject_id,
        published_at=at,
    )


def _require_sense(body: NewTemplate, *, issued: int) -> None:
    if (body.form is VoucherForm.FACE_VALUE) is (body.face_value_fen is None):
        raise unfit(_FACE_VALUE, reason="face_value_and_form_differ")
    if body.quantity < issued:
        raise by_law(_BELOW_ISSUED.filled(issued=issued), law("MP-05"), reason="quantity_below_issued")


def _require_kind(body: NewTemplate, authority: str, now: datetime) -> None:
    view = policy_at(authority, now, known_at=now)
    refusal = rules.refusal_of_kind(view, body.kind) or rules.refusal_of_template(
        view, body.kind, occupation=body.occupation, form=body.form
    )
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)


_FACE_VALUE = Words(
    "面值券须填面值，抵用券不填面值。", "A face-value voucher states its value; a credit voucher has none."
)
_BELOW_ISSUED = Words(
    "发放数量不能少于已发放的{issued}张。", "The quantity cannot be below the {issued} vouchers issued already."
)
_ROW_TWICE = Words("同一行补贴标准出现两次。", "A row of the table occurs twice.")
