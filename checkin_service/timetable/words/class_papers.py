"""Papers of a class to be printed and signed: roster, sign-in sheets and the list of certificates."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from reportlab.platypus import Flowable

from checkin_service.identity.model import DocumentKind
from checkin_service.kit.civil import CHINA
from checkin_service.kit.printing import Foot, gap, new_page, paragraph, printed, seals, table
from checkin_service.policy.model import VoucherKind
from checkin_service.policy.wording import KINDS
from checkin_service.timetable.model import Certificate, CertificateKind, Session

DOCUMENTS: Mapping[DocumentKind, str] = {
    DocumentKind.RESIDENT_ID: "居民身份证",
    DocumentKind.RESIDENCE_PERMIT: "港澳台居民居住证",
    DocumentKind.MAINLAND_TRAVEL_PERMIT: "来往内地（大陆）通行证",
    DocumentKind.PASSPORT: "护照",
    DocumentKind.FOREIGN_PERMANENT: "外国人永久居留身份证",
}
CERTIFICATES: Mapping[CertificateKind, str] = {
    CertificateKind.QUALIFICATION: "职业资格证书",
    CertificateKind.SKILL_LEVEL: "职业技能等级证书",
    CertificateKind.SPECIAL_ABILITY: "专项职业能力证书",
    CertificateKind.SPECIAL_OPERATION: "特种作业操作证",
    CertificateKind.TRAINING_COMPLETION: "培训合格证书",
}


class Paper(StrEnum):
    """What is printed of a class."""

    ROSTER = "roster"
    SIGN_IN_SHEET = "sign-in-sheet"
    CERTIFICATES = "certificates"


class OnPaper(NamedTuple):
    """Somebody as a paper shows them."""

    trainee_id: UUID
    name: str
    document_kind: DocumentKind
    masked_document: str
    voucher_kind: VoucherKind


class ClassPapers(NamedTuple):
    """A class with its people, as its papers show it."""

    name: str
    total_hours: int
    sessions: Sequence[Session]
    people: Sequence[OnPaper]
    certificates: Sequence[Certificate]


def paper_of(paper: Paper, shown: ClassPapers) -> bytes:
    """The pages of a paper, with places for signatures and seals."""
    title, story = _PAPERS[paper]
    return printed(story(shown), title=title, foot=Foot(f"{title}　{shown.name}"), margin_mm=15)


def _roster(shown: ClassPapers) -> Iterator[Flowable]:
    yield from _heading("花名册", shown)
    rows = [
        (str(number), each.name, DOCUMENTS[each.document_kind], each.masked_document, KINDS[each.voucher_kind].zh, "")
        for number, each in enumerate(shown.people, start=1)
    ]
    yield _grid(("序号", "姓名", "证件类型", "证件号码", "券种", "备注"), rows, 12, 40, 42, 42, 20, 22)
    yield gap(6)
    yield seals("制表", "培训机构（盖章）", "人社部门（盖章）")


def _sign_in_sheets(shown: ClassPapers) -> Iterator[Flowable]:
    """A sheet for each session that takes place, each on a page of its own."""
    held = [each for each in shown.sessions if each.cancelled_at is None]
    for session in held:
        if session is not held[0]:
            yield new_page()
        yield from _heading("签到表", shown)
        starts, ends = session.starts_at.astimezone(CHINA), session.ends_at.astimezone(CHINA)
        yield paragraph(
            f"第{session.ordinal}课次　{starts:%Y-%m-%d %H:%M}至{ends:%H:%M}　{session.class_hours}课时", "lead"
        )
        rows = [
            (str(number), each.name, each.masked_document, "", "") for number, each in enumerate(shown.people, start=1)
        ]
        yield _grid(("序号", "姓名", "证件号码", "签到（本人签名）", "签退（本人签名）"), rows, 12, 40, 42, 42, 42)
        yield gap(6)
        yield seals("授课教师", "培训机构（盖章）")


def _certificates(shown: ClassPapers) -> Iterator[Flowable]:
    yield from _heading("证书名册", shown)
    names = {each.trainee_id: each for each in shown.people}
    rows = [
        (
            str(number),
            names[each.trainee_id].name,
            names[each.trainee_id].masked_document,
            each.certificate_number,
            CERTIFICATES[each.kind],
            str(each.issued_on),
        )
        for number, each in enumerate(shown.certificates, start=1)
        if each.trainee_id in names
    ]
    yield _grid(("序号", "姓名", "证件号码", "证书编号", "证书类型", "发证日期"), rows, 12, 34, 38, 44, 30, 22)
    yield gap(6)
    yield seals("制表", "培训机构（盖章）")


def _heading(title: str, shown: ClassPapers) -> Iterator[Flowable]:
    yield paragraph(title, "title")
    yield paragraph(f"班期：{shown.name}　总课时：{shown.total_hours}　人数：{len(shown.people)}")


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]], *widths_mm: float) -> Flowable:
    return table([[paragraph(cell) for cell in row] for row in (head, *rows)], *widths_mm, repeat=1)


_PAPERS: Mapping[Paper, tuple[str, Callable[[ClassPapers], Iterator[Flowable]]]] = {
    Paper.ROSTER: ("花名册", _roster),
    Paper.SIGN_IN_SHEET: ("签到表", _sign_in_sheets),
    Paper.CERTIFICATES: ("证书名册", _certificates),
}
