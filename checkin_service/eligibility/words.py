"""What a determination says to people: a sentence per criterion, and one for the outcome."""

from types import MappingProxyType

from checkin_service.eligibility.model import DeterminationOutcome
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
        "corrected_share_small": Words(
            "计入的课时中有更正课时 {measured}，未超过 {limit}。",
            "Of the credited hours {measured} were corrected, not above {limit}.",
        ),
        "corrected_share_confirmed": Words(
            "计入的课时中有更正课时 {measured}，超过 {limit}，已由另一人确认。",
            "Of the credited hours {measured} were corrected, above {limit}; a second person confirmed them.",
        ),
        "corrected_share_large": Words(
            "计入的课时中有更正课时 {measured}，超过 {limit}，须由另一人确认。",
            "Of the credited hours {measured} were corrected, above {limit}: a second person has to confirm them.",
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
            "不符合补贴条件；如有异议，可就相应课时申请更正或复核。",
            "The subsidy is not earned. Whoever disagrees may ask for the class hours concerned to be reviewed.",
        ),
        DeterminationOutcome.DOUBTFUL: Words(
            "尚不能确定：待复核完成后重新审核，期间款项保留。",
            "Not certain yet: it is determined anew after the review; the money stays reserved.",
        ),
    }
)


def sentence_of(finding: Finding) -> Words:
    words = _NOT_ASKED[finding.check] if finding.reason == "not_asked" else _SENTENCES[finding.reason]
    return words.filled(measured=finding.measured, limit=finding.limit)


def outcome_sentence(outcome: DeterminationOutcome) -> Words:
    return _OUTCOMES[outcome]
