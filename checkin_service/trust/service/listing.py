"""The authority's list of where to look (风险清单): read, closed with a reason, followed by an inspection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.checkin.schemas.group_checks import GroupCheckOutcome
from checkin_service.checkin.service import group_checks, headcounts
from checkin_service.kit.civil import day_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.http.schema import WordsBody
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.problem import existing, not_found
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.policy.book import policy_at
from checkin_service.signals.model import SignalKind
from checkin_service.signals.words import SIGNAL_WORDS
from checkin_service.timetable import service as timetable
from checkin_service.trust import rules, store
from checkin_service.trust.model import Look, RiskStep, RiskStepKind, SignalNote
from checkin_service.trust.schemas import (
    NewRiskClosing,
    RiskClass,
    RiskList,
    RiskSignal,
    RiskStepAnswer,
    SignalRecordAnswer,
)

_LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What is known of an authority's classes, and what of it may be shown."""

    answer: RiskList
    listed: Sequence[Look]
    steps: Sequence[RiskStep]

    def steps_of(self, class_id: UUID) -> list[RiskStep]:
        return [each for each in self.steps if each.class_id == class_id]


async def risk_list(resources: Resources, subject: Subject) -> RiskList:
    """Classes to look at, the oddest first; in the shadow period only how many have been looked at."""
    known = await _known(resources, subject)
    classes = [await _shown(resources, subject, each, known.steps_of(each.class_id)) for each in known.listed]
    heads = await headcounts.odd_heads(resources, authority_of(subject))
    found = await store.found_at_classes(resources.database)
    own = [each for each in found if each.authority_code == authority_of(subject)]
    records = [SignalRecordAnswer.showing(each, name=_name(each.kind)) for each in rules.records_of(own)]
    return known.answer.model_copy(update={"classes": classes, "heads": heads, "records": records})


async def follow(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, *, inspection_id: UUID, reason: str
) -> None:
    """Keep that an inspection was planned on what the list says; refused of a class that does not stand there."""
    look, steps = await _listed(resources, subject, class_id)
    _take(
        unit,
        resources,
        subject,
        look.class_id,
        steps,
        RiskStepKind.INSPECTION,
        look_number=look.number,
        reason=reason,
        inspection_id=inspection_id,
    )


async def conclude(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    class_id: UUID,
    *,
    inspection_id: UUID,
    is_in_order: bool,
    reason: str,
) -> None:
    """Keep what an inspection found that was planned on the list: it says how often signals are right."""
    steps = await store.steps_of(resources.database, [class_id])
    planned = existing(next((each for each in steps if each.inspection_id == inspection_id), None))
    kind = RiskStepKind.IN_ORDER if is_in_order else RiskStepKind.WANTING
    _take(
        unit,
        resources,
        subject,
        class_id,
        steps,
        kind,
        look_number=planned.look_number,
        reason=reason,
        inspection_id=inspection_id,
    )


async def note_group(unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, *, reason: str) -> None:
    """Keep that people of a class on the list are to be asked at once; refused of a class that does not stand there."""
    held = await timetable.class_for(resources, subject, class_id)
    if held.supervising_authority != authority_of(subject):
        raise not_found()
    look, steps = await _listed(resources, subject, class_id)
    _take(
        unit, resources, subject, look.class_id, steps, RiskStepKind.GROUP_CHECK, look_number=look.number, reason=reason
    )


@once_per("request_id", operation="risk-closing")
async def close(
    unit: UnitOfWork, resources: Resources, subject: Subject, class_id: UUID, body: NewRiskClosing
) -> RiskClass:
    """It leaves the list until the next look at the class; the reason stays."""
    held = await timetable.class_for(resources, subject, class_id)
    if held.supervising_authority != authority_of(subject):
        raise not_found()
    look, steps = await _listed(resources, subject, class_id)
    step = _take(
        unit, resources, subject, look.class_id, steps, RiskStepKind.CLOSED, look_number=look.number, reason=body.reason
    )
    return await _shown(resources, subject, look, [*steps, step])


async def _known(resources: Resources, subject: Subject) -> _Known:
    authority, now = authority_of(subject), resources.clock.now()
    policy = policy_at(authority, now, known_at=now)
    percent = policy.value("risk.false_discovery_percent").integer
    first = await store.first_look_at(resources.database, authority)
    shown_from = rules.shown_from(first, policy.value("risk.shadow_days").integer)
    looks = await store.latest_looks(resources.database, authority, since=now - _LOOKS_BACK)
    is_shadow = shown_from is None or now < shown_from
    chosen = [] if is_shadow else rules.to_look_at(looks, false_discovery_percent=percent)
    steps = await store.steps_of(resources.database, [each.class_id for each in chosen])
    answer = RiskList(
        shown_from=None if shown_from is None else day_of(shown_from),
        is_shadow=is_shadow,
        looked_at=len(looks),
        false_discovery_percent=percent,
        classes=[],
        heads=[],
        records=[],
    )
    by_class = {each.class_id: [step for step in steps if step.class_id == each.class_id] for each in chosen}
    listed = [each for each in chosen if not rules.is_closed(each, by_class[each.class_id])]
    return _Known(answer=answer, listed=listed, steps=steps)


async def _listed(resources: Resources, subject: Subject, class_id: UUID) -> tuple[Look, list[RiskStep]]:
    known = await _known(resources, subject)
    for each in known.listed:
        if each.class_id == class_id:
            return each, known.steps_of(class_id)
    raise unfit(_NOT_LISTED, reason="not_listed")


def _take(
    unit: UnitOfWork,
    resources: Resources,
    subject: Subject,
    class_id: UUID,
    steps: Sequence[RiskStep],
    kind: RiskStepKind,
    *,
    look_number: int,
    reason: str,
    inspection_id: UUID | None = None,
) -> RiskStep:
    now = resources.clock.now()
    step = RiskStep(
        class_id=class_id,
        ordinal=len(steps) + 1,
        kind=kind,
        look_number=look_number,
        inspection_id=inspection_id,
        reason=reason,
        taken_by=subject.subject_id,
        taken_at=now,
    )
    store.add_step(unit, step)
    audit.record(unit, subject, Permission.RISK_CLOSE, class_id, at=now, detail={"step": kind.value})
    return step


async def _shown(resources: Resources, subject: Subject, look: Look, steps: Sequence[RiskStep]) -> RiskClass:
    held = await timetable.class_for(resources, subject, look.class_id)
    looks = await store.looks_at(resources.database, look.class_id)
    groups = await group_checks.outcomes(resources, [look.class_id])
    return RiskClass.showing(
        look,
        class_name=held.name,
        institution_id=held.institution_id,
        signals=[_signal(each) for each in rules.latest_notes(looks)],
        steps=[RiskStepAnswer.showing(each) for each in steps],
        groups=[GroupCheckOutcome.showing(each) for each in groups],
        headcounts=await headcounts.of_classes(resources, [look.class_id]),
    )


def _signal(note: SignalNote) -> RiskSignal:
    words = SIGNAL_WORDS[note.kind]
    figures = {name: _number(value) for name, value in note.figures.items()}
    return RiskSignal.showing(
        note,
        name=_name(note.kind),
        found=WordsBody.of(words.found.filled(**figures)),
        honest=WordsBody.of(words.honest),
    )


def _name(kind: SignalKind) -> WordsBody:
    return WordsBody.of(SIGNAL_WORDS[kind].name)


def _number(value: float) -> str:
    return f"{value:g}"


_NOT_LISTED = Words(
    "该班目前不在风险清单上。需要检查的，请作为计划检查安排。",
    "The class is not on the list of where to look now; plan an inspection without naming the list.",
)
