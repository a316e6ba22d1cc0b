"""The lessons that a device at the door shows: those of its own site, around now."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

from checkin_service.access.model import Subject
from checkin_service.checkin.model.attempts import Phase
from checkin_service.checkin.schemas.kiosk import DoorLesson, DoorLessons, LessonPhase
from checkin_service.checkin.service import devices
from checkin_service.checkin.service.classroom_codes import while_checked
from checkin_service.checkin.store import kiosk as store
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import policy_at
from checkin_service.policy.proofs import ProofKind
from checkin_service.timetable.model import Session
from checkin_service.timetable.rules.plan import windows

_SINCE, _UNTIL = timedelta(hours=2), timedelta(hours=18)


async def lessons(resources: Resources, subject: Subject) -> DoorLessons:
    """Those of the hours around now; a device that has been ended hears of none."""
    known, now = await devices.in_service(resources, subject), resources.clock.now()
    found = await store.lessons_at(resources.database, known.site_id, since=now - _SINCE, until=now + _UNTIL)
    return DoorLessons(now=now, lessons=[_lesson(each, known.terminal_id) for each in found])


def _lesson(row: store.LessonRow, terminal_id: UUID) -> DoorLesson:
    session = Session(
        session_id=row.session_id,
        class_id=row.class_id,
        ordinal=row.ordinal,
        site_id=row.site_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        class_hours=row.class_hours,
    )
    counted = Counter(row.signed_in or ())
    policy = policy_at(row.supervising_authority, row.starts_at)
    # Who shows the code all through the lesson counts those who have arrived.
    counted[Phase.MID] = counted[Phase.IN]
    open_at = (*windows(session, row.phases, policy), *while_checked(session, policy))
    return DoorLesson(
        session_id=row.session_id,
        class_name=row.class_name,
        ordinal=row.ordinal,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        people=row.people,
        phases=[
            LessonPhase(
                phase=each.phase, opens_at=each.opens_at, closes_at=each.closes_at, signed_in=counted[each.phase]
            )
            for each in open_at
        ],
        reads_cards=ProofKind.CARD_PIN in row.proofs,
        is_own_display=row.shown_by == terminal_id,
    )
