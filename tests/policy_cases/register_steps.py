"""Steps of a voucher before any class: the register of people, channels, lists, claims, and places applied for."""

from typing import Any
from uuid import UUID

from checkin_service.kit.ids import new_id
from checkin_service.registry.service import push_waiting
from tests.policy_cases.cases import Line
from tests.policy_cases.class_steps import KINDS
from tests.policy_cases.person_steps import usual_facts_of
from tests.policy_cases.stage import Answer, Stage, words_of
from tests.policy_cases.steps import known, request, step
from tests.registry.builders import SignedChannel

CHANNELS = {
    "支付宝": "alipay",
    "闽政通": "minzhengtong",
    "职补小助手": "zhibu_assistant",
    "皖事通": "wanshitong",
    "浙里办": "zheliban_skills_zhejiang",
    "政务服务网": "zhejiang_government_service",
    "微信小程序": "wechat_mini_program",
    "电子社保卡": "e_card",
    "电子社保卡渠道": "e_card_channels",
    "本市渠道": "city_e_card_channels",
}
METHODS = {"人脸": "face", "密码": "password", "实名": "real_name"}
"""How a channel says that it has looked at whom it speaks for."""
PUSHED = "已推送"


@step("名单")
async def enter_list(stage: Stage, line: Line) -> Answer:
    """`名单 甲名单 王芳 李明 [条件=未核]`: people the authority has verified, entered in its register."""
    name, *people = line.names
    somebodies = [stage.person(each) for each in people]
    rows = [{"name": each.name, "document": each.document} for each in somebodies]
    body = {"batch_id": new_id(), "source": _source(stage, name), "people": rows}
    answered = await (await stage.officer()).post("/v1/people", body)
    for each, row in zip(somebodies, answered["rows"], strict=True):
        each.trainee_id = UUID(row["trainee_id"])
    if line.options.get("条件") != "未核":
        await usual_facts_of(stage, await stage.authority(), somebodies)
    return Answer(words_of(answered))


@step("渠道")
async def open_channel(stage: Stage, line: Line) -> Answer:
    """`渠道 闽政通`: entered by the authority with the key that it signs with."""
    channel = SignedChannel(known(CHANNELS, line.names[0]))
    body = channel.body(stage.today.isoformat())
    answered = await (await stage.officer()).post("/v1/claim-channels", body)
    stage.kept[f"渠道{line.names[0]}"] = channel
    return Answer(words_of(answered))


@step("实名登记")
async def register(stage: Stage, line: Line) -> Answer:
    """`实名登记 王芳 渠道=闽政通 [未验手机]`: by a channel that knows the name; the phone is bound."""
    person, channel = stage.person(line.names[0]), _channel(stage, line)
    known_as = {"name": person.name, "document": person.document}
    response = await stage.worlds.client.post("/v1/people/own", json=channel.registration(known_as, at=stage.now))
    answered = response.json()
    if response.status_code != 201:
        return Answer(f"{response.status_code}{words_of(answered)}", is_refused=True)
    person.invitation = answered["invitation"]
    if "未验手机" in line.flags:
        await person.phone.bind(answered["invitation"])
        await person.phone.consent("location")
    else:
        await person.bind(stage.worlds)
    assert person.phone.trainee_id
    person.trainee_id = person.phone.trainee_id
    return Answer(words_of(answered))


@step("推送")
async def push(stage: Stage, line: Line) -> Answer:
    """`推送 甲名单 [券=通用券] [模板=…] [同一人批准]`: proposed, approved by another, pushed to the whole list."""
    authority = await stage.authority()
    match = {
        "match_id": new_id(),
        "name": line.names[0],
        "query": {"source": _source(stage, line.names[0])},
        "voucher_kind": known(KINDS, line.options.get("券", "定向券")),
        "template_id": stage.templates.get(line.options.get("模板", "")),
    }
    await authority.officer.post("/v1/person-matches", match)
    second = authority.officer if "同一人批准" in line.flags else authority.second
    path = f"/v1/person-matches/{match['match_id']}"
    await second.post(f"{path}/ruling", request(approved=True))
    with stage.worlds.rules():
        while await push_waiting(stage.worlds.resources):
            pass
    await stage.deliver()
    done = await authority.officer.get(path)
    return Answer(f"{PUSHED}{done['pushed']} 未推{done['refused']} {words_of(done['reasons'])}")


@step("领券")
async def claim(stage: Stage, line: Line) -> Answer:
    """`领券 王芳 [方式=密码] [渠道=皖事通] [错码]`: by the holder alone, with a proof, or by a channel for them."""
    person = stage.person(line.names[0])
    if "渠道" in line.options:
        channel = _channel(stage, line)
        known_as = {"name": person.name, "document": person.document}
        assertion = channel.states(
            known_as, purpose="voucher_claim", method=METHODS[line.options.get("方式", "人脸")], at=stage.now
        )
        body = request(channel_id=channel.channel_id, assertion=assertion)
        response = await stage.worlds.client.post("/v1/channel-claims", json=_plain(body))
        return Answer(words_of(response.json()), is_refused=response.status_code != 201)
    await person.phone.sign_in()
    voucher = (await person.phone.get("/v1/me/vouchers"))["vouchers"][0]
    person.codes[""] = voucher["voucher_code"]
    pin = "135790" if "错码" in line.flags else person.phone.pin
    body = request(proof={"kind": "pin", "pin": pin})
    return Answer(words_of(await person.phone.post(f"/v1/me/vouchers/{voucher['voucher_id']}/claim", body)))


