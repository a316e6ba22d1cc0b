"""A person's record as a PDF of A4 pages in Chinese, the same bytes for the same record."""

from collections.abc import Iterator
from datetime import date, datetime
from types import MappingProxyType

from reportlab.platypus import Flowable

from checkin_service.kit.civil import day_of
from checkin_service.kit.printing import Foot, paragraph, printed, table
from checkin_service.oversight.model import Record, RecordedTraining

TITLE = "终身职业培训档案"
_CERTIFICATES = MappingProxyType(
    {
        "qualification": "职业资格证书",
        "skill_level": "职业技能等级证书",
        "special_ability": "专项职业能力证书",
        "special_operation": "特种作业操作证书",
        "training_completion": "培训合格证书",
    }
)
_KINDS = {"targeted": "定向券", "general": "通用券"}
_RESULTS = {None: "未考核", True: "考核合格", False: "考核不合格"}


def pdf_of_record(record: Record) -> bytes:
    """Who, every training with its result and certificates, and every voucher."""
    foot = Foot(f"{record.name} {record.masked_document} 截至 {_moment(record.made_at)}")
    return printed(_story(record), title=TITLE, foot=foot)


def _story(record: Record) -> Iterator[Flowable]:
    yield paragraph(TITLE, "title")
    yield paragraph(f"{record.name}（{record.masked_document}）", "lead")
    yield paragraph("培训与证书", "section")
    head = tuple(paragraph(each) for each in ("培训", "机构与主管部门", "时间", "课时", "结果与证书"))
    yield table([head, *map(_training, record.trainings)], 42, 46, 30, 18, 38, repeat=1)
    yield paragraph("培训券", "section")
    rows = [
        tuple(map(paragraph, (each.voucher_code, _KINDS[each.kind], each.authority, _day(each.obtained_on))))
        for each in record.vouchers
    ]
    yield table([tuple(map(paragraph, ("唯一码", "种类", "发券部门", "取得日期"))), *rows], 60, 24, 54, 36, repeat=1)


def _training(training: RecordedTraining) -> tuple[object, ...]:
    named = " ".join(part for part in (training.project, training.occupation, training.level) if part)
    held = [f"{_CERTIFICATES[each.kind]} {each.number}（{_day(each.issued_on)}）" for each in training.certificates]
    state = "已退出" if training.withdrawn_at else _RESULTS[training.passed]
    period = " 至 ".join(_moment(each) if each else "—" for each in (training.opened_at, training.completed_at))
    return (
        [paragraph(training.name), paragraph(named, "fine")],
        [paragraph(training.institution), paragraph(training.authority, "fine")],
        paragraph(period),
        paragraph(f"{training.credited_hours}/{training.total_hours}"),
        [paragraph(state), *(paragraph(each, "fine") for each in held)],
    )


def _moment(moment: datetime) -> str:
    return _day(day_of(moment))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
