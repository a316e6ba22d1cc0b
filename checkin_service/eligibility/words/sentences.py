"""Sentences of a determination for people: one per criterion, one per remedy and one for the outcome."""

from collections.abc import Iterable
from types import MappingProxyType

from checkin_service.eligibility.model.facts import Criterion, DeterminationOutcome
from checkin_service.eligibility.model.remedies import Remedy, RemedyKind
from checkin_service.eligibility.words.terms import SENTENCES as TERMS
from checkin_service.eligibility.words.terms import sentence_of_term
from checkin_service.kit.verdict import Finding
from checkin_service.kit.words import Words
from checkin_service.voucher.model.persons import DUPLICATE

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
        "hardly_any_sign_ins": Words(
            "签到课时 {measured}，不高于 {limit}：本地不要求打卡率，但几乎没有签到，已提示监管部门核查。",
            "Signed in for {measured} class hours, not above {limit}: no rate is asked for here, but hardly anybody "
            "signed in; the supervising authority is told.",
        ),
        "recordings_kept": Words(
            "已下课的课次 {measured} 有覆盖全程的录像登记。",
            "Of the lessons held, {measured} have a recording on record that spans them whole.",
        ),
        "checks_answered": Words("随机在场确认均已应答。", "Every unannounced check was answered."),
        "checks_missed_few": Words(
            "随机在场确认未应答 {measured} 次，只作记录。",
            "Of the unannounced checks {measured} were not answered: a note.",
        ),
        "checks_missed_many": Words(
            "随机在场确认未应答 {measured} 次，超过 {limit}，须看本人说明并核实。",
            "Of the unannounced checks {measured} were not answered, above {limit}: somebody has to look into it.",
        ),
        "reviews_overturned": Words(
            "{measured}次签到的复核结论被第三人改为不予确认，须核实。",
            "A third person overruled the reviewer about {measured} check-in(s): somebody has to look into it.",
        ),
        "recordings_missing": Words(
            "已下课的课次 {measured} 有覆盖全程的录像登记，其余缺录像或不完整，已提示监管部门。",
            "Of the lessons held, {measured} have a recording on record that spans them whole; the others have none or "
            "a part of one, and the supervising authority is told.",
        ),
        "evidence_share_small": Words(
            "计入的课时中有 {measured} 证据等级较低且无其他佐证，未超过 {limit}。",
            "Of the credited hours {measured} rest on weaker evidence that nothing else confirms, not above {limit}.",
        ),
        "evidence_share_large": Words(
            "计入的课时中有 {measured} 证据等级较低且无其他佐证，超过 {limit}："
            "须由人社部门以实地检查、点名记录佐证，或作出认定。",
            "Of the credited hours {measured} rest on weaker evidence that nothing else confirms, above {limit}: the "
            "authority has to confirm them by a visit or a headcount, or decide that they count.",
        ),
        "self_bound_share_small": Words(
            "计入的课时中有 {measured} 由仅自行绑定的手机签到且无其他佐证，未超过 {limit}。",
            "Of the credited hours {measured} come from a phone that the person alone bound and that nothing else "
            "confirms, not above {limit}.",
        ),
        "self_bound_share_large": Words(
            "计入的课时中有 {measured} 由仅自行绑定的手机签到且无其他佐证，超过 {limit}："
            "须由人社部门以实地检查、点名记录佐证，或作出认定。",
            "Of the credited hours {measured} come from a phone that the person alone bound and that nothing else "
            "confirms, above {limit}: the authority has to confirm them by a visit or a headcount, or decide that they "
            "count.",
        ),
        "assessment_passed": Words("考核合格。", "The assessment was passed."),
        "assessment_failed": Words("考核不合格。", "The assessment was not passed."),
        "assessment_missing": Words("没有考核成绩。", "No assessment result is on record."),
        "legs_passed": Words(
            "线上、线下培训均合格并取得证书。",
            "Both legs, online and in class, were passed, and there is a certificate.",
        ),
        "leg_missing": Words(
            "“线上+线下”培训尚缺：{measured}。", "Training both online and in the classroom still lacks: {measured}."
        ),
        "certificate_held": Words("已取得证书。", "A certificate is on record."),
        "certificate_kind_open": Words(
            "持有的证书（{measured}）不在据以补贴的种类（{limit}）之列，须由人社部门核定。",
            "The certificate held ({measured}) is of no kind that counts ({limit}): the authority has to say.",
        ),
        "certificate_missing": Words("没有证书记录。", "No certificate is on record."),
        "voucher_used": Words("培训券已在本班期使用。", "The voucher was put to use in this class."),
        "voucher_missing": Words("没有在本班期使用培训券。", "No voucher was put to use in this class."),
        "voucher_not_used": Words("培训券未在本班期使用。", "The voucher was not put to use in this class."),
        "person_fits": Words(
            "个人须满足的条件逐项有数据、审核记录或承诺为据，均相符。",
            "Each condition for the person rests on data, an examination on record or a declaration, and is met.",
        ),
        "person_not_asked": Words("对个人没有须核验的条件。", "No condition for the person has to be checked."),
        "person_not_checked": Words(
            "个人条件尚未核验：{measured}；须有数据或审核记录后才能支付。",
            "Not checked yet: {measured}; data or an examination on record has to come before anything is paid.",
        ),
        "person_in_doubt": Words("个人条件须人工核实：{measured}。", "A person has to look at: {measured}."),
        "person_excluded": Words("个人条件不符：{measured}。", "The person does not meet: {measured}."),
        "payer_here": Words(
            "按顺序确定的补贴地为 {measured}，属本地。", "The place that pays is {measured}, which is here."
        ),
        "payer_elsewhere": Words(
            "按顺序确定的补贴地为 {measured}，不属本地，须核实。",
            "The place that pays is {measured}, not here: somebody has to look.",
        ),
        "payer_nowhere": Words("按顺序找不到补贴地，须核实。", "No place that pays was found: somebody has to look."),
        "payer_unknown": Words(
            "没有可据以确定补贴地的数据，须核实。", "Nothing on record says which place pays: somebody has to look."
        ),
        "decided_met": Words("经人社部门人工核定，视为满足。", "Counts as met by the authority's decision."),
        "decided_not_met": Words("经人社部门人工核定，不满足。", "Not met, by the authority's decision."),
        "upheld_on_appeal": Words(
            "申诉成立，经人社部门决定视为满足。", "Counts as met by the authority's decision on an appeal."
        ),
        "pipeline_in_order": Words(
            "开班审批、录入学员、结业审批依次完成。", "Opening, roster and completion came in the order asked for."
        ),
        "pipeline_out_of_order": Words(
            "学员在开班审批前录入，须核实。", "The person was registered before the opening was approved."
        ),
        "pipeline_unknown": Words(
            "开班审批或录入学员的时间缺失。", "The moment of the opening or of the roster is missing."
        ),
    }
)