@step("申领")
async def obtain(stage: Stage, line: Line) -> Answer:
    """`申领 王芳 模板=通用 [方式=密码]`: applied for by the person with the electronic card, or the PIN alone."""
    person = stage.person(line.names[0])
    await person.phone.sign_in()
    pin = "135790" if "错码" in line.flags else person.phone.pin
    proof: dict[str, Any] = {"kind": "pin", "pin": pin}
    if line.options.get("方式", "电子社保卡") == "电子社保卡":
        proof = stage.worlds.e_cards.claim(document=person.document, at=stage.now)
    body = request(template_id=stage.templates[line.options["模板"]], proof=proof)
    answered = await person.phone.post("/v1/me/voucher-applications", body)
    await stage.deliver()
    person.codes[""] = (await person.phone.get("/v1/me/vouchers"))["vouchers"][0]["voucher_code"]
    return Answer(words_of(answered))


@step("领码")
async def look_up(stage: Stage, line: Line) -> Answer:
    """`领码 王芳`: the code of the latest voucher, as it stands on the own phone."""
    person = stage.person(line.names[0])
    await person.phone.sign_in()
    person.codes[""] = (await person.phone.get("/v1/me/vouchers"))["vouchers"][0]["voucher_code"]
    return Answer(person.codes[""])


@step("扫码验券")
async def scan(stage: Stage, line: Line) -> Answer:
    """`扫码验券 甲班 王芳`: the live QR on the holder's screen, scanned by somebody of the school who is known."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    await person.phone.sign_in()
    voucher = (await person.phone.get("/v1/me/vouchers"))["vouchers"][0]
    shown = await person.phone.get(f"/v1/me/vouchers/{voucher['voucher_id']}/qr")
    body = request(voucher_code=shown["token"])
    answer = await course.school.admin.post(f"{course.path}/activations", body)
    person.codes[line.names[0]] = voucher["voucher_code"]
    await stage.deliver()
    return Answer(words_of(answer))


@step("本人的券")
async def own_vouchers(stage: Stage, line: Line) -> Answer:
    """`本人的券 王芳 → …`: what the person reads on the own phone."""
    person = stage.person(line.names[0])
    await person.phone.sign_in()
    return Answer(words_of(await person.phone.get("/v1/me/vouchers")))


@step("报到")
async def arrive(stage: Stage, line: Line) -> Answer:
    """`报到 王芳 [学校=乙校]`: the voucher is shown at arrival and held by the school (AH-10)."""
    school = await stage.worlds.school(stage.at, line.options.get("学校", "甲校"))
    body = {"voucher_code": stage.person(line.names[0]).codes[""]}
    return Answer(words_of(await school.admin.post("/v1/vouchers/holds", body)))


@step("招生")
async def offer(stage: Stage, line: Line) -> Answer:
    """`招生 甲班 [名额=5]`: the class is offered to the public."""
    course = stage.course(line.names[0])
    body = request(places=int(line.options.get("名额", "5")))
    return Answer(words_of(await course.school.admin.post(f"{course.path}/offer", body)))


@step("查找课程")
async def find(stage: Stage, line: Line) -> Answer:
    """`查找课程 → 甲班`: by anybody, without signing in."""
    response = await stage.worlds.client.post("/v1/courses", json={"words": line.options.get("词", "")})
    return Answer(words_of(response.json()))


@step("报名")
async def apply(stage: Stage, line: Line) -> Answer:
    """`报名 甲班 王芳`: by the person, with a voucher of their own, for the class of their choice."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    await person.phone.sign_in()
    voucher = (await person.phone.get("/v1/me/vouchers"))["vouchers"][0]
    body = {"application_id": new_id(), "voucher_id": voucher["voucher_id"], "declared": []}
    stage.kept[f"报名{person.name}"] = body["application_id"]
    return Answer(words_of(await person.phone.post(f"{course.path}/applications", body)))


@step("录取")
async def accept(stage: Stage, line: Line) -> Answer:
    """`录取 甲班 王芳`: examined and accepted by the school, and on the roster with that."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    ruling = request(
        state="accepted",
        examined=["identity", "occupation_requirements", "subsidy_eligibility"],
        evidence="身份证原件、申报条件审核表",
    )
    path = f"/v1/applications/{stage.kept[f'报名{person.name}']}/decision"
    return Answer(words_of(await course.school.admin.post(path, ruling)))


def _source(stage: Stage, name: str) -> str:
    """A list of this case alone."""
    return str(stage.kept.setdefault(f"名单{name}", f"{name}{new_id().hex[-8:]}"))


def _channel(stage: Stage, line: Line) -> SignedChannel:
    channel: SignedChannel = stage.kept[f"渠道{line.options['渠道']}"]
    return channel


def _plain(body: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in body.items()}
