"""Steps of learning by oneself: platforms, what is learnt on them, and the record of a working life."""

import json
from datetime import timedelta
from typing import Any

from checkin_service.kit.ids import new_id
from tests.attendance.learning import LearningPlatform
from tests.building.identities import a_credit_code
from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Stage, words_of
from tests.policy_cases.steps import request, step

DUTIES = {
    "入驻管理": "admission",
    "实名制验证": "real_name",
    "使用核验": "usage_check",
    "过程监管": "supervision",
    "效果评价": "evaluation",
    "信息安全": "security",
}


@step("学习平台")
async def enter_platform(stage: Stage, line: Line) -> Answer:
    """`学习平台 平台甲 [未承担=信息安全] [只有一人]`: proposed with what its operator takes on, approved by another."""
    authority, platform = await stage.authority(), LearningPlatform()
    operator_id = new_id()
    operator = {"institution_id": operator_id, "name": f"{line.names[0]}公司", "credit_code": a_credit_code()}
    await authority.officer.post("/v1/institutions", operator)
    left_out = DUTIES.get(line.options.get("未承担", ""))
    duties = [each for each in DUTIES.values() if each != left_out]
    answer = await authority.officer.post(
        "/v1/learning-platforms", platform.introduction(operator_id) | {"duties": duties}
    )
    if "只有一人" not in line.flags:
        ruling = f"/v1/proposals/{platform.platform_id}/ruling"
        answer = await authority.second.post(ruling, request(approved=True))
    stage.kept[line.names[0]] = platform
    return Answer(words_of(answer))


@step("停用平台")
async def end_platform(stage: Stage, line: Line) -> Answer:
    platform: LearningPlatform = stage.kept[line.names[0]]
    path = f"/v1/learning-platforms/{platform.platform_id}/end"
    return Answer(words_of(await (await stage.officer()).post(path, request(reason="密钥泄露"))))


@step("平台职责")
async def duties(stage: Stage, line: Line) -> Answer:
    """`平台职责 平台甲 → 缺记录0`: the six duties as the authority sees them."""
    return _shown(await (await stage.officer()).get(_of_platform(stage, line)))


@step("登记材料")
async def paper(stage: Stage, line: Line) -> Answer:
    """`登记材料 平台甲 信息安全 [日期=2026-03-02]`: a paper that an officer has seen."""
    body = request(
        duty=DUTIES[line.names[1]],
        document_number="网安备〔2026〕12号",
        shows="等级保护三级备案证明",
        seen_on=line.options.get("日期", stage.today.isoformat()),
    )
    return _shown(await (await stage.officer()).post(f"{_of_platform(stage, line)}/duty-papers", body))


def _of_platform(stage: Stage, line: Line) -> str:
    platform: LearningPlatform = stage.kept[line.names[0]]
    return f"/v1/learning-platforms/{platform.platform_id}"


def _shown(answer: dict[str, Any]) -> Answer:
    shown = answer["duties"]
    missing, taken = sum(not each["has_record"] for each in shown), sum(each["is_taken_on"] for each in shown)
    return Answer(f"缺记录{missing} 已承担{taken} {words_of(answer)}")


@step("自学")
async def learn(stage: Stage, line: Line) -> Answer:
    """`自学 甲班 王芳 平台=平台甲 [分钟=50] [答对=9] [身份=李明]`: a sitting in the last lesson, sent by the phone."""
    name, who = line.names
    course, person = stage.course(name), stage.person(who)
    platform: LearningPlatform = stage.kept[line.options["平台"]]
    minutes = int(line.options.get("分钟", "50"))
    last = course.sessions[-1]
    stage.move_to(max(stage.today, (last["starts_at"] + timedelta(days=1)).date()))
    stage.later(minutes=minutes)
    seen: dict[str, Any] = {}
    if "身份" in line.options:
        seen["document"] = dict(stage.person(line.options["身份"]).document)
    said = platform.statement(
        last["session_id"],
        person,
        stage.now - timedelta(minutes=minutes),
        minutes,
        right_answers=int(line.options.get("答对", "9")),
        **seen,
    )
    await person.bind(stage.worlds)
    await person.phone.sign_in()
    answer = await person.phone.post("/v1/learning-records", said)
    return Answer(words_of(answer), is_refused=not answer["accepted"])


@step("终身档案")
async def record(stage: Stage, line: Line) -> Answer:
    """`终身档案 王芳 → 甲班`: trainings and vouchers of a working life, signed by the service (FJ-03)."""
    person = stage.person(line.names[0])
    await person.bind(stage.worlds)
    await person.phone.sign_in()
    found = await person.phone.get("/v1/me/record")
    return Answer(f"{words_of(json.loads(found['document']))} {'有签名' if found['signature'] else '未签名'}")
