"""Steps of the register of courses, and of questions about a class."""

from typing import Any

from checkin_service.kit.ids import new_id
from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Stage, words_of
from tests.policy_cases.steps import known, request, step

STATES = {
    "filed": "待审核",
    "approved": "审核通过",
    "refused": "未通过",
    "suspended": "已暂停",
    "closed": "已注销",
}
STANDINGS = {"暂停": "suspended", "恢复": "resumed", "注销": "closed"}


def content(line: Line) -> dict[str, Any]:
    options = line.options
    link = options.get("链接", "https://course.example.cn/1")
    return {
        "title": line.names[0],
        "occupation": options.get("职业", "电工"),
        "taught": "online",
        "class_hours": int(options.get("课时", "8")),
        "summary": "安全用电、触电急救",
        "units": [{"title": "安全用电", "class_hours": int(options.get("单元课时", options.get("课时", "8")))}],
        "resources": [] if options.get("资源") == "无" else [{"kind": "video", "title": "第一讲", "link": link}],
        "question_count": 300,
    }


def _path(stage: Stage, line: Line) -> str:
    return f"/v1/training-courses/{stage.kept[f'课程{line.names[0]}']}"


@step("报审课程")
async def file(stage: Stage, line: Line) -> Answer:
    """`报审课程 课甲 [学校=乙校 地区=330681 课时=8 单元课时=9 资源=无]`: by an institution."""
    school = await stage.worlds.school(line.options.get("地区", stage.at), line.options.get("学校", "甲校"))
    body = {"course_id": new_id(), **content(line)}
    made = await school.admin.post("/v1/training-courses", body)
    stage.kept[f"课程{line.names[0]}"] = body["course_id"]
    return Answer(f"{STATES[made['state']]} {words_of(made)}")


@step("审核课程")
async def examine(stage: Stage, line: Line) -> Answer:
    """`审核课程 课甲 通过 [由=330602 版=2]`: by one person of the authority."""
    officer = await stage.officer(line.options.get("由"))
    is_approved = line.names[1] == "通过"
    body = request(
        version=int(line.options.get("版", "1")), approved=is_approved, reason=None if is_approved else "课时不实"
    )
    made = await officer.post(f"{_path(stage, line)}/examinations", body)
    return Answer(f"{STATES[made['state']]} {words_of(made)}")


@step("变更课程")
async def change(stage: Stage, line: Line) -> Answer:
    """`变更课程 课甲 课时=16`."""
    school = await stage.worlds.school(line.options.get("地区", stage.at), line.options.get("学校", "甲校"))
    made = await school.admin.post(f"{_path(stage, line)}/versions", request(reason="教材更新", **content(line)))
    return Answer(f"{STATES[made['state']]} 待审第{made['waiting']}版")


@step("课程状态")
async def standing(stage: Stage, line: Line) -> Answer:
    """`课程状态 课甲 暂停 [由=330602]`: by the authority."""
    officer = await stage.officer(line.options.get("由"))
    body = request(to=known(STANDINGS, line.names[1]), reason="线上资源失效")
    made = await officer.post(f"{_path(stage, line)}/standings", body)
    return Answer(f"{STATES[made['state']]} {words_of(made)}")


@step("公众查课程")
async def public(stage: Stage, line: Line) -> Answer:
    """`公众查课程 课甲 → 课时8`: by anybody, without signing in."""
    asked = {"words": line.names[0], "division": stage.at}
    found = (await stage.worlds.client.post("/v1/training-course-searches", json=asked)).json()["courses"]
    ours = [each for each in found if each["course_id"] == str(stage.kept.get(f"课程{line.names[0]}"))]
    return Answer(f"课时{ours[0]['class_hours']} {words_of(ours[0])}" if ours else "查不到")


@step("提问")
async def ask(stage: Stage, line: Line) -> Answer:
    """`提问 甲班 王芳`: by the trainee, on the phone."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    await person.bind(stage.worlds)
    body = {"question_id": new_id(), "text": "接线图在哪里下载？"}
    await person.phone.post(f"/v1/me{course.path.removeprefix('/v1')}/questions", body)
    stage.kept[f"提问{line.names[1]}"] = body["question_id"]
    return Answer("待回答")


@step("回答")
async def answer(stage: Stage, line: Line) -> Answer:
    """`回答 甲班 王芳 [学校=乙校]`: by the institution of the class, unless another tries."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    school = course.school
    if "学校" in line.options:
        school = await stage.worlds.school(stage.at, line.options["学校"])
    body = request(trainee_id=person.trainee_id, text="在课程库第一讲的附件。")
    await school.admin.post(f"/v1/questions/{stage.kept[f'提问{line.names[1]}']}/answers", body)
    await stage.deliver()
    return Answer("已回答")


@step("查看答疑")
async def read(stage: Stage, line: Line) -> Answer:
    """`查看答疑 甲班 王芳 → 在课程库`: what the person reads on the own phone, and what they were told."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    await person.bind(stage.worlds)
    found = await person.phone.get(f"/v1/me{course.path.removeprefix('/v1')}/questions")
    told = await person.phone.get("/v1/me/messages")
    return Answer(f"{words_of(found)} {words_of(told)}" if found["questions"] else "没有提问")
