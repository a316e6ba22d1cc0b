"""Matching people by facts (大数据比对): looked at beforehand, proposed by one person, ruled on by another."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.elsewhere import SaidElsewhere
from checkin_service.kit.http.paging import PageRequest
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import Kept, once, once_per
from checkin_service.kit.problem import not_found
from checkin_service.kit.refusal import by_law
from checkin_service.kit.resources import Resources
from checkin_service.policy.book import PolicyView, policy_at
from checkin_service.policy.model import VoucherKind, prefix_of
from checkin_service.policy.wording import NAMES
from checkin_service.proposals.schemas import NewRuling
from checkin_service.proposals.service import require_second_person
from checkin_service.registry import rules
from checkin_service.registry.model import Match, MatchRuling, Outcomes
from checkin_service.registry.schemas.matches import (
    MatchAnswer,
    MatchBody,
    Matches,
    MatchQuery,
    NewMatch,
    PreviewAnswer,
)
from checkin_service.registry.service.channels import authority_of
from checkin_service.registry.store import matches as store
from checkin_service.registry.store import queries
from checkin_service.voucher import service as vouchers
from checkin_service.voucher.model.vouchers import Template, VoucherRefusal
from checkin_service.voucher.rules import refusal_elsewhere
from checkin_service.voucher.service import elsewhere, persons

JUDGED_BEFOREHAND = 1_000
_PATIENCE = "60s"


async def preview(resources: Resources, subject: Subject, body: MatchBody) -> PreviewAnswer:
    """How many a query finds, and of the first thousand how many can be given a voucher and why the others cannot."""
    now, authority = resources.clock.now(), authority_of(subject)
    view = policy_at(authority, now, known_at=now)
    _require(rules.refusal_to_push(view, body.voucher_kind))
    opened = await vouchers.open_issue(resources, view, body.template_id)
    asked = _asked(authority, body.query, now)
    first = await queries.first_meant(resources.database, asked, most=JUDGED_BEFOREHAND)
    refused = await refusals(resources, view, body.voucher_kind, first, template=opened.template, now=now)
    return PreviewAnswer(
        people=await queries.count_meant(resources.database, asked),
        judged=len(first),
        fitting=len(first) - len(refused),
        reasons=dict(Counter(each.reason for each in refused.values())),
        conditions=_conditions(view, body.voucher_kind),
        template_left=opened.left,
    )


async def propose(resources: Resources, subject: Subject, body: NewMatch) -> Kept[MatchAnswer]:
    """The list is kept as it stands now; nothing goes to anybody until another person has approved it."""

    async def act(unit: UnitOfWork) -> MatchAnswer:
        now, authority = resources.clock.now(), authority_of(subject)
        view = policy_at(authority, now, known_at=now)
        _require(rules.refusal_to_push(view, body.voucher_kind))
        await vouchers.open_issue(resources, view, body.template_id)
        new = Match(
            match_id=body.match_id,
            authority_code=authority,
            name=body.name,
            query=body.query.model_dump(mode="json"),
            voucher_kind=body.voucher_kind,
            template_id=body.template_id,
            proposed_by=subject.subject_id,
            proposed_at=now,
        )
        asked = _asked(authority, body.query, now)
        store.add_match(unit, new, asked)
        people = await queries.count_meant(resources.database, asked)
        audit.record(unit, subject, Permission.MATCH_PROPOSE, new.match_id, at=now, detail={"people": people})
        return MatchAnswer.of(new, Outcomes(waiting=people))

    return await once(
        resources.database,
        caller=subject.tenant,
        request_id=body.match_id,
        body=body,
        act=act,
        patience=_PATIENCE,
    )


@once_per("request_id", operation="match-ruling")
async def rule(
    unit: UnitOfWork, resources: Resources, subject: Subject, match_id: UUID, body: NewRuling
) -> MatchAnswer:
    """Approve or refuse, once, by another person; what is approved is pushed in the background."""
    now = resources.clock.now()
    found = await _match_for(resources, subject, match_id)
    await require_second_person(
        resources,
        subject,
        proposed_by=found.proposed_by,
        is_ruled=found.ruling is not None,
        approved=body.approved,
        reason=body.reason,
    )
    if body.approved:
        _require(rules.refusal_to_push(policy_at(found.authority_code, now, known_at=now), found.voucher_kind))
    ruling = MatchRuling(approved=body.approved, reason=body.reason, ruled_by=subject.subject_id, ruled_at=now)
    store.add_ruling(unit, match_id, ruling)
    audit.record(unit, subject, Permission.MATCH_RULE, match_id, at=now, detail={"approved": body.approved})
    outcomes = await store.outcomes_of(resources.database, [match_id])
    return MatchAnswer.of(replace(found, ruling=ruling), outcomes[match_id])


async def matches(resources: Resources, subject: Subject, page: PageRequest) -> Matches:
    """The lists of one's own authority with how far each has come."""
    found = await store.matches_of(resources.database, authority_of(subject), page)
    shown, cursor = page.shown(found, lambda each: each.match_id)
    outcomes = await store.outcomes_of(resources.database, [each.match_id for each in shown])
    return Matches(matches=[MatchAnswer.of(each, outcomes[each.match_id]) for each in shown], next_cursor=cursor)


