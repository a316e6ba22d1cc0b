"""Steps of money: what a determination says, the settlement, the payment and the claw-back."""

from typing import Any

from checkin_service.kit.ids import new_id
from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Stage, fen_of, money, words_of
from tests.policy_cases.steps import request, step

OUTCOMES = {"eligible": "予以补贴", "not_eligible": "不予补贴", "doubtful": "存疑"}


@step("审核结果")
async def outcome(stage: Stage, line: Line) -> Answer:
    """`审核结果 甲班 王芳 → 予以补贴 1500元 付给机构`; of those not met the clause, the reason and the sentence."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    found = await stage.determination(course, person)
    document = found["document"]
    said = [OUTCOMES[found["outcome"]], f"共{money(document['amount_fen'])}"]
    said += [_payment(stage, each) for each in document["payments"]]
    said += [_criterion(each) for each in document["criteria"] if each["outcome"] in {"fail", "doubt", "note"}]
    return Answer(" ".join(said))


def _payment(stage: Stage, payment: dict[str, Any]) -> str:
    kind, _, payee = payment["payee"].partition(":")
    schools = {str(school.institution_id): name for (_, name), school in stage.worlds.schools.items()}
    to = {"institution": schools.get(payee, "机构"), "enterprise": "企业", "trainee": "个人"}[kind]
    return f"付给{to}{money(payment['amount_fen'])}由{payment['authority_code']}"


def _criterion(criterion: dict[str, Any]) -> str:
    basis = criterion["basis"] or {}
    sentence = (criterion["sentence"] or {}).get("zh", "")
    return f"{criterion['criterion']}/{criterion['outcome']}/{criterion['reason']}/{basis.get('clause')}：{sentence}"


@step("结算")
async def settle(stage: Stage, line: Line) -> Answer:
    """`结算 甲班 王芳 …`: applied for by the school, reviewed and approved by two people, ordered and paid."""
    name, *people = line.names
    course = stage.course(name)
    codes = [stage.person(who).codes[name] for who in people]
    applying = {"application_id": new_id(), "authority_code": course.payer.code, "voucher_codes": codes}
    await course.school.admin.post("/v1/settlements/applications", applying)
    path = f"/v1/settlements/applications/{applying['application_id']}"
    second = course.payer.officer if "同一人批准" in line.flags else course.payer.second
    await course.payer.officer.post(f"{path}/review", request(approved=True, reason=None))
    await second.post(f"{path}/approval", request(approved=True, reason=None))
    table = {"table_id": new_id(), "application_ids": [applying["application_id"]], "repeat_table_id": None}
    ordered = await course.payer.second.post("/v1/settlements/payment-tables", table)
    rows = [{"line": each["line"], "paid": True} for each in ordered["orders"]]
    await course.payer.officer.post(f"/v1/settlements/payment-tables/{table['table_id']}/results", request(rows=rows))
    await stage.deliver()
    return Answer(f"共{money(ordered['total_fen'])} {words_of(ordered)}")


@step("追回")
async def claw_back(stage: Stage, line: Line) -> Answer:
    """`追回 甲班 王芳 [只有一人]`: proposed by one officer with the decision's number, approved by another."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    body = {"claw_back_id": new_id(), "voucher_code": person.codes[line.names[0]], "reason": "虚假培训"}
    body |= {"decision_number": "人社追〔2026〕2号", "liability": "培训机构弄虚作假，负全部责任"}
    await course.payer.officer.post("/v1/settlements/claw-backs", body)
    second = course.payer.officer if "只有一人" in line.flags else course.payer.second
    path = f"/v1/settlements/claw-backs/{body['claw_back_id']}/ruling"
    return Answer(words_of(await second.post(path, request(approved=True, reason="事实清楚"))))


@step("核定")
async def decide(stage: Stage, line: Line) -> Answer:
    """`核定 甲班 王芳 certificate 成立`: a doubt is decided by somebody else's officer and confirmed by a second."""
    course, person, criterion, word = stage.course(line.names[0]), stage.person(line.names[1]), *line.names[2:]
    found = await stage.determination(course, person)
    body = {"decision_id": new_id(), "criterion": criterion, "met": word == "成立"}
    body |= {"reason": "按所附文件核定", "document": "人社核〔2026〕12号"}
    await course.payer.reviewer.post(f"/v1/doubts/{found['determination_id']}/decisions", body)
    if word == "成立":
        path = f"/v1/doubt-decisions/{body['decision_id']}/confirmation"
        await course.payer.second.post(path, request(confirmed=True))
    await stage.deliver()
    return Answer(word)


@step("预算")
async def grant(stage: Stage, line: Line) -> Answer:
    """`预算 350300 3000元`: all that the authority has in this year."""
    authority = await stage.authority(line.names[0])
    await stage.worlds.fund(authority, stage.today, fen=fen_of(line.names[1]))
    return Answer(line.names[1])


@step("缴费")
async def pay_fee(stage: Stage, line: Line) -> Answer:
    """`缴费 甲班 王芳 500元`: the school records what the person paid, with its receipt."""
    return await _fee(stage, line, {"move": "paid"})


@step("退费")
async def return_fee(stage: Stage, line: Line) -> Answer:
    """`退费 甲班 王芳 500元`: the school gave it back, with the receipt for that."""
    return await _fee(stage, line, {"move": "returned"})


@step("更正缴费")
async def correct_fee(stage: Stage, line: Line) -> Answer:
    """`更正缴费 甲班 王芳 0元`: the person's last entry was wrong; nothing is changed, a further entry stands."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    found = await course.school.admin.get(f"{course.path}/fees")
    last = [each for each in found["entries"] if each["trainee_id"] == str(person.trainee_id)][-1]
    return await _fee(stage, line, {"move": last["move"], "corrects": last["entry_id"], "reason": "登记有误"})


async def _fee(stage: Stage, line: Line, more: dict[str, Any]) -> Answer:
    course, person, amount = stage.course(line.names[0]), stage.person(line.names[1]), line.names[2]
    body = {"entry_id": new_id(), "trainee_id": person.trainee_id, "amount_fen": fen_of(amount)}
    body |= {"receipt_number": f"收{new_id()}", "moved_on": stage.today}
    recorded = await course.school.admin.post(f"{course.path}/fees", body | more)
    await stage.deliver()
    return Answer(words_of(recorded))


@step("本人补贴")
async def own_subsidy(stage: Stage, line: Line) -> Answer:
    """`本人补贴 王芳`: what the person reads on their own phone."""
    person = stage.person(line.names[0])
    await person.bind(stage.worlds)
    return Answer(words_of(await person.phone.get("/v1/me/subsidies")))


@step("申诉")
async def appeal(stage: Stage, line: Line) -> Answer:
    """`申诉 甲班 王芳`: by the person, against what was determined."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    await person.bind(stage.worlds)
    found = await stage.determination(course, person)
    body = {"appeal_id": new_id(), "determination_id": found["determination_id"], "reason": "请重新审核"}
    return Answer(words_of(await person.phone.post("/v1/eligibility-appeals", body)))