_NOT_ASKED = MappingProxyType(
    {
        "attendance_rate": Words(
            "该券不要求打卡率；实际为 {measured}。", "This voucher asks for no attendance rate; it was {measured}."
        ),
        "assessment_passed": Words("该券不要求考核合格。", "This voucher asks for no assessment."),
        "certificate": Words("该券不要求证书。", "This voucher asks for no certificate."),
        "payer": Words("由发券人社部门补贴。", "The authority that issued the voucher pays."),
        "pipeline": Words("对开班与录入学员的先后没有要求。", "Opening and roster may come in any order."),
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


_CONDITIONS = MappingProxyType(
    {
        "age": Words("年龄", "age"),
        "any_of": Words("适用对象", "belonging to those it is for"),
        DUPLICATE: Words("已享受同一待遇", "having had the same benefit"),
        "employment_registered": Words("就业登记", "registered as employed"),
        "enterprise_pension": Words("缴纳企业养老保险", "enterprise pension"),
        "graduate": Words("高校毕业时间", "day of graduation"),
        "in_school": Words("在校学生", "in full-time education"),
        "insurance_months": Words("失业保险累计缴纳月数", "months of unemployment insurance"),
        "insurance_payer": Words("缴纳失业保险", "paying unemployment insurance"),
        "job_seeking_registered": Words("求职登记", "registered as seeking work"),
        "labour_contract": Words("签订劳动合同", "labour contract"),
        "on_establishment": Words("机关事业在编人员", "on the establishment of a public body"),
        "partner_region_trainee": Words("东西部协作对口支援地区人员", "from a partner region"),
        "retired": Words("已退休", "retired"),
        "skilled_worker": Words("在本地就业或创业", "working here"),
        "training_registered": Words("培训登记", "registered for training"),
        "unemployed": Words("未就业", "without work"),
        "unemployed_resident": Words("本地户籍（居住证）失业人员", "resident without work"),
        "unemployment_registered": Words("失业登记", "registered as unemployed"),
    }
)


def condition_name(condition: str) -> Words:
    """What people call a condition."""
    return _CONDITIONS[condition]


def sentence_of(finding: Finding) -> Words:
    if finding.reason in TERMS:
        return sentence_of_term(finding)
    words = _NOT_ASKED[finding.check] if finding.reason == "not_asked" else _SENTENCES[finding.reason]
    if finding.check == Criterion.PERSON_CONDITIONS:
        names = [_CONDITIONS[each.removeprefix("person.")] for each in str(finding.measured or "").split(", ") if each]
        return Words(
            words.zh.format(measured="、".join(name.zh for name in names)),
            words.en.format(measured=", ".join(name.en for name in names)),
        )
    return words.filled(measured=finding.measured, limit=finding.limit)


def outcome_sentence(outcome: DeterminationOutcome) -> Words:
    return _OUTCOMES[outcome]


def evidence_sentence(by_class: Iterable[tuple[str, int]], *, credited: int, total: int) -> Words:
    """The credited hours by class of evidence, such as "37 of 60: A 20, B 9, C 8"."""
    parts = [f"{name} {hours}" for name, hours in by_class]
    of = {"credited": credited, "total": total}
    if not parts:
        return Words("{credited}/{total}课时", "{credited} of {total}").filled(**of)
    return Words("{credited}/{total}课时：{zh}", "{credited} of {total}: {en}").filled(
        **of, zh="、".join(parts), en=", ".join(parts)
    )
