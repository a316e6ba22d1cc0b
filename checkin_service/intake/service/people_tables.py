"""Columns of tables of people: rosters, results with certificates, facts from data matching."""

from dataclasses import replace

from checkin_service.identity.model import DocumentKind
from checkin_service.kit.intake.columns import YES_OR_NO, Column, Kind
from checkin_service.kit.intake.table import TableSpec
from checkin_service.kit.words import Words
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import KINDS
from checkin_service.timetable.model import CertificateKind, SessionPart
from checkin_service.voucher.model.persons import FactKind

DOCUMENT_KINDS: dict[str, DocumentKind] = {
    "居民身份证": DocumentKind.RESIDENT_ID,
    "身份证": DocumentKind.RESIDENT_ID,
    "二代身份证": DocumentKind.RESIDENT_ID,
    "港澳台居民居住证": DocumentKind.RESIDENCE_PERMIT,
    "居住证": DocumentKind.RESIDENCE_PERMIT,
    "来往内地（大陆）通行证": DocumentKind.MAINLAND_TRAVEL_PERMIT,
    "港澳居民来往内地通行证": DocumentKind.MAINLAND_TRAVEL_PERMIT,
    "台湾居民来往大陆通行证": DocumentKind.MAINLAND_TRAVEL_PERMIT,
    "护照": DocumentKind.PASSPORT,
    "外国人永久居留身份证": DocumentKind.FOREIGN_PERMANENT,
} | {kind.value: kind for kind in DocumentKind}

NAME = Column(field="name", heading=Words("姓名", "Name"), also=("学员姓名", "参训人员姓名"), example="阿依古丽·买买提")
DOCUMENT_NUMBER = Column(
    field="number",
    heading=Words("证件号码", "Document number"),
    also=("身份证号", "身份证号码", "公民身份号码", "身份证件号码", "证件号", "身份证", "document_number"),
    kind=Kind.CODE,
    example="330602199003072330",
)
DOCUMENT_KIND = Column(
    field="document_kind",
    heading=Words("证件类型", "Document"),
    also=("证件种类", "证件名称"),
    kind=Kind.WORD,
    words=DOCUMENT_KINDS,
    is_needed=False,
    example="居民身份证",
)
_VOUCHER_KINDS = {KINDS[kind].zh: kind for kind in VoucherKind} | {kind.value: kind for kind in VoucherKind}
VOUCHER_KIND = Column(
    field="voucher_kind",
    heading=Words("券种", "Voucher"),
    also=("培训券种类", "券类型"),
    kind=Kind.WORD,
    words=_VOUCHER_KINDS,
    is_needed=False,
    example="定向券",
)
FACT_KINDS: dict[str, FactKind] = {
    "出生": FactKind.BIRTH,
    "监护人同意": FactKind.GUARDIAN_CONSENT,
    "就业": FactKind.EMPLOYMENT,
    "自主创业": FactKind.SELF_EMPLOYMENT,
    "签订劳动合同": FactKind.LABOUR_CONTRACT,
    "缴纳企业养老保险": FactKind.ENTERPRISE_PENSION,
    "缴纳失业保险": FactKind.UNEMPLOYMENT_INSURANCE,
    "户籍": FactKind.HOUSEHOLD,
    "居住证": FactKind.RESIDENCE_PERMIT,
    "东西部协作对口支援地区": FactKind.PARTNER_REGION,
    "毕业": FactKind.GRADUATION,
    "在校学生": FactKind.IN_SCHOOL,
    "退休": FactKind.RETIREMENT,
    "机关事业在编": FactKind.ESTABLISHMENT,
    "求职登记": FactKind.JOB_SEEKING_REGISTRATION,
    "就业登记": FactKind.EMPLOYMENT_REGISTRATION,
    "失业登记": FactKind.UNEMPLOYMENT_REGISTRATION,
    "培训登记": FactKind.TRAINING_REGISTRATION,
    "建档立卡低收入农户家庭": FactKind.LOW_INCOME_FARMER_HOUSEHOLD,
    "就业困难人员": FactKind.HARD_TO_EMPLOY,
    "零就业家庭成员": FactKind.ZERO_EMPLOYMENT_HOUSEHOLD,
    "农村“两后生”": FactKind.RURAL_SCHOOL_LEAVER,
    "城市低保家庭成员": FactKind.URBAN_MINIMUM_INCOME_HOUSEHOLD,
}
"""What a source can say of a person, in the words of a table."""

