"""Tables of the registers: institutions, enterprises, projects, occupations and the subsidy table."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from checkin_service.access.model import Permission
from checkin_service.catalogue import service as catalogue
from checkin_service.catalogue.model.registers import OccupationKind, TrainingType
from checkin_service.catalogue.schemas import NewEnterprise, NewInstitution, NewProject
from checkin_service.catalogue.schemas.occupations import OccupationRow, OccupationsImport
from checkin_service.intake.service.use import Act, Job, Use
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import undecorated
from checkin_service.kit.ids import derived_id
from checkin_service.kit.intake.columns import Column, Kind
from checkin_service.kit.intake.table import Fault, TableSpec, require_none
from checkin_service.kit.problem import Problem
from checkin_service.kit.words import Words
from checkin_service.policy.wording import NAMES
from checkin_service.voucher.model.templates import SubsidyKind
from checkin_service.voucher.schemas.templates import RateRow, RatesImport
from checkin_service.voucher.service.templates import publish_rates

_MOST_AT_ONCE = 200
_NONE = Words("", "")
_DOCUMENT = Column(
    field="document", heading=Words("依据文件", "Document"), also=("文号",), example="绍人社发〔2026〕3号"
)
_OCCUPATION_CODE = Column(
    field="occupation_code",
    heading=Words("职业编码", "Occupation code"),
    also=("职业代码", "工种编码"),
    kind=Kind.DASHED,
    example="6-29-03-01",
)
LEVEL = Column(field="level", heading=Words("等级", "Level"), also=("技能等级",), is_needed=False, example="四级")


def _named(what: Words, *, example: str) -> Column:
    return Column(field="name", heading=what, also=("名称", "单位名称"), example=example)


_CREDIT_CODE = Column(
    field="credit_code",
    heading=Words("统一社会信用代码", "Credit code"),
    also=("信用代码", "社会信用代码"),
    kind=Kind.CODE,
    example="91110000600037341L",
)
_TRAINING_TYPES: Mapping[str, Any] = {NAMES[each].zh: each for each in TrainingType if each in NAMES} | {
    each.value: each for each in TrainingType
}

INSTITUTIONS = TableSpec(
    name="institutions",
    title=Words("培训机构", "Institutions"),
    columns=(_named(Words("机构名称", "Institution"), example="示例职业培训学校"), _CREDIT_CODE),
    most_rows=_MOST_AT_ONCE,
    advice=_NONE,
)
ENTERPRISES = TableSpec(
    name="enterprises",
    title=Words("企业", "Enterprises"),
    columns=(_named(Words("企业名称", "Enterprise"), example="示例制造有限公司"), _CREDIT_CODE),
    most_rows=_MOST_AT_ONCE,
    advice=_NONE,
)
PROJECTS = TableSpec(
    name="projects",
    title=Words("培训项目", "Projects"),
    columns=(
        _named(Words("项目名称", "Project"), example="电工（四级）技能培训"),
        Column(
            field="occupation",
            heading=Words("职业（工种）", "Occupation"),
            also=("职业", "工种", "职业工种"),
            example="电工",
        ),
        Column(
            field="occupation_code",
            heading=_OCCUPATION_CODE.heading,
            also=_OCCUPATION_CODE.also,
            kind=Kind.DASHED,
            is_needed=False,
            example="6-29-03-01",
        ),
        LEVEL,
        Column(
            field="training_type",
            heading=Words("培训类型", "Training type"),
            kind=Kind.WORD,
            words=_TRAINING_TYPES,
            example=next(iter(_TRAINING_TYPES)),
        ),
        Column(
            field="subsidy_fen", heading=Words("补贴标准（元）", "Subsidy (yuan)"), kind=Kind.MONEY, example="1500.00"
        ),
        Column(
            field="fee_fen",
            heading=Words("培训费（元）", "Fee (yuan)"),
            also=("收费标准",),
            kind=Kind.MONEY,
            is_needed=False,
            example="6000.00",
        ),
    ),
    most_rows=_MOST_AT_ONCE,
    advice=_NONE,
)
OCCUPATIONS = TableSpec(
    name="occupations",
    title=Words("职业（工种）目录", "Occupations"),
    columns=(
        _OCCUPATION_CODE,
        Column(
            field="name",
            heading=Words("职业（工种）", "Occupation"),
            also=("职业", "工种", "职业名称", "职业工种"),
            example="电工",
        ),
        LEVEL,
        Column(
            field="kind",
            heading=Words("类别", "Kind"),
            kind=Kind.WORD,
            words={"知识技能型": OccupationKind.KNOWLEDGE, "操作技能型": OccupationKind.OPERATION}
            | {each.value: each for each in OccupationKind},
            example="操作技能型",
        ),
    ),
    most_rows=10_000,
    advice=Words("已有而不同的行视为更正。", "A row that is known and differs corrects it."),
)
RATES = TableSpec(
    name="rates",
    title=Words("补贴标准表", "Subsidy table"),
    columns=(
        Column(field="occupation", heading=Words("职业（工种）", "Occupation"), also=("职业", "工种"), example="电工"),
        Column(field="level", heading=Words("等级", "Level"), example="四级"),
        Column(field="group_name", heading=Words("人员类别", "Group"), also=("人群",), example="企业职工"),
        Column(field="training_type", heading=Words("培训类型", "Training type"), example="certificate"),
        Column(
            field="kind",
            heading=Words("补贴种类", "Subsidy"),
            kind=Kind.WORD,
            words={
                "培训补贴": SubsidyKind.TRAINING,
                "鉴定补贴": SubsidyKind.ASSESSMENT,
                "生活费补贴": SubsidyKind.LIVING,
            }
            | {each.value: each for each in SubsidyKind},
            is_needed=False,
            example="培训补贴",
        ),
        Column(field="amount_fen", heading=Words("标准（元）", "Amount (yuan)"), kind=Kind.MONEY, example="1500.00"),
        Column(field="effective_from", heading=Words("施行日期", "From"), kind=Kind.DAY, example="2026-01-01"),
        Column(
            field="effective_to",
            heading=Words("失效日期", "To"),
            also=("截止日期",),
            kind=Kind.DAY,
            is_needed=False,
            example="",
        ),
    ),
    most_rows=10_000,
    advice=_NONE,
)


class Entered(BaseModel):
    """How many entries a register has gained."""

    entered: int


def _each(model: type[BaseModel], id_field: str, approve: Any) -> Act:
    """Entries of a register one by one, all in one write; two rows for the same thing are refused."""

    async def act(unit: UnitOfWork, job: Job) -> Entered:
        require_once(job, "credit_code" if "credit_code" in model.model_fields else "name")

        def fields(number: int, values: dict[str, Any]) -> dict[str, Any]:
            return values | {id_field: derived_id(job.request_id, number)}

        return await entered(unit, job, job.table.bodies(model, fields), approve)

    return act


async def entered(unit: UnitOfWork, job: Job, bodies: Sequence[BaseModel], approve: Any) -> Entered:
    """Every row is tried, so that one answer names all that have to be corrected."""
    faults: list[Fault] = []
    for number, body in zip(job.table.numbers, bodies, strict=True):
        try:
            await undecorated(approve)(unit, job.resources, job.subject, body)
        except Problem as problem:
            words = problem.detail or problem.kind.value.title
            faults.append(job.table.fault(number, "", str(problem.fields.get("reason", "refused")), words))
    require_none(faults)
    return Entered(entered=len(bodies))


def require_once(job: Job, field: str) -> None:
    seen: set[Any] = set()
    faults: list[Fault] = []
    for number, values in job.table.rows.items():
        if values.get(field) in seen:
            faults.append(job.table.fault(number, field, "twice", _TWICE))
        seen.add(values.get(field))
    require_none(faults)


async def _import_occupations(unit: UnitOfWork, job: Job) -> BaseModel:
    rows = job.table.bodies(OccupationRow, lambda _, values: values | {"level": values["level"] or ""})
    body = OccupationsImport(request_id=job.request_id, document=job.details["document"], rows=rows)
    answer: BaseModel = await undecorated(catalogue.import_occupations)(unit, job.resources, job.subject, body)
    return answer


async def _publish_rates(unit: UnitOfWork, job: Job) -> BaseModel:
    rows = job.table.bodies(RateRow, lambda _, values: values | {"kind": values["kind"] or SubsidyKind.TRAINING})
    body = RatesImport(request_id=job.request_id, rows=rows, **job.details)
    answer: BaseModel = await undecorated(publish_rates)(unit, job.resources, job.subject, body)
    return answer


_TWICE = Words("与前面的行重复。", "A row above says the same.")
_PUBLISHED_ON = Column(
    field="published_on", heading=Words("公布日期", "Published on"), kind=Kind.DAY, example="2025-12-20"
)

REGISTERS = (
    Use(
        spec=INSTITUTIONS,
        permission=Permission.INSTITUTION_CREATE,
        act=_each(NewInstitution, "institution_id", catalogue.approve_institution),
    ),
    Use(
        spec=ENTERPRISES,
        permission=Permission.ENTERPRISE_CREATE,
        act=_each(NewEnterprise, "enterprise_id", catalogue.approve_enterprise),
    ),
    Use(
        spec=PROJECTS,
        permission=Permission.PROJECT_CREATE,
        act=_each(NewProject, "project_id", catalogue.approve_project),
    ),
    Use(spec=OCCUPATIONS, permission=Permission.OCCUPATION_IMPORT, act=_import_occupations, asks=(_DOCUMENT,)),
    Use(spec=RATES, permission=Permission.RATE_PUBLISH, act=_publish_rates, asks=(_DOCUMENT, _PUBLISHED_ON)),
)
"""What an authority enters by the list."""
