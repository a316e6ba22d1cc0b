"""Binding of a voucher to the training it names: occupation, level, type, project and institution (MP-05, SX-08)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.clauses import law
from checkin_service.policy.model import VoucherKind
from checkin_service.voucher.model.persons import PersonFile
from checkin_service.voucher.model.vouchers import Template, VoucherForm, VoucherRefusal
from checkin_service.voucher.rules.uses import folded

_NOT_FOR_OCCUPATION = "template_not_for_occupation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The training that a voucher would serve for."""

    institution_id: UUID
    project_id: UUID
    occupation: str
    level: str | None
    training_type: str
    fee_fen: int | None
    """What the training costs; `None` where nobody has said."""


def refusal_of_kind(view: PolicyView, kind: VoucherKind) -> VoucherRefusal | None:
    """SD-05, AH-01: vouchers of a kind that is not issued here are asked for and issued by nobody."""
    kinds = view.stated("voucher.kinds")
    if kinds is None or kind in kinds.names:
        return None
    return VoucherRefusal("kind_not_issued_here", _KIND, kinds.basis)


def refusal_of_template(
    view: PolicyView, kind: VoucherKind, *, occupation: str | None, form: VoucherForm
) -> VoucherRefusal | None:
    """SX-06, SX-08, AH-01: a template names an occupation where that is asked for, and is of the form issued here."""
    named, issued = view.stated("voucher.occupation", kind), view.stated("voucher.form", kind)
    if named is not None and named.text == "required" and occupation is None:
        return VoucherRefusal("occupation_missing", _NO_OCCUPATION, named.basis)
    if issued is not None and issued.text != form:
        return VoucherRefusal("form_not_issued_here", _FORM, issued.basis)
    return None


def refusal_of_training(view: PolicyView, kind: VoucherKind, offer: Offer) -> VoucherRefusal | None:
    """AH-02, SD-07, SX-16: the kinds of training for which a voucher is used here."""
    types = view.stated("training.types", kind)
    if types is None or offer.training_type in types.names:
        return None
    return VoucherRefusal("training_type_not_covered", _TYPE, types.basis)


def refusal_of_offer(view: PolicyView, template: Template, offer: Offer) -> VoucherRefusal | None:
    """Why a voucher of this template cannot serve for a training: it names another one (MP-05, SX-06, SX-08)."""
    differing = next(_differing(template, offer), None)
    if differing is None:
        return None
    reason, words = differing
    return VoucherRefusal(reason, words, basis_of_template(view, template.kind, reason))


def basis_of_template(view: PolicyView, kind: VoucherKind, reason: str = "") -> Basis:
    """The clause by which a template binds: of occupations where one says so, else the one of all that it states."""
    named = view.stated("voucher.occupation", kind) if reason == _NOT_FOR_OCCUPATION else None
    stated = named or view.stated("voucher.template_fields", kind)
    return stated.basis if stated else law("MP-05")


def refusal_of_holder(
    view: PolicyView, template: Template | None, person: PersonFile, *, on: date
) -> VoucherRefusal | None:
    """Why somebody is given no voucher of a template: it is for others, or nothing shows that it is for them (MP-05).

    A voucher of no template, and one that names nobody, is for everybody who meets what the jurisdiction asks for.
    """
    if template is None or not template.holders or any(each.holds(on) for each in person.of(*template.holders)):
        return None
    words = _HOLDER.filled(people=template.people)
    return VoucherRefusal(
        "template_not_for_person", words, basis_of_template(view, template.kind, "template_not_for_person")
    )


def is_face_value(view: PolicyView, kind: VoucherKind, template: Template | None) -> bool:
    """AH-01: whether a voucher is worth a sum of its own: by its template, else by what is issued here."""
    if template is not None:
        return template.form is VoucherForm.FACE_VALUE
    form = view.stated("voucher.form", kind)
    return form is not None and form.text == VoucherForm.FACE_VALUE


def refusal_without_fee(
    view: PolicyView, kind: VoucherKind, template: Template | None, offer: Offer
) -> VoucherRefusal | None:
    """AH-01: a face value offsets a fee, so that the fee of the class has to be known before one is issued for it."""
    if offer.fee_fen is not None or not is_face_value(view, kind, template):
        return None
    return VoucherRefusal("fee_not_stated", _NO_FEE, view.value("subsidy.amount_from", kind).basis)


def _differing(template: Template, offer: Offer) -> Iterator[tuple[str, Words]]:
    if template.institutions and offer.institution_id not in template.institutions:
        yield "template_not_for_institution", _INSTITUTION
    if template.projects and offer.project_id not in template.projects:
        yield "template_not_for_project", _PROJECT
    if template.occupation is not None and folded(template.occupation) != folded(offer.occupation):
        yield (
            _NOT_FOR_OCCUPATION,
            _OCCUPATION.filled(named=template.occupation, given=offer.occupation),
        )
    if template.level is not None and offer.level is not None and folded(template.level) != folded(offer.level):
        yield "template_not_for_level", _LEVEL.filled(named=template.level, given=offer.level)
    if template.purpose != offer.training_type:
        yield "template_not_for_training_type", _PURPOSE


_KIND = Words("本地不发放此种培训券。", "Vouchers of this kind are not issued here.")
_NO_OCCUPATION = Words(
    "本地的培训券须设定职业（工种），请在模板中填写。",
    "Vouchers here name an occupation: state it on the template.",
)
_FORM = Words("本地不发放此种功能的培训券。", "Vouchers of this form are not issued here.")
_TYPE = Words(
    "本地的培训券不适用于此类培训；请选择可用券的培训项目。",
    "Vouchers are not used here for this kind of training; choose a project that they are for.",
)
_NO_FEE = Words(
    "面值券冲抵等额的培训费用：请先在班期申请中填写培训费。",
    "A face value offsets an equal fee: state the fee of the class in its application first.",
)
_HOLDER = Words(
    "该培训券的对象为“{people}”，没有数据表明此人属于其中。",
    "The voucher is for others ({people}): no data say that the person is one of them.",
)
_INSTITUTION = Words(
    "该培训券不适用于本培训机构，请到券面所列的机构使用。",
    "The voucher is not for this institution: use it at one that it names.",
)
_PROJECT = Words(
    "该培训券不适用于本培训项目，请选择券面所列的项目。",
    "The voucher is not for this project: choose one that it names.",
)
_OCCUPATION = Words(
    "该培训券限用于“{named}”，本班职业（工种）为“{given}”。",
    "The voucher is for the occupation {named}; this class trains {given}.",
)
_LEVEL = Words("该培训券限用于{named}，本班为{given}。", "The voucher is for level {named}; this class is {given}.")
_PURPOSE = Words("该培训券不适用于本班的培训类型。", "The voucher is not for this type of training.")
