"""Steps of vacancies and of referrals (就业推介)."""

from datetime import timedelta
from typing import Any

from checkin_service.kit.ids import new_id
from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Stage, words_of
from tests.policy_cases.steps import request, step
from tests.policy_cases.worlds import CODES

STATES = {"filed": "待审核", "open": "招聘中", "refused": "未通过", "closed": "已下架", "expired": "已到期"}


def _path(stage: Stage, name: str) -> str:
    return f"/v1/vacancies/{stage.kept[f'岗位{name}']}"


async def _publisher(stage: Stage, line: Line) -> Any:
    if "学校" in line.options:
        return (await stage.worlds.school(stage.at, line.options["学校"])).admin
    return await stage.officer(line.options.get("由"))


@step("发布岗位")
async def enter(stage: Stage, line: Line) -> Answer:
    """`发布岗位 甲厂 [职业=焊工 地点=330602 有效=30 学校=甲校 由=330602]`: by the authority, or by an institution."""
    options = line.options
    body = {
        "vacancy_id": new_id(),
        "employer": line.names[0],
        "occupation_code": CODES[options.get("职业", "电工")],
        "division": options.get("地点", stage.at),
        "place": "示例路1号",
        "posts": 3,
        "wage": "每月5000–7000元",
        "telephone": "0575-85110000",
        "valid_until": (stage.today + timedelta(days=int(options.get("有效", "30")))).isoformat(),
    }
    made = await (await _publisher(stage, line)).post("/v1/vacancies", body)
    stage.kept[f"岗位{line.names[0]}"] = body["vacancy_id"]
    return Answer(f"{STATES[made['state']]} {words_of(made)}")


@step("审核岗位")
async def examine(stage: Stage, line: Line) -> Answer:
    """`审核岗位 甲厂 通过 [由=330602]`: by one person of the authority."""
    is_approved = line.names[1] == "通过"
    body = request(approved=is_approved, reason=None if is_approved else "用人单位无法核实")
    officer = await stage.officer(line.options.get("由"))
    made = await officer.post(f"{_path(stage, line.names[0])}/examination", body)
    return Answer(f"{STATES[made['state']]} {words_of(made)}")


@step("下架岗位")
async def end(stage: Stage, line: Line) -> Answer:
    """`下架岗位 甲厂 [学校=甲校]`."""
    publisher = await _publisher(stage, line)
    made = await publisher.post(f"{_path(stage, line.names[0])}/end", request(reason="已招满"))
    return Answer(STATES[made["state"]])


@step("推介岗位")
async def own(stage: Stage, line: Line) -> Answer:
    """`推介岗位 王芳 → 甲厂 无乙厂`: what suits the person, on the own phone."""
    person = stage.person(line.names[0])
    await person.bind(stage.worlds)
    ours = {str(value) for name, value in stage.kept.items() if name.startswith("岗位")}
    found = (await person.phone.get("/v1/me/vacancies"))["vacancies"]
    return Answer(" ".join(each["employer"] for each in found if each["vacancy_id"] in ours) or "没有相符的岗位")


@step("有意向")
async def ask(stage: Stage, line: Line) -> Answer:
    """`有意向 甲厂 王芳 [同意=否]`: with consent that whoever published it reads the name."""
    person = stage.person(line.names[1])
    await person.bind(stage.worlds)
    body = request(is_interested=True, consented=line.options.get("同意") != "否", telephone="13800000000")
    await person.phone.post(f"/v1/me{_path(stage, line.names[0]).removeprefix('/v1')}/interest", body)
    return Answer("已提交")


@step("撤回意向")
async def take_back(stage: Stage, line: Line) -> Answer:
    """`撤回意向 甲厂 王芳`."""
    phone = stage.person(line.names[1]).phone
    body = request(is_interested=False, consented=False)
    await phone.post(f"/v1/me{_path(stage, line.names[0]).removeprefix('/v1')}/interest", body)
    return Answer("已撤回")


@step("意向名单")
async def interested(stage: Stage, line: Line) -> Answer:
    """`意向名单 甲厂 [学校=乙校] → 王芳 1人`: for whoever published it."""
    publisher = await _publisher(stage, line)
    found = await publisher.post(f"{_path(stage, line.names[0])}/interested", {"purpose": "contact"})
    return Answer(f"{len(found['people'])}人 {words_of(found)}")


@step("意向人数")
async def counted(stage: Stage, line: Line) -> Answer:
    """`意向人数 甲厂 [由=330602] → 1人`: the authority sees how many, and no name."""
    found = await (await stage.officer(line.options.get("由"))).get(_path(stage, line.names[0]))
    return Answer(f"{found['interested']}人 {words_of(found)}")


@step("公众查岗位")
async def public(stage: Stage, line: Line) -> Answer:
    """`公众查岗位 甲厂 → 招3人`: by anybody, without signing in."""
    asked = {"words": line.names[0], "division": stage.at}
    found = (await stage.worlds.client.post("/v1/vacancy-searches", json=asked)).json()["vacancies"]
    ours = [each for each in found if each["vacancy_id"] == str(stage.kept[f"岗位{line.names[0]}"])]
    return Answer(f"招{ours[0]['posts']}人 {words_of(ours[0])}" if ours else "查不到")