async def match(resources: Resources, subject: Subject, match_id: UUID) -> MatchAnswer:
    found = await _match_for(resources, subject, match_id)
    return MatchAnswer.of(found, (await store.outcomes_of(resources.database, [match_id]))[match_id])


async def refusals(
    resources: Resources,
    view: PolicyView,
    kind: VoucherKind,
    people: list[UUID],
    *,
    template: Template | None,
    now: datetime,
    given_up: UUID | None = None,
    is_asked: bool = False,
) -> dict[UUID, VoucherRefusal]:
    """Who of these can be given no voucher now, and why; one that is given up for it is held no longer.

    Where the platform has just been asked, its silence speaks against somebody too (MP-19).
    """
    files = await persons.files_of(resources.database, people)
    had = await vouchers.vouchers_of(resources, people)
    held = {person: [each for each in had[person] if each.voucher_id != given_up] for person in people}
    judged = {
        each: rules.refusal_of_member(files[each], held[each], view, kind, template=template, on=day_of(now))
        for each in people
    }
    refused = {trainee_id: refusal for trainee_id, refusal in judged.items() if refusal is not None}
    unclear = await elsewhere.unclear(resources, view.jurisdiction, dict.fromkeys(people, kind), now)
    for trainee_id, said in unclear.items():
        if is_asked or said is SaidElsewhere.LIVE:
            refused.setdefault(trainee_id, refusal_elsewhere(said))
    return refused


async def _match_for(resources: Resources, subject: Subject, match_id: UUID) -> Match:
    found = await store.match_of(resources.database, match_id)
    if found is None or found.authority_code != authority_of(subject):
        raise not_found()
    return found


def _asked(authority: str, query: MatchQuery, now: datetime) -> queries.Asked:
    return queries.Asked(
        of_authority=authority,
        on_day=day_of(now),
        holds=list(query.holds),
        lacks=list(query.lacks),
        place_prefix=None if query.place is None else prefix_of(query.place),
        since_from=query.since_from,
        born_from=query.born_from,
        born_until=query.born_until,
        of_source=query.source,
        without_voucher=query.without_voucher,
    )


def _conditions(view: PolicyView, kind: VoucherKind) -> list[WordsBody]:
    values = [view.value("person.all_of", kind), view.value("person.any_of", kind), view.value("person.none_of", kind)]
    return [WordsBody.of(NAMES[name]) for value in values if value.is_required for name in value.names]


def _require(refusal: VoucherRefusal | None) -> None:
    if refusal is not None:
        raise by_law(refusal.words, refusal.basis, reason=refusal.reason)
