"""Steps of a class: applied for, opened, its roster, its lessons, its results and its completion."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from checkin_service.access.model import Role, authority_staff
from checkin_service.kit.ids import new_id
from tests.building.identities import a_credit_code
from tests.building.world import SITE, at_the_site
from tests.policy_cases.cases import Line
from tests.policy_cases.person_steps import usual_facts
from tests.policy_cases.stage import Answer, Course, Somebody, Stage, fen_of, words_of
from tests.policy_cases.steps import known, request, step
from tests.policy_cases.worlds import CODES, School, morning

KINDS = {"定向券": "targeted", "通用券": "general"}
TYPES = {
    "证书类": "certificate",
    "项目制": "project",
    "专项能力": "special_ability",
    "岗前培训": "pre_job",
    "金蓝领": "golden_blue_collar",
    "新型学徒制": "new_apprenticeship",
    "技能提升": "post_upgrading",
    "强技计划": "graduate_skills_programme",
}
FACE_VALUE = "34"
"""Where a voucher has a face value, which offsets an equal fee (AH-01)."""
USUAL_TYPES = {"34": "强技计划", "37": "技能提升"}
"""What the vouchers of a province are for, by the beginning of its code; elsewhere a case trains for a certificate."""
CERTIFICATES = {
    "职业资格": "qualification",
    "技能等级": "skill_level",
    "专项能力": "special_ability",
    "特种作业": "special_operation",
    "培训合格": "completion",
}
PARTS = {"理论": "theory", "实操": "practice"}
CLASS_HOURS = 4
METRES_PER_DEGREE = 110_850
"""Of latitude, at the latitude of the sites."""


@step("申请开班")
async def apply(stage: Stage, line: Line) -> Answer:
    """`申请开班 甲班 [学校=乙校 职业=焊工 标准=1200元 课次=2 方式=线上 类型=项目制 付款地=330602 …]`."""
    (name,), options = line.names, line.options
    school = await stage.worlds.school(options.get("监管地", stage.at), options.get("学校", "甲校"))
    supervising = await stage.authority(options.get("监管地"))
    payer = await stage.authority(options.get("付款地", options.get("监管地")))
    await stage.worlds.fund(payer, stage.today)
    project_id = await _project(stage, line)
    sessions = _sessions(stage, line, school)
    class_id = new_id()
    body = {
        "class_id": class_id,
        "name": name,
        "project_id": project_id,
        "teaching_plan": "安全、基础、实训、考核",
        "sessions": sessions,
        "paying_authority": payer.code,
        "teaching": await _teaching(stage, line, school),
        "enterprise_id": stage.kept.get(f"企业{options.get('企业')}"),
        "course_id": stage.kept.get(f"课程{options.get('课程')}"),
    }
    made = await school.admin.post("/v1/classes", body)
    stage.courses[name] = Course(class_id, school, supervising, payer, sessions, made["phases"])
    return Answer(words_of(made))


async def _project(stage: Stage, line: Line) -> UUID:
    options = line.options
    officer = await stage.officer(options.get("监管地"))
    occupation = options.get("职业", "电工")
    body: dict[str, Any] = {
        "project_id": new_id(),
        "name": f"{occupation}培训",
        "occupation": occupation,
        "training_type": TYPES[options.get("类型", USUAL_TYPES.get(stage.at[:2], "证书类"))],
        "occupation_code": CODES.get(occupation),
        "subsidy_fen": fen_of(options.get("标准", "1500元")),
        "sector": options.get("行业主管"),
    }
    if "费用" in options or stage.at.startswith(FACE_VALUE):
        body["fee_fen"] = fen_of(options.get("费用", "6000元"))
    await officer.post("/v1/projects", body)
    project_id: UUID = body["project_id"]
    stage.kept[f"项目{line.names[0]}"] = project_id
    return project_id


def _sessions(stage: Stage, line: Line, school: School) -> list[dict[str, Any]]:
    """One meeting of four class hours a day, from nine in the morning, beginning `几日后` (10)."""
    options = line.options
    first = morning(stage.today + timedelta(days=int(options.get("几日后", "10")))) + timedelta(hours=1)
    planned: list[dict[str, Any]] = []
    for number in range(int(options.get("课次", "2"))):
        starts_at = first + timedelta(days=number * int(options.get("隔日", "1")))
        planned.append(
            {
                "session_id": new_id(),
                "ordinal": number + 1,
                "site_id": school.site_id,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(hours=3),
                "class_hours": CLASS_HOURS,
            }
        )
    match options.get("方式", "线下"):
        case "线上":
            for each in planned:
                each["delivery"] = "online"
        case "自学":
            until = {"ends_at": planned[-1]["starts_at"] + timedelta(days=30)}
            planned[-1] |= {"delivery": "self_paced", "part": "theory"} | until
        case "线上线下":
            planned[0] |= {"delivery": "online"} | ({} if "不分理论实操" in line.flags else {"part": "theory"})
            planned[-1] |= {} if "不分理论实操" in line.flags else {"part": "practice"}
    return planned


async def _teaching(stage: Stage, line: Line, school: School) -> list[dict[str, Any]]:
    """`线上学校=乙校 线上占=40`: whose share the online leg is."""
    if "线上学校" not in line.options:
        return []
    online = await stage.worlds.school(stage.at, line.options["线上学校"])
    share = int(line.options.get("线上占", "40"))
    return [
        {"delivery": "online", "institution_id": online.institution_id, "share_percent": share},
        {"delivery": "offline", "institution_id": school.institution_id, "share_percent": 100 - share},
    ]


@step("机构电话")
async def state_telephone(stage: Stage, line: Line) -> Answer:
    """`机构电话 甲校 电话=0551-62810012`: stated by the institution itself (AH-06)."""
    school = await stage.worlds.school(stage.at, line.names[0])
    body = {"contact_id": new_id(), "telephone": line.options["电话"], "place": "教学楼一楼", "hours": None}
    return Answer(words_of(await school.admin.post("/v1/contacts", body)))


@step("行业报送")
async def file_plan(stage: Stage, line: Line) -> Answer:
    """`行业报送 甲班 王芳 李明 [标准=1200元]`: plan, people and rate, by staff of the sector authority (SX-10)."""
    name, *people = line.names
    staff = authority_staff(new_id(), role=Role.SECTOR, authority_code=line.options.get("由", stage.at))
    body = {
        "plan_id": new_id(),
        "project_id": stage.kept[f"项目{name}"],
        "document_number": "建培〔2026〕8号",
        "training_plan": "年度建筑工人培训计划",
        "subsidy_fen": fen_of(line.options.get("标准", "1500元")),
        "documents": [stage.person(each).document for each in people],
    }
    sector = await stage.worlds.seated(staff)
    return Answer(words_of(await sector.post("/v1/sector-plans", body)))


@step("批准开班")
async def open_class(stage: Stage, line: Line) -> Answer:
    """`批准开班 甲班 [由付款地]`: by the supervising authority, unless the paying one tries."""
    course = stage.course(line.names[0])
    authority = course.payer if "由付款地" in line.flags else course.authority
    body = request(approved=True, reason=None)
    return Answer(words_of(await authority.officer.post(f"{course.path}/opening", body)))


@step("告知")
async def brief(stage: Stage, line: Line) -> Answer:
    """`告知 甲班`: people were told of vouchers and of the subsidies before the class opens (SX-28)."""
    course = stage.course(line.names[0])
    items = ["voucher_briefing", "subsidy_briefing"]
    body = {"briefing_id": new_id(), "items": items, "evidence": "行前教育签到表"}
    return Answer(words_of(await course.school.admin.post(f"{course.path}/briefings", body)))


@step("报名核验")
async def check(stage: Stage, line: Line) -> Answer:
    """`报名核验 甲班 王芳 …`: identity, requirements and eligibility were looked at (FJ-29, SX-18)."""
    name, *people = line.names
    course = stage.course(name)
    items = ["identity", "occupation_requirements", "subsidy_eligibility"]
    body = {"check_id": new_id(), "items": items, "evidence": "身份证原件、申报条件审核表"}
    body |= {"trainees": [stage.person(each).trainee_id for each in people]}
    return Answer(words_of(await course.school.admin.post(f"{course.path}/registration-checks", body)))


@step("企业")
async def enter_enterprise(stage: Stage, line: Line) -> Answer:
    body = {"enterprise_id": new_id(), "name": line.names[0], "credit_code": a_credit_code()}
    stage.kept[f"企业{line.names[0]}"] = body["enterprise_id"]
    return Answer(words_of(await (await stage.officer()).post("/v1/enterprises", body)))


@step("录入名单")
async def enter(stage: Stage, line: Line) -> Answer:
    """`录入名单 甲班 王芳 李明 [券=通用券] [条件=未核]`: the authority's data then say what it asks of such people."""
    name, *people = line.names
    course = stage.course(name)
    kind = known(KINDS, line.options.get("券", "定向券"))
    somebodies = [stage.person(each) for each in people]
    rows = [
        {"trainee_id": each.trainee_id, "name": each.name, "document": each.document, "voucher_kind": kind}
        for each in somebodies
    ]
    entered = await course.school.admin.post(f"{course.path}/roster", request(trainees=rows))
    for each, answered in zip(somebodies, entered["trainees"], strict=True):
        each.trainee_id = UUID(answered["trainee_id"])
    if line.options.get("条件") != "未核":
        await usual_facts(stage, course, kind, somebodies)
    if "不核验" not in line.flags:
        await check(stage, line.also("报名核验", name, *people))
    return Answer(words_of(entered))


