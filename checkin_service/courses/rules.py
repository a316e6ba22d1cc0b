"""Rules of the register of courses: how one stands, what may be done to it, and which classes may name it."""

from collections.abc import Sequence

from checkin_service.courses.model import Content, Course, CourseState, Step, StepKind
from checkin_service.kit.refusal import Refused
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView, line_of

_CITY = 4
"""How many digits of a division's code name its city."""
_STANDINGS = (StepKind.SUSPENDED, StepKind.RESUMED)


def state_of(steps: Sequence[Step]) -> CourseState:
    """How a course stands after these steps, in their order; a refused change leaves what was approved before."""
    kinds = [each.kind for each in steps]
    if StepKind.CLOSED in kinds:
        return CourseState.CLOSED
    standings = [each for each in kinds if each in _STANDINGS]
    if standings and standings[-1] is StepKind.SUSPENDED:
        return CourseState.SUSPENDED
    if StepKind.APPROVED in kinds:
        return CourseState.APPROVED
    return CourseState.REFUSED if kinds else CourseState.FILED


def approved_version(steps: Sequence[Step]) -> int | None:
    """The version that was approved last, which is the one the public reads."""
    approved = [each.version for each in steps if each.kind is StepKind.APPROVED]
    return approved[-1] if approved else None


def waiting_version(versions: Sequence[Content], steps: Sequence[Step]) -> int | None:
    """The version that nobody has examined yet."""
    examined = {each.version for each in steps if each.kind in (StepKind.APPROVED, StepKind.REFUSED)}
    return next((each.ordinal for each in versions if each.ordinal not in examined), None)


def content_refusal(content: Content) -> Words | None:
    """Why a course cannot be filed so: units that do not add up, or an online course without anything online."""
    hours = sum(each.class_hours for each in content.units)
    if content.units and hours != content.class_hours:
        return _UNITS.filled(units=hours, hours=content.class_hours)
    if content.taught != "offline" and not content.resources:
        return _NO_RESOURCE
    return None


def change_refusal(versions: Sequence[Content], steps: Sequence[Step]) -> Words | None:
    """Why a course cannot be changed: one version at a time, and not once it is closed."""
    if state_of(steps) is CourseState.CLOSED:
        return _CLOSED
    return _WAITS if waiting_version(versions, steps) is not None else None


def examination_refusal(versions: Sequence[Content], steps: Sequence[Step]) -> Words | None:
    if state_of(steps) is CourseState.CLOSED:
        return _CLOSED
    return _NOTHING_WAITS if waiting_version(versions, steps) is None else None


def standing_refusal(steps: Sequence[Step], to: StepKind) -> Words | None:
    """Why a course cannot be suspended, resumed or closed."""
    state = state_of(steps)
    if state is CourseState.CLOSED:
        return _CLOSED
    fits = {StepKind.SUSPENDED: CourseState.APPROVED, StepKind.RESUMED: CourseState.SUSPENDED}
    return None if to is StepKind.CLOSED or fits[to] is state else _NOT_NOW


def use_refusal(course: Course, steps: Sequence[Step], supervising: str, policy: PolicyView) -> Refused | None:
    """Why a class cannot name a course: it is approved by the authority of the class, or by another of its city.

    SX-27: 一地审核、全市共享，其他人力社保部门不再重复审核.
    """
    shared = policy.value("course.shared_within")
    if state_of(steps) is not CourseState.APPROVED:
        return Refused(_NOT_APPROVED, shared.basis)
    if course.authority_code in line_of(supervising):
        return None
    is_shared = shared.text == "city" and course.authority_code[:_CITY] == supervising[:_CITY]
    return None if is_shared else Refused(_ELSEWHERE, shared.basis)


def need_refusal(policy: PolicyView, *, is_online: bool) -> Refused | None:
    """Why a class that names no course cannot open, where one is asked for."""
    needed = policy.value("class.course_needed")
    if needed.text == "every_class" or (needed.text == "online" and is_online):
        return Refused(_NEEDED, needed.basis)
    return None


_UNITS = Words(
    "教学单元合计{units}课时，与课程的{hours}课时不一致，请核对。",
    "The units add up to {units} class hours, the course has {hours}: check them.",
)
_NO_RESOURCE = Words("线上课程须填写至少一项线上资源。", "A course taught online names at least one online resource.")
_CLOSED = Words("该课程已注销，不能再办理。", "The course is closed; nothing more can be done to it.")
_WAITS = Words(
    "该课程已有一份待审核，请等待结果。", "A version of the course waits to be examined; wait for the result."
)
_NOTHING_WAITS = Words("该课程没有待审核的内容。", "Nothing of the course waits to be examined.")
_NOT_NOW = Words(
    "课程目前不能办理这一步：审核通过的可以暂停，暂停的可以恢复。",
    "The course stands otherwise now: an approved one can be suspended, a suspended one resumed.",
)
_NOT_APPROVED = Words(
    "该课程未通过审核或已暂停、注销，不能用于开班。请选择审核通过的课程。",
    "The course is not approved, or is suspended or closed: choose an approved one.",
)
_ELSEWHERE = Words(
    "该课程由其他地区审核，本地不共享。请选择本地审核通过的课程，或请本机构另行报审。",
    "The course was examined elsewhere and is not shared here: choose one approved here, or file it anew.",
)
_NEEDED = Words(
    "本地要求这样的班选用审核通过的课程。请先在课程库报审，再在开班申请中选择。",
    "Here such a class names an approved course: file one in the register and choose it in the application.",
)
