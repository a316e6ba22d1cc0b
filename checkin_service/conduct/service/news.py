"""News of sanctions for the staff of an institution, as its first page shows it for a month."""

from datetime import timedelta

from checkin_service.access.model import Permission, Subject
from checkin_service.catalogue import service as catalogue
from checkin_service.conduct.model.news import NewsStage, SanctionNews
from checkin_service.conduct.schemas.sanctions import AnnouncedSanction, SanctionAnswer
from checkin_service.conduct.service.reading import announced, sanction_shown
from checkin_service.conduct.store import sanctions as store
from checkin_service.kit.civil import day_of
from checkin_service.kit.problem import existing
from checkin_service.kit.resources import Resources

_SHOWN = timedelta(days=30)


async def news_of_sanctions(resources: Resources, subject: Subject) -> list[SanctionNews]:
    """The latest first: all of the institution for whoever answers for it, of an instructor the own."""
    held = existing(await catalogue.institution_of(resources, existing(subject.institution_id)))
    decided = [
        sanction_shown(resources, each) for each in await store.sanctions_of(resources.database, held.institution_id)
    ]
    waiting = await announced(resources, held)
    found = [*map(_proposed, waiting), *(_decided(resources, each) for each in decided)]
    named = {each.sanction_id: each.instructor_id for each in waiting} | {
        each.sanction_id: each.instructor_id for each in decided
    }
    is_all, since = subject.may(Permission.CONDUCT_ANSWER), resources.clock.now() - _SHOWN
    shown = [each for each in found if each.at >= since and (is_all or named[each.sanction_id] == subject.subject_id)]
    return sorted(shown, key=lambda each: each.at, reverse=True)


def _proposed(each: AnnouncedSanction) -> SanctionNews:
    return SanctionNews(
        sanction_id=each.sanction_id,
        stage=NewsStage.PROPOSED,
        kind=each.kind,
        party=each.party,
        document_number=each.document_number,
        at=each.proposed_at,
        until=each.until,
        appeal_by=None,
    )


def _decided(resources: Resources, each: SanctionAnswer) -> SanctionNews:
    may_appeal = each.appeal_at is None and day_of(resources.clock.now()) <= each.appeal_by
    stage = NewsStage.DECIDED if each.upheld is None else NewsStage.UPHELD if each.upheld else NewsStage.REJECTED
    return SanctionNews(
        sanction_id=each.sanction_id,
        stage=stage,
        kind=each.kind,
        party=each.party,
        document_number=each.document_number,
        at=each.appeal_decided_at or each.decided_at,
        until=each.until,
        appeal_by=each.appeal_by if may_appeal else None,
    )
