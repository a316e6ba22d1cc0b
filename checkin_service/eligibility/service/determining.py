"""Use case of a determination: an event about a trainee arrives, facts are read, judged and stored."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from checkin_service.eligibility import rules
from checkin_service.eligibility.model.canonical import digest
from checkin_service.eligibility.model.facts import AskedPolicy, Determination, Facts
from checkin_service.eligibility.model.remedies import appeal_until
from checkin_service.eligibility.model.stored import StoredDetermination
from checkin_service.eligibility.store import determinations
from checkin_service.eligibility.store import facts as facts_store
from checkin_service.eligibility.store.determinations import Latest
from checkin_service.eligibility.words.document import Heading, document_of
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce_all
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, book
from checkin_service.policy.model import VoucherKind

COMPLETED = "class.completed"
DETERMINED = "eligibility.determined"


async def determine_for(resources: Resources, unit: UnitOfWork, events: Sequence[Event]) -> None:
    """Determine what events about trainees in classes ask for; it joins the write that delivers them.

    Nothing is determined before the class is completed. A later determination supersedes the one before. However many
    people are concerned, what is known of them is read at once and what is determined is written at once.
    """
    causes = {(event.trainee_id, UUID(event.payload["class_id"])): event for event in events}
    known = await facts_store.of_completed(resources.database, list(causes))
    concerned = {place: facts for place, facts in known.items() if not _is_foregone(causes[place], facts)}
    if not concerned:
        return
    before = await determinations.latest(resources.database, list(concerned))
    now = resources.clock.now()
    made = [_made(facts, causes[place], before.get(place), now) for place, facts in concerned.items()]
    determinations.add_determinations(unit, [stored for stored, _ in made])
    announce_all(unit, [news for _, news in made])


def _made(facts: Facts, cause: Event, before: Latest | None, now: datetime) -> tuple[StoredDetermination, Event]:
    """The determination as it is kept, and the news of it."""
    heading = heading_after(before, now)
    policy, determination = judged(facts, before, now)
    document = document_of(heading, facts=facts, policy=policy, determination=determination, cause=cause)
    stored = _stored(heading, facts, policy, determination, document=document, cause=cause)
    remedies = rules.remedies_under(policy.view, determination.outcome, day_of(heading.determined_at))
    return stored, _news(heading, facts, determination, until=appeal_until(remedies))


def judged(facts: Facts, before: Latest | None, now: datetime) -> tuple[AskedPolicy, Determination]:
    """Under the rules known today; a settled case under those it was settled by, an open one under the better."""
    today, completed_on, paying = day_of(now), day_of(facts.completed_at), facts.authorities.paying
    days = rules.known_days(
        before.outcome if before else None,
        known_before=before.known_on if before else None,
        completed_on=completed_on,
        today=today,
        open_cases=book().at(paying, on=completed_on, known_on=today).value("retroactivity.open_cases").text,
    )
    # What the paying authority asks for (谁发券、谁审核、谁补贴) on the day of completion, as known on another.
    views = [(book().at(paying, on=completed_on, known_on=day), day) for day in days]
    policies = [_asked(view, facts.voucher_kind, day) for view, day in views]
    return rules.better([(policy, rules.determine(facts, policy)) for policy in policies])


@lru_cache(maxsize=1024)
def _asked(view: PolicyView, kind: VoucherKind, known_on: date) -> AskedPolicy:
    return AskedPolicy.of(view, kind, known_on=known_on)


def heading_after(before: Latest | None, now: datetime) -> Heading:
    return Heading(
        determination_id=new_id(),
        ordinal=before.ordinal + 1 if before else 1,
        supersedes=before.determination_id if before else None,
        determined_at=now,
    )


def _is_foregone(event: Event, facts: Facts) -> bool:
    # News from before the completion is part of what the completion determines.
    return event.type != COMPLETED and event.occurred_at < facts.completed_at


def _stored(
    heading: Heading, facts: Facts, policy: AskedPolicy, determination: Determination, *, document: bytes, cause: Event
) -> StoredDetermination:
    return StoredDetermination(
        trainee_id=facts.trainee_id,
        class_id=facts.class_id,
        ordinal=heading.ordinal,
        determination_id=heading.determination_id,
        voucher_id=facts.voucher.voucher_id if facts.voucher else None,
        outcome=determination.outcome,
        eligible=determination.is_eligible,
        document=document,
        document_sha256=digest(document),
        cause=cause.event_id,
        determined_at=heading.determined_at,
        amount_fen=determination.amount_fen,
        credited_hours=facts.credited_hours,
        total_hours=facts.total_hours,
        known_on=policy.known_on,
    )


def _news(heading: Heading, facts: Facts, determination: Determination, *, until: date | None) -> Event:
    return Event(
        trainee_id=facts.trainee_id,
        event_id=new_id(),
        type=DETERMINED,
        payload={
            "determination_id": str(heading.determination_id),
            "class_id": str(facts.class_id),
            "voucher_id": str(facts.voucher.voucher_id) if facts.voucher else None,
            "outcome": determination.outcome,
            "eligible": determination.is_eligible,
            "amount_fen": facts.subsidy_fen,
            "payee": determination.payee,
            "appeal_until": None if until is None else until.isoformat(),
            "payments": [
                {"leg": each.leg, "payee": each.payee, "amount_fen": each.amount_fen} for each in determination.payments
            ],
        },
        occurred_at=heading.determined_at,
    )
