"""Rules for the form of teaching: what a kind of occupation allows, who may teach practice, and theory told apart."""

from collections.abc import Sequence
from types import MappingProxyType

from checkin_service.catalogue.model.registers import OccupationKind, Qualification
from checkin_service.kit.civil import day_of
from checkin_service.kit.refusal import Refused
from checkin_service.kit.words import Words
from checkin_service.policy.book import PolicyView
from checkin_service.policy.wording import NAMES
from checkin_service.timetable.model import Delivery, Session, SessionPart
from checkin_service.voucher.model.vouchers import Delivery as Way

_OF_KIND = MappingProxyType(
    {
        OccupationKind.KNOWLEDGE: "training.delivery_knowledge",
        OccupationKind.OPERATION: "training.delivery_operation",
    }
)


def way_of(sessions: Sequence[Session]) -> Way:
    """By its sessions that take place; what people learn when they like is learnt online."""
    offline = {session.delivery is Delivery.OFFLINE for session in sessions if session.cancelled_at is None}
    if len(offline) > 1:
        return Way.MIXED
    return Way.OFFLINE if True in offline else Way.ONLINE


def delivery_refusal(policy: PolicyView, kind: OccupationKind | None, sessions: Sequence[Session]) -> Refused | None:
    """Why an occupation cannot be taught this way; `None` when it can.

    Fujian asks by the kind of occupation: knowledge may be taught fully online, operation may not (FJ-20 to FJ-22);
    elsewhere one list holds for all (SX-16, MP-03). Where both ways are allowed, so is a mixture of them.
    """
    kinds = policy.stated("training.occupation_kinds")
    if kinds is not None and kind is None:
        return Refused(_KIND_NEEDED, kinds.basis)
    key = "training.delivery" if kinds is None or kind is None else _OF_KIND[kind]
    way, allowed = way_of(sessions), policy.value(key)
    ways = {Way.MIXED} if way is Way.MIXED and Way.MIXED in allowed.names else _ways_of(way)
    if ways <= set(allowed.names):
        return None
    names = [NAMES[name] for name in allowed.names]
    zh, en = "、".join(each.zh for each in names), ", ".join(each.en for each in names)
    return Refused(_DELIVERY.filled(zh_way=NAMES[way].zh, en_way=NAMES[way].en, zh=zh, en=en), allowed.basis)


def deduction_refusal(policy: PolicyView, sessions: Sequence[Session]) -> Refused | None:
    """Why a voucher is not deducted from afar (MP-13): the rules know other ways only, or nothing is taught online."""
    allowed = policy.value("voucher.verification")
    if "online_e_card" not in allowed.names:
        return Refused(_AT_THE_DESK, allowed.basis)
    return Refused(_NOTHING_ONLINE, allowed.basis) if way_of(sessions) is Way.OFFLINE else None


def practice_refusal(
    policy: PolicyView,
    kind: OccupationKind | None,
    sessions: Sequence[Session],
    qualification: Qualification | None,
) -> Refused | None:
    """Why an institution cannot teach the sessions in the classroom of an operation occupation (FJ-22, FJ-23).

    `qualification` is what its authority has entered of it, as it stands on the first of these sessions.
    """
    held = [session for session in sessions if session.delivery is Delivery.OFFLINE]
    able = policy.stated("institution.practice_kinds")
    if kind is not OccupationKind.OPERATION or able is None or not held:
        return None
    last_day = max(day_of(session.ends_at) for session in held)
    if qualification is not None and qualification.kind in able.names and qualification.holds(last_day):
        return None
    names = [NAMES[name] for name in able.names]
    return Refused(
        _NOT_QUALIFIED.filled(zh="、".join(each.zh for each in names), en=", ".join(each.en for each in names)),
        able.basis,
    )


def parts_refusal(policy: PolicyView, kind: OccupationKind | None, sessions: Sequence[Session]) -> Refused | None:
    """Why a plan does not tell theory and practice apart, where practice waits for the theory (FJ-23)."""
    asked = policy.value("training.practice_after_theory")
    waits = asked.is_required and asked.text == "theory_passed"
    if not waits or kind is not OccupationKind.OPERATION or way_of(sessions) is not Way.MIXED:
        return None
    for session in sessions:
        if session.part is None:
            return Refused(_PART_NEEDED.filled(ordinal=session.ordinal), asked.basis)
        if session.part is SessionPart.PRACTICE and session.delivery is not Delivery.OFFLINE:
            return Refused(_PRACTICE_ONLINE.filled(ordinal=session.ordinal), asked.basis)
    return None if any(session.part is SessionPart.PRACTICE for session in sessions) else Refused(_NONE, asked.basis)


def _ways_of(way: Way) -> set[Way]:
    return {Way.ONLINE, Way.OFFLINE} if way is Way.MIXED else {way}


_KIND_NEEDED = Words(
    "本地按职业（工种）类别确定培训方式，该项目尚未登记是知识技能型还是操作技能型；请人社部门以带类别的项目登记。",
    "The way of training depends on the kind of occupation here, and the project names none: the authority enters a "
    "project that says whether it is of knowledge or of operation.",
)
_DELIVERY = Words(
    "该职业（工种）不能采用{zh_way}方式培训；可采用：{zh}。请调整课程表中各课次的授课方式。",
    "This occupation cannot be taught {en_way}; it can be: {en}. Change how the sessions are held.",
)
_NOT_QUALIFIED = Words(
    "操作技能型职业（工种）的线下实操须由有资质的{zh}承担，且资质须覆盖培训期间；请人社部门登记该单位的资质。",
    "Practice of an operation occupation is taught by a qualified institution ({en}), licensed for the whole time; "
    "the authority enters its qualification.",
)
_PART_NEEDED = Words(
    "“线上+线下”培训须逐课次注明理论或实操，第{ordinal}次课没有注明。",
    "In mixed training each session says whether it is theory or practice; session {ordinal} does not.",
)
_PRACTICE_ONLINE = Words("第{ordinal}次课是实操，须在线下进行。", "Session {ordinal} is practice: it is held offline.")
_NONE = Words(
    "操作技能型职业（工种）的课程表须包含线下实操。", "The plan of an operation occupation has practice in it."
)
_AT_THE_DESK = Words(
    "本地的培训券由培训机构扫码核验，请到培训机构出示。",
    "Here vouchers are verified by the institution: show yours there.",
)
_NOTHING_ONLINE = Words(
    "本班没有线上课，请在报到时出示培训券。",
    "Nothing of this class is taught online: show the voucher at arrival.",
)