@step("签到")
async def attend(stage: Stage, line: Line) -> Answer:
    """`签到 甲班 王芳 [次数=1] [第=2] [时刻=-10] [距离=500]`: with the electronic card, in every phase asked for.

    In time and at the place, unless the minutes after the beginning or the metres from the site say otherwise.
    """
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    await person.bind(stage.worlds)
    await stage.deliver()
    first = int(line.options.get("第", "1")) - 1
    said = []
    for number in range(first, first + int(line.options.get("次数", "1"))):
        phases = course.phases[:1] if "时刻" in line.options else course.phases
        said += [await _check_in(stage, course, person, number, phase, line.options) for phase in phases]
    return Answer(" ".join(said))


@step("替签到")
async def attend_for(stage: Stage, line: Line) -> Answer:
    """`替签到 甲班 王芳 由=李明`: on the holder's phone, and whoever is there shows the own electronic card."""
    course, person = stage.course(line.names[0]), stage.person(line.names[1])
    await person.bind(stage.worlds)
    await stage.deliver()
    other = stage.person(line.options["由"])
    return Answer(await _check_in(stage, course, person, 0, course.phases[0], line.options, shown=other))


async def _check_in(
    stage: Stage,
    course: Course,
    person: Somebody,
    number: int,
    phase: str,
    options: Mapping[str, str],
    *,
    shown: Somebody | None = None,
) -> str:
    session = course.sessions[number]
    moment = session["starts_at"] + timedelta(minutes=int(options.get("时刻", "-10")))
    stage.worlds.clock.move_to(moment if phase == "in" else session["ends_at"] + timedelta(minutes=10))
    attempt_id, session_id = new_id(), session["session_id"]
    proof = stage.worlds.e_cards.proof(
        attempt_id=attempt_id, session_id=session_id, document=(shown or person).document, at=stage.now
    )
    north = SITE["latitude"] + float(options.get("距离", "0")) / METRES_PER_DEGREE
    at = at_the_site(latitude=north)
    return words_of(await person.phone.check_in(session_id, proof=proof, at=at, phase=phase, attempt_id=attempt_id))


