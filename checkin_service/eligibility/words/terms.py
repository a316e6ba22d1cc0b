"""The terms of a voucher as the document has them, and the sentences about them."""

from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from checkin_service.eligibility.model.canonical import array_of, object_of, text_of
from checkin_service.eligibility.model.facts import Criterion
from checkin_service.eligibility.model.terms import NamedFact, ReportFact, Terms, UseFact
from checkin_service.kit.money import yuan
from checkin_service.kit.verdict import Finding
from checkin_service.kit.words import Words

SENTENCES = MappingProxyType(
    {
        "training_after_period": Words(
            "培训于 {measured} 结束，超过培训券的使用期限 {limit}（含当日）。",
            "The training ended on {measured}, after the voucher's last day {limit}.",
        ),
        "occupation_trained_before": Words(
            "该人员本年度已持券参加过同一职业（工种）的培训（此前 {measured} 次，每年限 {limit} 次）。",
            "A voucher served for the same occupation in this year before ({measured}; {limit} a year is the limit).",
        ),
        "benefit_had_before": Words(
            "该人员本年度已就同一职业（工种）持券参加过 {measured} 次更早的培训，须核实是否重复享受待遇；"
            "不是同一待遇的（如更高等级），由人社部门核定。",
            "Vouchers of this person served for the same occupation in this year before ({measured}): somebody has to "
            "look whether the benefit is the same; where it is another, such as a higher level, the authority decides.",
        ),
        "benefit_reported_elsewhere": Words(
            "其他地区报告该人员已享受同一待遇（地区 证书 第几次报告：{measured}）；报告有误或不是同一待遇的，"
            "由人社部门凭文件核定，或由报告地区更正。",
            "Another region has reported the same benefit of this person (region, certificate, number of the report: "
            "{measured}); where the report is wrong or of another benefit, the authority decides by a document, or "
            "that region corrects it.",
        ),
        "voucher_for_other_training": Words(
            "培训券所载与实际培训不符：{measured}。", "The voucher names another training, differing in: {measured}."
        ),
        "training_type_not_covered": Words(
            "本地的培训券不适用于此类培训。", "Vouchers are not used here for this kind of training."
        ),
        "fee_unknown": Words(
            "面值券冲抵等额的培训费用，但没有培训费的记录，须核实。",
            "A face value offsets an equal fee, and no fee is on record: somebody has to look.",
        ),
        "face_value_above_fee": Words(
            "培训费 {measured}，低于券面值 {limit}，差额如何处理须由人社部门核定。",
            "The fee {measured} is below the face value {limit}: the authority has to say what becomes of the rest.",
        ),
        "fee_payment_not_shown": Words(
            "补贴是返还个人缴纳的培训费，但没有缴费记录；请培训机构登记缴费票据。",
            "The subsidy returns a fee that the person paid, and no payment is on record: the institution enters it.",
        ),
        "fee_taken_twice": Words(
            "个人已缴 {measured}，而补贴之外个人至多承担 {limit}；多收的部分请先退还并登记，或由人社部门核定。",
            "The person paid {measured}; beside the subsidy they bear {limit} at most: give the rest back and "
            "record it, or the authority decides.",
        ),
        "subsidy_above_fee_paid": Words(
            "个人缴纳的培训费为 {measured}，补贴 {limit} 高于所缴。",
            "The person paid {measured} of the fee; the subsidy of {limit} is more.",
        ),
        "fee_above_face_value": Words(
            "培训费超出券面值 {limit} 的部分 {measured} 由个人承担。",
            "The fee exceeds the face value {limit} by {measured}, which the trainee pays.",
        ),
    }
)
_OF_MONEY = (Criterion.FEE, Criterion.FEE_PAID)
_NAMES = MappingProxyType(
    {
        "institution": Words("培训机构", "institution"),
        "project": Words("培训项目", "project"),
        "occupation": Words("职业（工种）", "occupation"),
        "level": Words("等级", "level"),
        "training_type": Words("培训类型", "type of training"),
    }
)


