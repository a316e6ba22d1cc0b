"""Steps about people: what the authority's data say of them, and what they declare."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from checkin_service.kit.ids import new_id
from tests.policy_cases.cases import Line
from tests.policy_cases.stage import Answer, Course, Somebody, Stage, words_of
from tests.policy_cases.steps import known, request, step
from tests.policy_cases.worlds import Authority

FACTS = {
    "就业": "employment",
    "创业": "self_employment",
    "劳动合同": "labour_contract",
    "企业养老": "enterprise_pension",
    "失业保险": "unemployment_insurance",
    "户籍": "household",
    "居住证": "residence_permit",
    "对口支援": "partner_region",
    "毕业": "graduation",
    "在校": "in_school",
    "退休": "retirement",
    "在编": "establishment",
    "求职登记": "job_seeking_registration",
    "就业登记": "employment_registration",
    "失业登记": "unemployment_registration",
    "培训登记": "training_registration",
    "低收入农户": "low_income_farmer_household",
    "就业困难": "hard_to_employ",
}
NOBODY = {"退休": False, "在校": False, "在编": False}
USUAL: dict[str, dict[str, bool]] = {
    "3306": {"失业保险": True, **NOBODY},
    "34": {"毕业": True, "就业": False, "创业": False, **NOBODY},
    "35": {"就业登记": True, **NOBODY},
    "37": {"劳动合同": True, "企业养老": True, **NOBODY},
}
"""What the data say of people who meet all that a jurisdiction asks, by the beginning of its code."""
SINCE = {"毕业": date(2021, 6, 30)}


async def usual_facts(stage: Stage, course: Course, kind: str, people: Sequence[Somebody]) -> None:
    """What an officer's data matching brings about people on a roster, unless a case says otherwise."""
    del kind
    await usual_facts_of(stage, course.payer, people)


async def usual_facts_of(stage: Stage, authority: Authority, people: Sequence[Somebody]) -> None:
    """The same about people of an authority's register."""
    code = authority.code
    said = next((facts for prefix, facts in USUAL.items() if code.startswith(prefix)), {})
    place = f"{code[:4]}02" if code.endswith("00") else code
    since = stage.today.replace(year=stage.today.year - 5, day=1)
    rows = [
        _row(each, name, holds=holds, since=SINCE.get(name, since) if holds else stage.today, place=place)
        for each in people
        for name, holds in said.items()
        if f"{each.name}{name}" not in stage.kept
    ]
    if rows:
        await authority.officer.post("/v1/person-facts", _batch(rows))
        await stage.deliver()


@step("数据")
async def tell(stage: Stage, line: Line) -> Answer:
    """`数据 王芳 失业保险 [自=2019-01-01] [至=…] [地=330602] [无此事] [撤回]`: as the authority's data say it."""
    who, what = line.names[:2]
    person, options = stage.person(who), line.options
    row = _row(
        person,
        what,
        holds="无此事" not in line.flags,
        since=date.fromisoformat(options["自"]) if "自" in options else stage.today,
        place=options.get("地"),
    )
    row |= {"until": date.fromisoformat(options["至"])} if "至" in options else {}
    row |= {"withdraw": True} if "撤回" in line.flags else {}
    officer = await stage.officer(options.get("来自"))
    answer = await officer.post("/v1/person-facts", _batch([row]))
    await stage.deliver()
    return Answer(words_of(answer))


@step("人工审核")
async def examine(stage: Stage, line: Line) -> Answer:
    """`人工审核 甲班 王芳 是=insurance_payer 否=on_establishment [由=330602]`: by an officer, on documents (SX-18)."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    conditions = [
        {"condition": condition, "holds": holds}
        for word, holds in (("是", True), ("否", False))
        for condition in line.options.get(word, "").split("、")
        if condition
    ]
    body = {
        "examination_id": new_id(),
        "people": [person.trainee_id],
        "conditions": conditions,
        "examined_on": stage.today,
        "document": "社保缴费凭证，身份证原件",
        "reason": "数据尚未归集，人工核对",
    }
    officer = await stage.officer(line.options.get("由", course.payer.code))
    answer = await officer.post("/v1/examinations", body)
    await stage.deliver()
    return Answer(words_of(answer))


@step("承诺")
async def declare(stage: Stage, line: Line) -> Answer:
    """`承诺 王芳 labour_contract`: the person's own word, by phone."""
    person = stage.person(line.names[0])
    await person.bind(stage.worlds)
    answer = await person.phone.post("/v1/me/declarations", request(condition=line.names[1], given=True))
    await stage.deliver()
    return Answer(words_of(answer))


def _row(person: Somebody, name: str, *, holds: bool, since: date, place: str | None) -> dict[str, Any]:
    fact = {"document": person.document, "kind": known(FACTS, name), "holds": holds, "since": since}
    return fact | ({"place": place} if holds else {})


def _batch(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"batch_id": new_id(), "source": "数据比对", "facts": rows}
