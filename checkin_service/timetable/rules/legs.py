"""Legs of a mixed training as two parties: each sees the class and enters the results of its own part (FJ-23)."""

from collections.abc import Collection, Sequence
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.kit.words import Words
from checkin_service.timetable.model import Delivery, Session, SessionPart, TrainingClass
from checkin_service.timetable.rules.state import may_see
from checkin_service.voucher.model.vouchers import Delivery as TaughtAs


def takes_part(subject: Subject, training_class: TrainingClass) -> bool:
    """Whether the class is the subject's matter, or the institution teaches one of its legs."""
    legs = {leg.institution_id for leg in training_class.teaching}
    return may_see(subject, training_class) or (subject.institution_id is not None and subject.institution_id in legs)


def result_part_refusal(
    institution_id: UUID, training_class: TrainingClass, sessions: Sequence[Session], part: SessionPart | None
) -> Words | None:
    """Why an institution cannot enter a result of this part; `None` when it can.

    A part belongs to who teaches it; the whole, with its certificate, to the institution that people registered with.
    """
    if part is None:
        return None if institution_id == training_class.institution_id else _WHOLE
    if len({leg.institution_id for leg in training_class.teaching}) < 2:  # noqa: PLR2004 - two parties
        return None
    return None if part in _parts_of(institution_id, training_class, sessions) else _OTHER_LEG


def _parts_of(
    institution_id: UUID, training_class: TrainingClass, sessions: Sequence[Session]
) -> Collection[SessionPart]:
    """What the sessions of its leg say; where they say nothing, theory is taught online and practice offline."""
    parts: set[SessionPart] = set()
    for leg in training_class.teaching:
        if leg.institution_id == institution_id:
            is_offline = leg.delivery is TaughtAs.OFFLINE
            said = {each.part for each in sessions if (each.delivery is Delivery.OFFLINE) is is_offline}
            parts |= {part for part in said if part} or {SessionPart.PRACTICE if is_offline else SessionPart.THEORY}
    return parts


_WHOLE = Words(
    "贵单位只承担其中一部分培训，请注明理论或实操；总成绩和证书由学员报名的单位登记。",
    "Your institution teaches one part: say theory or practice. The institution that people registered with enters "
    "the whole result and the certificate.",
)
_OTHER_LEG = Words(
    "这一部分由另一培训单位承担，成绩由该单位登记。",
    "The other institution teaches this part and enters its results.",
)
