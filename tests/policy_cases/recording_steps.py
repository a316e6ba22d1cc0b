"""Steps of remote video: what a school says of the recordings of its lessons, and what the authority sees lacking."""

from datetime import timedelta
from typing import Any

from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Course, Stage, words_of
from tests.policy_cases.steps import request, step

STATES = {"whole": "全程", "part": "不完整", "absent": "说明无录像", "missing": "未登记", "ahead": "未下课"}


@step("下课")
async def over(stage: Stage, line: Line) -> Answer:
    """`下课 甲班`: an hour after the last lesson."""
    course = stage.course(line.names[0])
    stage.worlds.clock.move_to(max(stage.now, _ends(course) + timedelta(hours=1)))
    return Answer("已下课")


@step("登记录像")
async def keep(stage: Stage, line: Line) -> Answer:
    """`登记录像 甲班 第=1,2 [缺=10] [早=600] [链接=…] [无录像=原因] [更正=原因] → 1/2 全程`: after the lesson.

    `缺` minutes are missing at the end, `早` minutes the whole of it lies before the lesson.
    """
    course = stage.course(line.names[0])
    rows = [_row(course, int(each) - 1, line) for each in line.options["第"].split(",")]
    kept = await course.school.admin.post(f"{course.path}/recordings", request(recordings=rows))
    await stage.deliver()
    states = " ".join(STATES[each["kept"]] for each in kept["sessions"])
    gaps = " ".join(f"缺{each['gap_after_minutes']}分钟" for each in kept["sessions"])
    return Answer(f"{kept['kept']}/{kept['lessons']} {states} {gaps} {words_of(kept)}")


def _row(course: Course, number: int, line: Line) -> dict[str, Any]:
    session, options = course.sessions[number], line.options
    row: dict[str, Any] = {"session_id": session["session_id"], "reason": options.get("更正")}
    if "无录像" in options:
        return row | {"absent_because": options["无录像"]}
    early = timedelta(minutes=int(options.get("早", "0")))
    short = timedelta(minutes=int(options.get("缺", "0")))
    return row | {
        "link": options.get("链接", f"https://video.example.cn/{number + 1}"),
        "starts_at": session["starts_at"] - early,
        "ends_at": session["ends_at"] - early - short,
    }


@step("缺录像的班")
async def lacking(stage: Stage, line: Line) -> Answer:
    """`缺录像的班 甲班 → 1/2` or `未列入`."""
    course = stage.course(line.names[0])
    found = await course.authority.officer.get("/v1/unrecorded-classes", limit=200)
    for each in found["classes"]:
        if each["class_id"] == str(course.class_id):
            return Answer(f"{each['kept']}/{each['lessons']}")
    return Answer("未列入")


def _ends(course: Course) -> Any:
    return max(each["ends_at"] for each in course.sessions)
