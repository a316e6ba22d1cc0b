"""Steps of oversight: lapses of institutions, orders to rectify and the way back."""

from datetime import timedelta
from typing import Any

from checkin_service.kit.ids import new_id
from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Stage, words_of
from tests.policy_cases.steps import known, request, step

LAPSES = {"质量": "quality", "把关": "review_failure"}
STANDINGS = {"active": "正常", "suspended": "已暂停", "closed": "已注销"}
GROUNDS = {"document_number": "示人社检〔2026〕7号", "reason": "现场无人上课而有签到"}


async def path_of(stage: Stage, line: Line) -> str:
    school = await stage.worlds.school(stage.at, line.names[0])
    return f"/v1/institutions/{school.institution_id}"


async def ruled(stage: Stage, proposed: dict[str, Any], line: Line) -> Answer:
    """By another person of the authority, unless the case leaves it at one."""
    authority = await stage.authority()
    if "只有一人" in line.flags:
        return Answer(words_of(proposed))
    second = authority.officer if "同一人批准" in line.flags else authority.second
    path = f"/v1/proposals/{proposed['proposal_id']}/ruling"
    return Answer(words_of(await second.post(path, request(approved=True))))


@step("记录问题")
async def record(stage: Stage, line: Line) -> Answer:
    """`记录问题 丁校 质量 [次数=2] [同一人批准]`: found by one person and confirmed by another, on this day."""
    answer = Answer("")
    for _ in range(int(line.options.get("次数", "1"))):
        lapse = {"lapse_id": new_id(), "kind": known(LAPSES, line.names[1]), "occurred_on": stage.today, **GROUNDS}
        proposed = await (await stage.officer()).post(f"{await path_of(stage, line)}/lapses", lapse)
        answer = await ruled(stage, proposed, line)
        stage.kept[f"问题{line.names[0]}"] = lapse["lapse_id"]
    return answer


@step("责令整改")
async def order(stage: Stage, line: Line) -> Answer:
    """`责令整改 丁校 [只有一人]`: within thirty days."""
    body = {"rectification_id": new_id(), "demands": "按课程表上课", "due_on": stage.today + timedelta(days=30)}
    proposed = await (await stage.officer()).post(f"{await path_of(stage, line)}/rectifications", body | GROUNDS)
    stage.kept[f"整改{line.names[0]}"] = body["rectification_id"]
    return await ruled(stage, proposed, line)


@step("整改报告")
async def report(stage: Stage, line: Line) -> Answer:
    """`整改报告 丁校`: by the institution; once it has rectified the same applies for its return (重新申请入驻)."""
    school = await stage.worlds.school(stage.at, line.names[0])
    path = f"/v1/rectifications/{stage.kept[f'整改{line.names[0]}']}/reports"
    return Answer(words_of(await school.admin.post(path, request(words="已整改"))))


@step("认定整改")
async def judge(stage: Stage, line: Line) -> Answer:
    """`认定整改 丁校 到位`."""
    path = f"/v1/rectifications/{stage.kept[f'整改{line.names[0]}']}/decisions"
    body = request(met=line.names[1] == "到位", words="现场复核")
    return Answer(words_of(await (await stage.officer()).post(path, body)))


@step("恢复机构")
async def let_return(stage: Stage, line: Line) -> Answer:
    """`恢复机构 丁校`: by two people of the authority."""
    body = {"standing_id": new_id(), "standing": "active", **GROUNDS}
    proposed = await (await stage.officer()).post(f"{await path_of(stage, line)}/standings", body)
    return await ruled(stage, proposed, line)


@step("机构状态")
async def standing(stage: Stage, line: Line) -> Answer:
    """`机构状态 丁校 → 已暂停`."""
    found = await (await stage.officer()).get(f"{await path_of(stage, line)}/standings")
    return Answer(STANDINGS[found["standing"]])
