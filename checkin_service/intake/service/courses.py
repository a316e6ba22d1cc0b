"""The table of courses that an institution files by the list."""

from typing import Any

from pydantic import BaseModel

from checkin_service.access.model import Permission
from checkin_service.courses import service as courses
from checkin_service.courses.model import ResourceKind, Taught
from checkin_service.courses.schemas import CourseResource, NewCourse
from checkin_service.intake.service.registers import LEVEL, entered, require_once
from checkin_service.intake.service.use import Job, Use
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import derived_id
from checkin_service.kit.intake.columns import Column, Kind
from checkin_service.kit.intake.table import TableSpec
from checkin_service.kit.words import Words

COURSES = TableSpec(
    name="courses",
    title=Words("培训课程", "Courses"),
    columns=(
        Column(field="title", heading=Words("课程名称", "Course"), also=("名称",), example="电工安全基础"),
        Column(field="occupation", heading=Words("职业（工种）", "Occupation"), also=("职业", "工种"), example="电工"),
        LEVEL,
        Column(
            field="taught",
            heading=Words("授课方式", "Taught"),
            kind=Kind.WORD,
            words={"线上": Taught.ONLINE, "线下": Taught.OFFLINE, "线上+线下": Taught.BOTH}
            | {each.value: each for each in Taught},
            example="线上",
        ),
        Column(field="class_hours", heading=Words("课时", "Class hours"), kind=Kind.WHOLE, example="40"),
        Column(field="summary", heading=Words("课程内容", "Content"), example="安全用电、触电急救"),
        Column(
            field="link",
            heading=Words("线上资源链接", "Link of the online resource"),
            is_needed=False,
            example="https://course.example.cn/1",
        ),
        Column(
            field="question_count",
            heading=Words("题库题数", "Questions"),
            kind=Kind.WHOLE,
            is_needed=False,
            example="300",
        ),
    ),
    most_rows=200,
    advice=Words(
        "教学单元和更多线上资源在课程页面补充。", "Units and further online resources are added on the course's page."
    ),
)


async def _file_courses(unit: UnitOfWork, job: Job) -> BaseModel:
    """Each as if it were filed alone, with its link as the one resource."""
    require_once(job, "title")

    def fields(number: int, values: dict[str, Any]) -> dict[str, Any]:
        link, rest = values["link"], {name: value for name, value in values.items() if name != "link"}
        resources = [CourseResource(kind=ResourceKind.VIDEO, title=values["title"], link=link)] if link else []
        return rest | {"course_id": derived_id(job.request_id, number), "resources": resources}

    return await entered(unit, job, job.table.bodies(NewCourse, fields), courses.file)


OF_COURSES = Use(spec=COURSES, permission=Permission.COURSE_FILE, act=_file_courses)
