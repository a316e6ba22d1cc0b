"""Use cases of eligibility: determine when news arrives, and let those who may read the documents."""

from datetime import datetime
from uuid import UUID

from checkin_service.access.model import Role, Subject
from checkin_service.eligibility import rules
from checkin_service.eligibility.document import Heading, digest, document_of
from checkin_service.eligibility.model import AskedPolicy, Determination, Facts, StoredDetermination
from checkin_service.eligibility.store import determinations
from checkin_service.eligibility.store import facts as facts_store
from checkin_service.eligibility.store.determinations import Question, Scope
from checkin_service.kit.civil import CHINA
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.ids import new_id
from checkin_service.kit.outbox import Event, announce
from checkin_service.kit.paging import PageRequest
from checkin_service.kit.problem import Problem, ProblemKind, not_found
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import book
from checkin_service.voucher import service as vouchers

COMPLETED = "class.completed"
DETERMINED = "eligibility.determined"


async def determine_for(resources: Resources, unit: UnitOfWork, event: Event) -> None:
    """Determine what an event about a trainee in a class asks for; it joins the write that delivers the event.

    Nothing is determined before the class is completed. A later determination supersedes the one before.
    """
    class_id = UUID(event.payload["class_id"])
    facts = await facts_store.of_completed(resources.database, event.trainee_id, class_id)
    if facts is None or _is_foregone(event, facts):
        return
    now = resources.clock.now()
    heading = await _heading(resources, facts, now)
    policy = asked_policy(facts, known_at=now)
    determination = rules.determine(facts, policy)
    document = document_of(heading, facts=facts, policy=policy, determination=determination, cause=event)
    determinations.add_determination(unit, _stored(heading, facts, determination, document=document, cause=event))
    _announce(unit, heading, facts, determination)


def asked_policy(facts: Facts, *, known_at: datetime) -> AskedPolicy:
    """What the paying authority asks for (谁发券、谁审核、谁补贴) on the day of completion, as known at a moment."""
    on, known_on = facts.completed_at.astimezone(CHINA).date(), known_at.astimezone(CHINA).date()
    view = book().at(facts.authorities.paying, on=on, known_on=known_on)
    return AskedPolicy(
        jurisdiction=facts.authorities.paying,
        on=on,
        known_on=known_on,
        criteria=view.value("eligibility.criteria", facts.voucher_kind),
        minimum_percent=view.value("attendance.minimum_percent", facts.voucher_kind),
        corrected_doubt_percent=view.value("attendance.corrected_doubt_percent", facts.voucher_kind),
    )


async def readable(
    resources: Resources,
    subject: Subject,
    *,
    class_id: UUID | None,
    trainee_id: UUID | None,
    voucher_code: str | None,
    page: PageRequest,
) -> list[StoredDetermination]:
    """The determinations that count of a class, of a trainee or of a voucher, as far as the subject may see them."""
    question, key = await _question(resources, class_id=class_id, trainee_id=trainee_id, voucher_code=voucher_code)
    scope = scope_of(subject)
    found = await determinations.readable(resources.database, question, key, scope, page)
    if not found and not await determinations.is_visible(resources.database, question, key, scope):
        raise not_found()
    return found


def scope_of(subject: Subject) -> Scope:
    """A trainee reads their own, an institution its classes', an authority those it supervises, pays or counts."""
    if subject.role is Role.TRAINEE:
        return Scope(trainee_id=subject.subject_id)
    return Scope(authority_code=subject.authority_code, institution_id=subject.institution_id)


_ASK_ONE = Words("请在 class、trainee、voucher 三项中只填一项。", "Ask for exactly one of class, trainee and voucher.")


async def _question(
    resources: Resources, *, class_id: UUID | None, trainee_id: UUID | None, voucher_code: str | None
) -> tuple[Question, UUID]:
    match class_id, trainee_id, voucher_code:
        case UUID(), None, None:
            return determinations.BY_CLASS, class_id
        case None, UUID(), None:
            return determinations.BY_TRAINEE, trainee_id
        case None, None, str():
            voucher = await vouchers.voucher_by_code(resources, voucher_code)
            if voucher is None:
                raise not_found()
            return determinations.BY_VOUCHER, voucher.voucher_id
    raise Problem(ProblemKind.MALFORMED, _ASK_ONE)


def _is_foregone(event: Event, facts: Facts) -> bool:
    # News from before the completion is part of what the completion determines.
    return event.type != COMPLETED and event.occurred_at < facts.completed_at


async def _heading(resources: Resources, facts: Facts, now: datetime) -> Heading:
    before = await determinations.latest(resources.database, facts.trainee_id, facts.class_id)
    return Heading(
        determination_id=new_id(),
        ordinal=before.ordinal + 1 if before else 1,
        supersedes=before.determination_id if before else None,
        determined_at=now,
    )


def _stored(
    heading: Heading, facts: Facts, determination: Determination, *, document: bytes, cause: Event
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
    )


def _announce(unit: UnitOfWork, heading: Heading, facts: Facts, determination: Determination) -> None:
    announce(
        unit,
        type_=DETERMINED,
        trainee_id=facts.trainee_id,
        payload={
            "determination_id": str(heading.determination_id),
            "class_id": str(facts.class_id),
            "voucher_id": str(facts.voucher.voucher_id) if facts.voucher else None,
            "outcome": determination.outcome,
            "eligible": determination.is_eligible,
            "amount_fen": facts.subsidy_fen,
            "payee": determination.payee,
        },
        occurred_at=heading.determined_at,
    )