def sentence_of_term(finding: Finding) -> Words:
    """What a finding about the terms of a voucher means."""
    words = SENTENCES[finding.reason]
    if finding.check == Criterion.VOUCHER_BINDING:
        names = [_NAMES[each] for each in str(finding.measured).split(", ")]
        return Words(
            words.zh.format(measured="、".join(name.zh for name in names)),
            words.en.format(measured=", ".join(name.en for name in names)),
        )
    if finding.check in _OF_MONEY and finding.measured is not None:
        return words.filled(measured=yuan(int(str(finding.measured))), limit=yuan(int(str(finding.limit))))
    return words.filled(measured=finding.measured, limit=finding.limit)


def terms_text(terms: Terms | None) -> str:
    """The terms as a part of the document's facts."""
    if terms is None:
        return "null"
    return object_of(
        project_id=text_of(terms.project_id),
        occupation=text_of(terms.occupation),
        level=text_of(terms.level),
        training_type=text_of(terms.training_type),
        fee_fen=text_of(terms.fee_fen),
        fee_paid_fen=text_of(terms.fee_paid_fen),
        trained_until=text_of(terms.trained_until),
        named=_named(terms.named) if terms.named else "null",
        uses=array_of(map(_use, terms.uses)),
        reports="null" if terms.reports is None else array_of(map(_report, terms.reports)),
    )


def _report(report: ReportFact) -> str:
    return object_of(
        region_code=text_of(report.region_code),
        certificate_number=text_of(report.certificate_number),
        occupation=text_of(report.occupation),
        issued_on=text_of(report.issued_on),
        reported_by=text_of(report.reported_by),
        ordinal=text_of(report.ordinal),
    )


def _named(named: NamedFact) -> str:
    return object_of(
        occupation=text_of(named.occupation),
        level=text_of(named.level),
        purpose=text_of(named.purpose),
        institutions=array_of(map(text_of, named.institutions)),
        projects=array_of(map(text_of, named.projects)),
        form=text_of(named.form),
        face_value_fen=text_of(named.face_value_fen),
    )


def _use(use: UseFact) -> str:
    return object_of(
        voucher_id=text_of(use.voucher_id),
        class_id=text_of(use.class_id),
        authority_code=text_of(use.authority_code),
        occupation=text_of(use.occupation),
        registered_at=text_of(use.registered_at),
        activated_in=text_of(use.activated_in),
        is_over=text_of(use.is_over),
    )


def terms_of(given: dict[str, Any] | None) -> Terms | None:
    """The terms read back; a document from before there were any has none."""
    if given is None:
        return None
    last, named = given["trained_until"], given["named"]
    return Terms(
        project_id=UUID(given["project_id"]),
        occupation=given["occupation"],
        level=given["level"],
        training_type=given["training_type"],
        fee_fen=given["fee_fen"],
        fee_paid_fen=given.get("fee_paid_fen"),
        trained_until=date.fromisoformat(last) if last else None,
        named=_named_of(named) if named else None,
        uses=tuple(_use_of(each) for each in given["uses"]),
        reports=None if given.get("reports") is None else tuple(_report_of(each) for each in given["reports"]),
    )


def _report_of(given: dict[str, Any]) -> ReportFact:
    return ReportFact(**given | {"issued_on": date.fromisoformat(given["issued_on"])})


def _named_of(given: dict[str, Any]) -> NamedFact:
    ids = {name: tuple(UUID(each) for each in given[name]) for name in ("institutions", "projects")}
    return NamedFact(**given | ids)


def _use_of(given: dict[str, Any]) -> UseFact:
    ids = {name: UUID(given[name]) for name in ("voucher_id", "class_id")}
    return UseFact(**given | ids | {"registered_at": datetime.fromisoformat(given["registered_at"])})
