"""Pure decisions about entries of the registers."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import hypot

from checkin_service.access.model import Subject
from checkin_service.catalogue.model.changes import AskedChange
from checkin_service.catalogue.model.project_steps import ProjectStep
from checkin_service.catalogue.model.registers import Institution
from checkin_service.catalogue.model.standing import Standing, StandingDecision
from checkin_service.kit.verdict import Basis
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from geo import Area, Position, Underlay
from geo.datum import to_wgs84
from geo.planar import Plane
from geo.underlay import Drawn

_LEAST_APART = 0.1
"""Of two pinned points, in parts of the longer side: closer ones turn and stretch the picture by a slip of the hand."""
_LEAST_APART_M = 5
_FARTHEST_M = 2000


def proposed_radius_m(policy: PolicyView) -> int:
    """What a new site gets when the officer names no radius."""
    return policy.value("site.radius_proposal_m").integer


def radius_refusal(radius_m: int, policy: PolicyView) -> tuple[Words, Basis] | None:
    """Why a radius cannot be approved: MP-24 names no metres, so policy sets bounds, both included."""
    least, most = policy.value("site.radius_min_m"), policy.value("site.radius_max_m")
    if least.integer <= radius_m <= most.integer:
        return None
    return _RADIUS.filled(least=least.integer, most=most.integer, given=radius_m), least.basis


def reach_refusal(position: Position, areas: Iterable[Area], policy: PolicyView) -> tuple[Words, Basis] | None:
    """Why an area cannot be approved: however it is drawn, nobody at its far end may be out of the site's reach."""
    limit = policy.value("site.reach_max_m")
    farthest_m = max((area.farthest_m(position) for area in areas), default=0.0)
    if farthest_m <= limit.integer:
        return None
    return _REACH.filled(most=limit.integer, given=round(farthest_m)), limit.basis


def metres_around(centre: Position) -> Drawn:
    """Metres to the right and downwards of a place, north being up."""
    longitude, latitude = to_wgs84(centre)
    plane = Plane(longitude=longitude, latitude=latitude)

    def drawn(position: Position) -> tuple[float, float]:
        east, north = plane.project_one(*to_wgs84(position))
        return east, -north

    return drawn


def picture_refusal(picture: Underlay, centre: Position, radius_m: int) -> Words | None:
    """Why a picture cannot lie so: points too close to place it by, or a ground that is not the site's."""
    one, two = picture.first, picture.second
    apart = hypot((two.right - one.right) * picture.width_px, (two.down - one.down) * picture.height_px)
    if apart < _LEAST_APART * max(picture.width_px, picture.height_px):
        return _POINTS_CLOSE
    drawn = metres_around(centre)
    places = [drawn(each.position) for each in (one, two)]
    if hypot(places[1][0] - places[0][0], places[1][1] - places[0][1]) < _LEAST_APART_M:
        return _PLACES_CLOSE.filled(least=_LEAST_APART_M)
    most_m = max(_FARTHEST_M, 2 * radius_m)
    farthest_m = max(hypot(*place) for place in places)
    return _NOT_HERE.filled(given=round(farthest_m), most=most_m) if farthest_m > most_m else None


def day_refusal(effective_from: date, today: date) -> Words | None:
    """Why a change cannot begin that day: what has been judged, today's sessions among it, must stand."""
    return None if effective_from > today else _DAY.filled(given=effective_from, today=today)


def is_supervised_by(institution: Institution | None, subject: Subject) -> bool:
    """Whether the officer's authority supervises the institution; others must not learn that it exists."""
    return institution is not None and institution.authority_code == subject.authority_code


def change_refusal(
    held: Institution, name: str, address: str, *, present: Standing, before: Sequence[AskedChange]
) -> Words | None:
    """Why an institution cannot ask for this change: nothing changes, another one waits, or it is closed."""
    if present is Standing.CLOSED:
        return _CLOSED
    if any(each.approved is None for each in before):
        return _WAITS
    return _SAME if (held.name, held.address) == (name, address) else None


def standing_after(decisions: Sequence[StandingDecision]) -> Standing:
    """How an institution stands: by the latest decision, and active where there is none."""
    return decisions[-1].standing if decisions else Standing.ACTIVE


