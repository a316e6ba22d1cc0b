"""Steps of a voucher: issued, claimed, put to use, given back, and what is known of it."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from checkin_service.kit.ids import new_id
from tests.policy_cases.cases import Line
from tests.policy_cases.class_steps import KINDS
from tests.policy_cases.person_steps import FACTS
from tests.policy_cases.stage import Answer, Stage, fen_of, words_of
from tests.policy_cases.steps import known, request, step
from tests.policy_cases.worlds import FUND

STATES = {
    "issued": "已发放",
    "claimed": "已领取",
    "activated": "已激活",
    "held": "已核验",
    "used": "已使用",
    "completed": "已培训",
    "payable": "待结算",
    "released": "不予补贴",
    "requested": "已申请结算",
    "approved": "已批准",
    "disbursed": "已拨付",
    "written_off": "已核销",
    "returned": "已退回",
    "exchanged": "已退换",
    "expired": "已失效",
    "voided": "已作废",
    "clawed_back": "已追回",
}
FORMS = {"面值券": "face_value", "抵用券": "credit"}


@step("发券")
async def issue(stage: Stage, line: Line) -> Answer:
    """`发券 甲班 [模板=…] → 王芳:已发放 李明:暂缓`, the held back ones with what speaks against them."""
    course = stage.course(line.names[0])
    body = request()
    if "模板" in line.options:
        body["template_id"] = stage.templates[line.options["模板"]]
    answer = await course.payer.officer.post(f"{course.path}/vouchers", body)
    await stage.deliver()
    by_id = {each.trainee_id: each for each in stage.people.values()}
    said = []
    for each in answer["vouchers"]:
        person = by_id[UUID(each["trainee_id"])]
        person.codes[line.names[0]] = person.codes[""] = each["voucher_code"]
        person.invitation = each["invitation"] or person.invitation
        said.append(f"{person.name}:已发放")
    said += [
        f"{by_id[UUID(trainee_id)].name}:暂缓（{words_of({'': reasons})}）"
        for trainee_id, reasons in answer["held_back"].items()
    ]
    said += [f"{each['name']}:不再发放（{each['clause']}）" for each in answer["skipped"].values()]
    if not line.expected:
        assert not answer["held_back"], answer["held_back"]
        assert answer["vouchers"], "nobody was issued a voucher"
    return Answer(" ".join(said))


@step("验券")
async def use(stage: Stage, line: Line) -> Answer:
    """`验券 甲班 王芳 [券=乙班]`: shown at arrival and put to use in the class."""
    name, who = line.names
    course = stage.course(name)
    person = stage.person(who)
    code = person.codes.get(line.options.get("券", name)) or person.codes[""]
    code = "ABCDEFGHJKMNPQRSTVWXY" if "错码" in line.flags else code
    answer = await course.school.admin.post(f"{course.path}/activations", request(voucher_code=code))
    person.codes[name] = code
    await stage.deliver()
    return Answer(words_of(answer))


@step("开始培训")
async def begin(stage: Stage, line: Line) -> Answer:
    """`开始培训 甲班 王芳 …`: vouchers issued to all on the roster, and shown at arrival by those named."""
    name, *people = line.names
    await issue(stage, line.also("发券", name))
    said = [await use(stage, line.also("验券", name, who)) for who in people]
    return Answer(" ".join(each.words for each in said))


@step("激活")
async def activate(stage: Stage, line: Line) -> Answer:
    """`激活 王芳`: the voucher is activated (激活、验券) at the desk of a school before there is a class (SX-12)."""
    desk = (await stage.worlds.school(stage.at, "甲校")).admin
    answer = await desk.post("/v1/vouchers/activations", {"voucher_code": stage.person(line.names[0]).codes[""]})
    await stage.deliver()
    return Answer(words_of(answer))


@step("券状态")
async def state(stage: Stage, line: Line) -> Answer:
    """`券状态 王芳 [甲班] → 已使用 使用期限:2026-09-02`."""
    person = stage.person(line.names[0])
    code = person.codes[line.names[1] if len(line.names) > 1 else ""]
    found = await (await stage.officer(line.options.get("来自"))).get(f"/v1/vouchers/{code}")
    words = [STATES[found["state"]], f"激活期限:{found.get('activate_by')}", f"使用期限:{found.get('use_by')}"]
    return Answer.of(*words)


@step("作废")
async def void(stage: Stage, line: Line) -> Answer:
    codes = [stage.person(who).codes[""] for who in line.names]
    answer = await (await stage.officer()).post("/v1/vouchers/voids", {"voucher_codes": codes, "reason": "信息有误"})
    await stage.deliver()
    return Answer(words_of(answer))


@step("退券")
async def give_back(stage: Stage, line: Line) -> Answer:
    """`退券 王芳`: by the holder, on the own phone."""
    person = stage.person(line.names[0])
    await person.bind(stage.worlds)
    answer = await person.phone.post(f"/v1/vouchers/{person.codes['']}/return", {"reason": "不再参加"})
    await stage.deliver()
    return Answer(words_of(answer or {}))


@step("模板")
async def template(stage: Stage, line: Line) -> Answer:
    """`模板 焊工券 [职业=焊工] [学校=甲校] [数量=1] [有效=3] [面值=6000元] [券=通用券] [人群=毕业、就业困难]`."""
    name, options = line.names[0], line.options
    body: dict[str, Any] = {
        "template_id": new_id(),
        "name": name,
        "content": name,
        "kind": known(KINDS, options.get("券", "定向券")),
        "form": known(FORMS, options.get("形式", "抵用券")),
        "fund": options.get("资金", FUND),
        "people": "符合条件的劳动者",
        "quantity": int(options.get("数量", "100")),
        "occupation": options.get("职业"),
        "valid_months": int(options["有效"]) if "有效" in options else None,
        "face_value_fen": fen_of(options["面值"]) if "面值" in options else None,
    }
    if "人群" in options:
        body["holders"] = [FACTS[each] for each in options["人群"].split("、")]
    if "学校" in options:
        body["institutions"] = [(await stage.worlds.school(stage.at, options["学校"])).institution_id]
    answer = await (await stage.officer(options.get("来自"))).post("/v1/voucher-templates", request(**body))
    stage.templates[name] = body["template_id"]
    return Answer(words_of(answer))


@step("到日")
async def until(stage: Stage, line: Line) -> Answer:
    """`到日 2026-06-01` or `到日 9个月后`-like counts are written as days: `到日 90日后`."""
    (text,) = line.names
    day = (
        stage.today + timedelta(days=int(text.removesuffix("日后")))
        if text.endswith("日后")
        else date.fromisoformat(text)
    )
    stage.move_to(day)
    return Answer(day.isoformat())


@step("决定")
async def decide(stage: Stage, line: Line) -> Answer:
    """`决定 voucher.use_within_months 6 [同一人批准]`: proposed by one officer, approved by another."""
    key, value = line.names
    authority = await stage.authority(line.options.get("来自"))
    parsed: Any = int(value) if value.isdigit() else value.split("、") if "、" in value or "[]" in key else value
    second = authority.officer if "同一人批准" in line.flags else authority.second
    await stage.worlds.decide(authority, key, parsed, second=second)
    return Answer(value)
