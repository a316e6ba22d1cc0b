"""The sheet on paper: Chinese throughout, complete, and the same bytes every time."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from checkin_service.oversight.words.pdf import pdf_of
from checkin_service.oversight.words.sheets import Naming, Sheet, sheet_of
from tests.eligibility.builders import FAILED, some_facts, some_sessions
from tests.eligibility.test_recompute import written


def a_sheet(**changes: object) -> Sheet:
    naming = Naming(
        trainee="欧阳·娜娜", class_name="电工班", institution="培训学校", authorities={"330600": "绍兴市人社局"}
    )
    return sheet_of(json.loads(written(some_facts(**changes))), sha256="ab" * 32, naming=naming)


def test_the_sheet_names_people_and_places_that_the_document_leaves_out() -> None:
    heading = dict(a_sheet().heading)
    assert heading["参训人员"] == "欧阳·娜娜"
    assert heading["发券补贴"] == "绍兴市人社局（330600）"
    assert heading["补贴金额"] == "¥1,200.00（补贴对象：培训机构）"
    assert heading["送达日期"] == "2022年5月30日"


def test_the_sheet_says_what_the_hours_rest_on() -> None:
    document = json.loads(written(some_facts()))
    heading = dict(sheet_of(document, sha256="").heading)
    assert heading["证据等级"] == document["evidence"]["sentence"]["zh"]
    del document["evidence"]
    assert "证据等级" not in dict(sheet_of(document, sha256="").heading)


def test_the_same_determination_makes_the_same_bytes() -> None:
    sheet = a_sheet(assessment=FAILED)
    assert pdf_of(sheet) == pdf_of(sheet)
    assert pdf_of(sheet) != pdf_of(a_sheet())


def test_a_long_timetable_goes_on_over_many_pages() -> None:
    pdf = pdf_of(a_sheet(sessions=some_sessions(*[True] * 200)))
    assert pdf.count(b"/Type /Page\n") > 3


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_no_name_breaks_the_printing(name: str) -> None:
    sheet = sheet_of(json.loads(written(some_facts())), sha256="", naming=Naming(trainee=name or None))
    assert pdf_of(sheet).startswith(b"%PDF-")