ROSTER = TableSpec(
    name="roster",
    title=Words("花名册", "Roster"),
    columns=(NAME, DOCUMENT_KIND, DOCUMENT_NUMBER, VOUCHER_KIND),
    most_rows=500,
    advice=Words(
        "证件类型不填即为居民身份证；券种不填即按上传时所选。",
        "Without a document it is a resident identity card; without a voucher the one chosen when sending counts.",
    ),
)
PLANNED_ROSTER = replace(ROSTER, name="planned_roster")
PERSONS = TableSpec(
    name="persons",
    title=Words("人员库名单", "People for the register"),
    columns=(NAME, DOCUMENT_KIND, DOCUMENT_NUMBER),
    most_rows=1000,
    advice=Words("证件类型不填即为居民身份证。", "Without a document it is a resident identity card."),
)
RESULTS = TableSpec(
    name="results",
    title=Words("考核结果和证书", "Results and certificates"),
    columns=(
        NAME,
        DOCUMENT_KIND,
        DOCUMENT_NUMBER,
        Column(
            field="passed",
            heading=Words("考核结果", "Result"),
            also=("结果", "是否合格"),
            kind=Kind.WORD,
            words={"合格": True, "不合格": False, "通过": True, "未通过": False, "passed": True, "failed": False}
            | YES_OR_NO,
            example="合格",
        ),
        Column(field="score", heading=Words("成绩", "Score"), also=("分数",), is_needed=False, example="82"),
        Column(field="assessed_on", heading=Words("考核日期", "Assessed on"), kind=Kind.DAY, example="2026-03-20"),
        Column(
            field="part",
            heading=Words("科目", "Part"),
            kind=Kind.WORD,
            words={"理论": SessionPart.THEORY, "实操": SessionPart.PRACTICE}
            | {part.value: part for part in SessionPart},
            is_needed=False,
            example="",
        ),
        Column(
            field="certificate",
            heading=Words("证书编号", "Certificate number"),
            also=("证书号", "证书号码"),
            is_needed=False,
            example="S000033060026400001",
        ),
        Column(
            field="certificate_kind",
            heading=Words("证书类型", "Certificate"),
            also=("证书种类",),
            kind=Kind.WORD,
            words={
                "职业资格证书": CertificateKind.QUALIFICATION,
                "职业技能等级证书": CertificateKind.SKILL_LEVEL,
                "专项职业能力证书": CertificateKind.SPECIAL_ABILITY,
                "特种作业操作证": CertificateKind.SPECIAL_OPERATION,
                "培训合格证书": CertificateKind.TRAINING_COMPLETION,
            }
            | {kind.value: kind for kind in CertificateKind},
            is_needed=False,
            example="职业技能等级证书",
        ),
        Column(
            field="issued_on",
            heading=Words("发证日期", "Issued on"),
            kind=Kind.DAY,
            is_needed=False,
            example="2026-03-25",
        ),
    ),
    most_rows=500,
    advice=Words(
        "证书编号、类型、日期三项同填或同空。", "Certificate number, kind and day are given together or not at all."
    ),
)
FACTS = TableSpec(
    name="facts",
    title=Words("数据比对结果", "Facts from data matching"),
    columns=(
        DOCUMENT_KIND,
        DOCUMENT_NUMBER,
        Column(
            field="kind",
            heading=Words("比对事项", "Fact"),
            also=("事项",),
            kind=Kind.WORD,
            words=FACT_KINDS | {kind.value: kind for kind in FactKind},
            example="在校学生",
        ),
        Column(
            field="holds",
            heading=Words("是否属实", "Holds"),
            also=("是否", "比对结果"),
            kind=Kind.WORD,
            words=YES_OR_NO,
            is_needed=False,
            example="是",
        ),
        Column(
            field="since", heading=Words("起始日期", "Since"), also=("开始日期",), kind=Kind.DAY, example="2025-09-01"
        ),
        Column(
            field="until",
            heading=Words("截止日期", "Until"),
            also=("结束日期",),
            kind=Kind.DAY,
            is_needed=False,
            example="",
        ),
        Column(
            field="place",
            heading=Words("行政区划代码", "Division code"),
            also=("地区", "地区代码"),
            kind=Kind.CODE,
            is_needed=False,
            example="330602",
        ),
    ),
    most_rows=10_000,
    advice=Words("不属实的，起始日期填查询日期。", "Where it does not hold, the day on which the source was asked."),
)
