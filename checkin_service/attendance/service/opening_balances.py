"""The use cases of an opening balance: hours from paper, read by an officer and approved by a second person."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.signatures import is_signed
from checkin_service.attendance import rules, store
from checkin_service.attendance.model.credits import Counter, CreditMode
from checkin_service.attendance.model.evidence import EvidenceClass
from checkin_service.attendance.schemas.opening_balances import BalanceAnswer, BalanceLine, OpeningBalance
from checkin_service.attendance.service.crediting import Credit, add_credit, count_credits
from checkin_service.kit.base64url import decode
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import Problem, ProblemKind
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals import service as proposals
from checkin_service.proposals.model import Proposal, ProposalKind
from checkin_service.proposals.schemas import ProposalAnswer
from checkin_service.timetable import service as timetable
from checkin_service.timetable.model import ClassState, TrainingClass


@once_per("balance_id", operation=Permission.BALANCE_IMPORT)
async def propose(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: OpeningBalance
) -> ProposalAnswer:
    """By an officer of the supervising authority; a list with a bad line is refused at once."""
    found = await _open_class(resources, subject, class_id)
    _signed(class_id, body)
    await _credited_before(resources, found, body, resources.clock.now())
    return proposals.propose(
        unit,
        resources,
        subject,
        body,
        kind=ProposalKind.OPENING_BALANCE,
        proposal_id=body.balance_id,
        about=class_id,
        permission=Permission.BALANCE_IMPORT,
    )


async def carry_out(unit: UnitOfWork, resources: Resources, subject: Subject, proposal: Proposal) -> BalanceAnswer:
    """Approved by a second person: all lines or none; imported hours are a mode of their own, shown apart."""
    now = resources.clock.now()
    body, class_id = proposal.request_as(OpeningBalance), proposal.about
    found = await _open_class(resources, subject, class_id)
    public_key, signature = _signed(class_id, body)
    credited = await _credited_before(resources, found, body, now)
    await _credit(resources, unit, found, body, credited, now)
    store.add_balance(
        unit,
        balance_id=body.balance_id,
        class_id=class_id,
        source=body.source,
        lines=[line.model_dump(mode="json") for line in body.lines],
        public_key=public_key,
        signature=signature,
        imported_by=proposal.proposed_by,
        imported_at=now,
    )
    hours = sum(line.hours for line in body.lines)
    detail = {"balance_id": str(body.balance_id), "hours": hours}
    audit.record(unit, subject, Permission.BALANCE_IMPORT, class_id, at=now, detail=detail)
    people = len({line.trainee_id for line in body.lines})
    return BalanceAnswer(balance_id=body.balance_id, class_id=class_id, trainees=people, imported_hours=hours)


async def _open_class(resources: Resources, subject: Subject, class_id: UUID) -> TrainingClass:
    found = await timetable.class_for(resources, subject, class_id)
    if found.supervising_authority != subject.authority_code:
        raise Problem(ProblemKind.NOT_PERMITTED)
    if found.state is not ClassState.OPEN:
        raise Problem(ProblemKind.STATE_CONFLICT, _NOT_OPEN)
    return found


def _signed(class_id: UUID, body: OpeningBalance) -> tuple[bytes, bytes] | tuple[None, None]:
    """Key and signature, if the one is the other's over this very list; without them two accounts answer for it."""
    if body.public_key is None or body.signature is None:
        return None, None
    lines = [line.model_dump(mode="json") for line in body.lines]
    digest = rules.balance_digest(class_id, body.balance_id, body.source, lines)
    try:
        public_key, signature = decode(body.public_key), decode(body.signature)
    except ValueError:
        raise unfit(_NOT_SIGNED) from None
    if not is_signed(digest.encode(), public_key=public_key, signature=signature):
        raise unfit(_NOT_SIGNED)
    return public_key, signature


async def _credited_before(
    resources: Resources, found: TrainingClass, body: OpeningBalance, now: datetime
) -> dict[tuple[UUID, UUID], int]:
    """Class hours each line's session had before; a list with a bad line is refused as a whole."""
    roster = {each.trainee_id: each for each in await timetable.roster_of(resources.database, found.class_id)}
    sessions = {each.session_id: each for each in await timetable.sessions_of(resources.database, found.class_id)}
    credited: dict[tuple[UUID, UUID], int] = defaultdict(int)
    for trainee_id in {line.trainee_id for line in body.lines if line.trainee_id in roster}:
        for each in await store.credited_sessions(resources.database, trainee_id, found.class_id):
            credited[trainee_id, each.session_id] = each.hours
    bad, seen = [], set()
    for number, line in enumerate(body.lines, start=1):
        key = (line.trainee_id, line.session_id)
        reason = rules.line_refusal(
            roster.get(line.trainee_id),
            sessions.get(line.session_id),
            hours=line.hours,
            credited_hours=credited[key],
            now=now,
        )
        if key in seen:
            reason = _TWICE
        seen.add(key)
        if reason is not None:
            bad.append(timetable.bad_row(number, line.trainee_id, reason))
    timetable.refuse_rows(bad)
    return credited


async def _credit(
    resources: Resources,
    unit: UnitOfWork,
    found: TrainingClass,
    body: OpeningBalance,
    credited: dict[tuple[UUID, UUID], int],
    now: datetime,
) -> None:
    counters = await store.counters_of_class(resources.database, found.class_id)
    of_trainee: dict[UUID, list[Credit]] = defaultdict(list)
    for line in body.lines:
        of_trainee[line.trainee_id].append(_given(found, body, line, credited[line.trainee_id, line.session_id]))
    for trainee_id, given in of_trainee.items():
        for each in given:
            add_credit(unit, each, now=now)
        counter = counters.get(trainee_id, Counter())
        count_credits(unit, given, counter=counter, total_hours=found.total_hours, now=now)


def _given(found: TrainingClass, body: OpeningBalance, line: BalanceLine, hours_before: int) -> Credit:
    return Credit(
        trainee_id=line.trainee_id,
        class_id=found.class_id,
        session_id=line.session_id,
        hours=line.hours,
        hours_before=hours_before,
        mode=CreditMode.IMPORTED,
        evidence_id=body.balance_id,
        evidence_class=EvidenceClass.F,
    )


_NOT_OPEN = Words("班期未处于开班状态。", "The class is not open.")
_NOT_SIGNED = Words("签名与内容不符。", "The signature does not fit the list.")
_TWICE = Words("该学员的该课次在名单中出现两次。", "This person's session stands on the list twice.")
