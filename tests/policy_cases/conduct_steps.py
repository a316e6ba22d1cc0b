"""Steps of oversight: lapses of institutions, orders to rectify and the way back."""

from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from checkin_service.kit.ids import new_id
from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Stage, words_of
from tests.policy_cases.steps import known, request, step

LAPSES = {"质量": "quality", "把关": "review_failure"}
WAYS = {"定期": "regular", "不定期": "unannounced"}
ORIGINS = {"计划": "planned", "空转": "empty_class"}
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


@step("安排检查")
async def plan(stage: Stage, line: Line) -> Answer:
    """`安排检查 甲班 方式=定期 [来由=空转]`: of a class, due in a month."""
    course = stage.course(line.names[0])
    body = {
        "inspection_id": new_id(),
        "about": f"class:{course.class_id}",
        "kind": known(WAYS, line.options.get("方式", "不定期")),
        "origin": known(ORIGINS, line.options.get("来由", "计划")),
        "due_on": stage.today + timedelta(days=30),
        "reason": "抽查",
    }
    made = await course.authority.officer.post("/v1/inspections", body)
    stage.kept[f"检查{line.names[0]}"] = body["inspection_id"]
    return Answer(words_of(made))


@step("随机抽查")
async def draw(stage: Stage, line: Line) -> Answer:
    """`随机抽查 抽取=1`: the hash of the seed first, then the seed; what comes of both is computed again here."""
    officer = await stage.officer()
    count = int(line.options.get("抽取", "1"))
    body = {"draw_id": new_id(), "count": count, "due_on": stage.today, "reason": "专项"}
    committed = await officer.post("/v1/inspection-draws", body)
    assert committed["seed"] is None
    drawn = await officer.post(f"/v1/inspection-draws/{body['draw_id']}/reveal", request())
    seed = bytes.fromhex(drawn["seed"])
    again = sorted(drawn["population"], key=lambda each: sha256(seed + UUID(each).bytes).digest())
    is_same = again[:count] == drawn["drawn"] and sha256(seed).hexdigest() == committed["commitment"]
    return Answer("可复算" if is_same else "不能复算")


@step("到场检查")
async def visit(stage: Stage, line: Line) -> Answer:
    """`到场检查 甲班 第=1 人数=0`: heads counted beside what the roll of the lesson knows now."""
    course = stage.course(line.names[0])
    session = course.sessions[int(line.options.get("第", "1")) - 1]["session_id"]
    body = request(session_id=session, headcount=int(line.options.get("人数", "0")), words="现场清点")
    found = await course.authority.officer.post(f"{_case(stage, line)}/visits", body)
    return Answer(f"少{found['steps'][-1]['heads_lacking']}人 {words_of(found)}")


@step("检查结论")
async def conclude(stage: Stage, line: Line) -> Answer:
    """`检查结论 甲班 发现问题 [只有一人]`: a lapse, once another person has confirmed it."""
    course = stage.course(line.names[0])
    is_wanting = line.names[1] == "发现问题"
    found = {"lapse_kind": "quality", "document_number": GROUNDS["document_number"]} if is_wanting else {}
    body = request(result="wanting" if is_wanting else "passed", words="签到多于现场人数", **found)
    made = await course.authority.officer.post(f"{_case(stage, line)}/result", body)
    if is_wanting and "只有一人" not in line.flags:
        waiting = await course.authority.officer.get("/v1/proposals", waiting=True, limit=200)
        institution = str(course.school.institution_id)
        (asked,) = [each for each in waiting["proposals"] if each["about"] == institution]
        await ruled(stage, asked, line)
    return Answer(words_of(made))


@step("机构查看检查")
async def seen_by_school(stage: Stage, line: Line) -> Answer:
    """`机构查看检查 甲班 → 拒绝`: whether the institution knows of it."""
    return Answer(words_of(await stage.course(line.names[0]).school.admin.get(_case(stage, line))))


@step("问题次数")
async def count(stage: Stage, line: Line) -> Answer:
    """`问题次数 甲校 → 质量1`."""
    found = await (await stage.officer()).get(f"{await path_of(stage, line)}/conduct")
    names = {english: chinese for chinese, english in LAPSES.items()}
    return Answer(" ".join(f"{names[each['kind']]}{each['count']}" for each in found["tallies"]))


@step("公众查看检查")
async def public(stage: Stage, line: Line) -> Answer:
    """`公众查看检查 → 发现问题1`: of this month, by anybody, without signing in."""
    del line
    month = stage.today.isoformat()[:7]
    asked = {"division": stage.at, "since": month, "until": month}
    found = (await stage.worlds.client.get("/v1/public-figures", params=asked)).json()["inspections"]
    return Answer(f"检查{found['begun']} 发现问题{found['wanting']}")


def _case(stage: Stage, line: Line) -> str:
    return f"/v1/inspections/{stage.kept[f'检查{line.names[0]}']}"


@step("申请变更")
async def ask_change(stage: Stage, line: Line) -> Answer:
    """`申请变更 甲校 名称=新名 [由=乙校]`: by the institution itself, unless another tries."""
    asking = await stage.worlds.school(stage.at, line.options.get("由", line.names[0]))
    body = {
        "change_id": new_id(),
        "name": line.options["名称"],
        "address": "示例路9号",
        "evidence": "变更登记通知书",
    }
    answered = await asking.admin.post(f"{await path_of(stage, line)}/changes", body)
    stage.kept[f"变更{line.names[0]}"] = body["change_id"]
    return Answer(words_of(answered))


@step("处理变更")
async def decide_change(stage: Stage, line: Line) -> Answer:
    """`处理变更 甲校 同意`."""
    is_approved = line.names[1] == "同意"
    path = f"/v1/institution-changes/{stage.kept[f'变更{line.names[0]}']}/answer"
    body = request(approved=is_approved, reason=None if is_approved else "材料不符")
    return Answer(words_of(await (await stage.officer()).post(path, body)))


@step("机构信息")
async def record_of(stage: Stage, line: Line) -> Answer:
    """`机构信息 甲校 → 名称…`: how it is registered, and what it was called."""
    found = await (await stage.officer()).get(f"{await path_of(stage, line)}/changes")
    former = "".join(f" 原名{each['former_name']}" for each in found["changes"] if each["approved"])
    return Answer(f"名称{found['name']}{former}")