def standing_refusal(present: Standing, to: Standing) -> Words | None:
    """Why an institution cannot come to stand so: a closure is final, and nothing is decided twice."""
    if present is Standing.CLOSED:
        return _CLOSED
    return _STANDS_SO if present is to else None


def refusal_while(present: Standing) -> Words | None:
    """Why an institution that stands so begins no class and takes nobody more into one."""
    return {Standing.SUSPENDED: _SUSPENDED, Standing.CLOSED: _CLOSED}.get(present)


def project_standing_after(steps: Sequence[ProjectStep]) -> Standing:
    """How a project stands: by the latest step, and active where there is none."""
    return steps[-1].standing if steps else Standing.ACTIVE


def project_step_refusal(present: Standing, called: str, *, to: Standing | None, name: str | None) -> Words | None:
    """Why a project cannot take this step: a closure is final, and a step changes something."""
    if present is Standing.CLOSED:
        return _PROJECT_CLOSED
    return _PROJECT_SAME if to in {None, present} and name in {None, called} else None


def project_refusal_while(present: Standing) -> Words | None:
    """Why no class of a project that stands so begins, and nobody more enters one."""
    return {Standing.SUSPENDED: _PROJECT_SUSPENDED, Standing.CLOSED: _PROJECT_CLOSED}.get(present)


_PROJECT_SAME = Words(
    "该项目已是这一名称和状态，没有需要变更的。请刷新后查看。",
    "The project is called and stands so already; reload and look.",
)
_PROJECT_SUSPENDED = Words(
    "该培训项目已暂停，不能新开班，也不能再收学员；已开的班上完为止。请选其他项目，或待主管部门恢复后再办理。",
    "The project is suspended: no class of it begins and takes nobody more; those that have begun go on. Choose "
    "another project, or wait until its authority lets it return.",
)
_PROJECT_CLOSED = Words(
    "该培训项目已关闭，不能再办理；已开的班上完为止。请选其他项目。",
    "The project is closed and that is final; classes that have begun go on. Choose another project.",
)
_WAITS = Words("已有一项变更申请待主管部门处理，请等待结果后再提出。", "A change waits already; wait for its decision.")
_SAME = Words("名称和地址与登记的相同，没有需要变更的。", "Both are registered so already; nothing changes.")
_STANDS_SO = Words(
    "该机构已处于这一状态，请刷新后查看。",
    "The institution stands so already; reload and look.",
)
_SUSPENDED = Words(
    "该机构已被暂停，不能新开班，也不能再收学员；已开的班可以上完。请待主管部门恢复后再办理。",
    "The institution is suspended: it begins no class and takes nobody more; classes that have begun go on. Wait until "
    "its authority lets it return.",
)
_CLOSED = Words(
    "该机构已注销，不能再办理。请由其他机构开班。",
    "The institution is closed and that is final. Let another institution hold the class.",
)
_RADIUS = Words(
    "有效半径须在{least}至{most}米之间，填写的是{given}米。",
    "The effective radius must lie between {least} and {most} metres; {given} was given.",
)
_REACH = Words(
    "区域最远处距地点不得超过{most}米，所绘区域达{given}米。",
    "No part of an area may lie more than {most} metres from the site; this one reaches {given} metres.",
)
_DAY = Words(
    "变更最早从明天起生效，以免影响已作出的判定；填写的是{given}，今天是{today}。",
    "A change begins tomorrow at the earliest, so that nothing judged changes; {given} was given, today is {today}.",
)
_POINTS_CLOSE = Words(
    "两个点在图上离得太近，无法定方向和比例。请选相距较远的两处，如对角的两个墙角。",
    "The two points are too close on the picture to place it by: choose two far apart, such as opposite corners.",
)
_PLACES_CLOSE = Words(
    "两个点的经纬度相距不到{least}米，请核对。",
    "The two points lie less than {least} m apart: check them.",
)
_NOT_HERE = Words(
    "有一个点距培训地点{given}米，超过{most}米。请核对经纬度和坐标系。",
    "A point lies {given} m from the site, more than {most} m: check its coordinates and their datum.",
)