@step("考核")
async def assess(stage: Stage, line: Line) -> Answer:
    """`考核 甲班 王芳 合格 [证书=职业资格] [部分=理论] [学校=乙校]`, the day after the last lesson."""
    course, person, verdict = stage.course(line.names[0]), stage.person(line.names[1]), line.names[2]
    part = PARTS.get(line.options.get("部分", ""))
    if part == "theory":  # On the evening of the first lesson, before practice begins.
        stage.worlds.clock.move_to(max(stage.now, course.sessions[0]["ends_at"] + timedelta(hours=1)))
    else:
        stage.move_to(course.ends_on + timedelta(days=1))
    result: dict[str, Any] = {
        "trainee_id": person.trainee_id,
        "passed": verdict == "合格",
        "assessed_on": stage.today,
        "part": part,
    }
    if "证书" in line.options:
        number = line.options.get("证号", f"S{new_id().hex[-14:]}")
        kind = known(CERTIFICATES, line.options["证书"])
        result["certificate"] = {"number": number, "kind": kind, "issued_on": stage.today}
    school = course.school
    if "学校" in line.options:
        school = await stage.worlds.school(stage.at, line.options["学校"])
    return Answer(words_of(await school.admin.post(f"{course.path}/assessments", request(results=[result]))))


@step("结业")
async def complete(stage: Stage, line: Line) -> Answer:
    """Applied for and approved, the day after the last lesson; the determinations are made with it."""
    course = stage.course(line.names[0])
    stage.move_to(course.ends_on + timedelta(days=1))
    await course.school.admin.post(f"{course.path}/completion-application", request())
    approved = await course.authority.officer.post(f"{course.path}/completion", request(approved=True, reason=None))
    await stage.deliver()
    return Answer(words_of(approved))


@step("查看班级")
async def look(stage: Stage, line: Line) -> Answer:
    """`查看班级 甲班 学校=乙校`."""
    course = stage.course(line.names[0])
    school = await stage.worlds.school(stage.at, line.options["学校"])
    return Answer(words_of(await school.admin.get(course.path)))
