"""What a determination says to people: a sentence per criterion, and one for the outcome."""

from types import MappingProxyType

from checkin_service.eligibility.model import DeterminationOutcome, Remedy, RemedyKind
from checkin_service.kit.verdict import Finding
from checkin_service.kit.words import Words

_SENTENCES = MappingProxyType(
    {
        "rate_reached": Words(
            "个人打卡率 {measured}，达到要求的 {limit}（含本数）。",
            "The attendance rate {measured} reaches the {limit} required, {limit} itself included.",
        ),
        "rate_under_review": Words(
            "个人打卡率 {measured}，低于要求的 {limit}；仍有签到待人工复核，复核后可能达到。",
            "The attendance rate {measured} is below the {limit} required; check-ins still under review may reach it.",
        ),
        "rate_not_reached": Words(
            "个人打卡率 {measured}，低于要求的 {limit}。",
            "The attendance rate {measured} is below the {limit} required.",
        ),
        "no_hours_to_attend": Words(
            "该班期没有课时，无法计算打卡率。", "The class has no class hours, so that there is no rate."
        ),
        "assessment_passed": Words("考核合格。", "The assessment was passed."),
        "assessment_failed": Words("考核不合格。", "The assessment was not passed."),
        "assessment_missing": Words("没有考核成绩。", "No assessment result is on record."),
        "certificate_held": Words("已取得证书。", "A certificate is on record."),
        "certificate_missing": Words("没有证书记录。", "No certificate is on record."),
        "voucher_used": Words("培训券已在本班期使用。", "The voucher was put to use in this class."),
        "voucher_missing": Words("没有在本班期使用培训券。", "No voucher was put to use in this class."),
        "voucher_not_used": Words("培训券未在本班期使用。", "The voucher was not put to use in this class."),
    }
)

_NOT_ASKED = MappingProxyType(
    {
        "attendance_rate": Words(
            "该券不要求打卡率；实际为 {measured}。", "This voucher asks for no attendance rate; it was {measured}."
        ),
        "assessment_passed": Words("该券不要求考核合格。", "This voucher asks for no assessment."),
        "certificate": Words("该券不要求证书。", "This voucher asks for no certificate."),
    }
)

_OUTCOMES = MappingProxyType(
    {
        DeterminationOutcome.ELIGIBLE: Words("符合补贴条件。", "The subsidy is earned."),
        DeterminationOutcome.NOT_ELIGIBLE: Words(
            "不符合补贴条件；如有异议，可在下列期限内申诉、申请行政复议或提起行政诉讼。",
            "The subsidy is not earned. Whoever disagrees may appeal or go to law within the periods stated.",
        ),
        DeterminationOutcome.DOUBTFUL: Words(
            "尚不能确定：待复核完成后重新审核，期间款项保留。",
            "Not certain yet: it is determined anew after the review; the money stays reserved.",
        ),
    }
)


_REMEDIES = MappingProxyType(
    {
        RemedyKind.APPEAL: Words(
            "可于{until}（含当日）前在本系统向人社部门申诉，由未参与原审核的工作人员办理。",
            "You may appeal here until {until}, that day included; somebody else decides than before.",
        ),
        RemedyKind.RECONSIDERATION: Words(
            "可于{until}（含当日）前申请行政复议。",
            "You may apply for administrative reconsideration until {until}, that day included.",
        ),
        RemedyKind.LITIGATION: Words(
            "可于{until}（含当日）前向人民法院提起行政诉讼。",
            "You may bring the matter before a people's court until {until}, that day included.",
        ),
    }
)


def remedy_sentence(remedy: Remedy) -> Words:
    return _REMEDIES[remedy.kind].filled(until=remedy.until)


def sentence_of(finding: Finding) -> Words:
    words = _NOT_ASKED[finding.check] if finding.reason == "not_asked" else _SENTENCES[finding.reason]
    return words.filled(measured=finding.measured, limit=finding.limit)


def outcome_sentence(outcome: DeterminationOutcome) -> Words:
    return _OUTCOMES[outcome]
