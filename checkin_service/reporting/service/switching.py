"""An authority decides that its facts go up to the national platform, by two people, or that they no longer do."""

from collections import defaultdict
from uuid import UUID

from checkin_service.access import audit
from checkin_service.access.model import Permission, Subject
from checkin_service.access.service import authority_of
from checkin_service.kit.database import UnitOfWork
from checkin_service.kit.idempotency import once_per
from checkin_service.kit.ids import new_id
from checkin_service.kit.problem import existing
from checkin_service.kit.refusal import unfit
from checkin_service.kit.resources import Resources
from checkin_service.kit.words import Words
from checkin_service.proposals.schemas import NewRuling
from checkin_service.proposals.service import require_second_person
from checkin_service.reporting import rules
from checkin_service.reporting.model import RuledSwitch, Switch, SwitchRuling
from checkin_service.reporting.schemas import NewSwitch, SwitchAnswer
from checkin_service.reporting.store import noting
from checkin_service.reporting.store import switches as store


async def reporting_authorities(resources: Resources) -> list[str]:
    """Whose facts go up now."""
    of_authority = defaultdict[str, list[RuledSwitch]](list)
    for each in await store.all_switches(resources.database):
        of_authority[each.authority_code].append(each)
    return sorted(code for code, found in of_authority.items() if rules.is_on(found))


@once_per("switch_id")
async def ask(unit: UnitOfWork, resources: Resources, subject: Subject, body: NewSwitch) -> SwitchAnswer:
    """Off holds at once; on waits for a second person."""
    code, now = authority_of(subject), resources.clock.now()
    found = await store.switches_of(resources.database, code)
    if body.is_on == rules.is_on(found):
        raise unfit(_ALREADY_ON if body.is_on else _ALREADY_OFF)
    if body.is_on and any(each.is_waiting for each in found):
        raise unfit(_WAITS)
    new = Switch(authority_code=code, asked_by=subject.subject_id, asked_at=now, **body.model_dump())
    store.add(unit, new)
    detail = {"is_on": body.is_on, "document": body.document_number}
    audit.record(unit, subject, Permission.REPORTING_SWITCH, body.switch_id, at=now, detail=detail)
    return SwitchAnswer.of(RuledSwitch(**body.model_dump(), authority_code=code, asked_by=new.asked_by, asked_at=now))


@once_per("request_id", operation="report-switch")
async def rule(
    unit: UnitOfWork, resources: Resources, subject: Subject, switch_id: UUID, body: NewRuling
) -> SwitchAnswer:
    """The second person's word; approved, everything there is so far is noted to go up."""
    code, now = authority_of(subject), resources.clock.now()
    found = existing(await store.switch_of(resources.database, code, switch_id))
    await require_second_person(
        resources,
        subject,
        proposed_by=found.asked_by,
        is_ruled=not found.is_waiting,
        approved=body.approved,
        reason=body.reason,
    )
    ruling = SwitchRuling(
        authority_code=code,
        switch_id=switch_id,
        approved=body.approved,
        reason=body.reason,
        asked_by=found.asked_by,
        ruled_by=subject.subject_id,
        ruled_at=now,
    )
    store.add_ruling(unit, ruling)
    if body.approved:
        noting.note_everybody(unit, authority_code=code, cause=new_id())
    detail = {"approved": body.approved, "is_on": found.is_on}
    audit.record(unit, subject, Permission.REPORTING_SWITCH, switch_id, at=now, detail=detail)
    return SwitchAnswer.of(
        RuledSwitch(
            **{name: getattr(found, name) for name in Switch.__dataclass_fields__},
            approved=body.approved,
            ruling_reason=body.reason,
            ruled_by=subject.subject_id,
            ruled_at=now,
        )
    )


_ALREADY_ON = Words("本单位的数据已在上报。", "This authority's facts go up already.")
_ALREADY_OFF = Words("本单位的数据没有上报，不必停止。", "Nothing of this authority goes up: there is nothing to stop.")
_WAITS = Words(
    "已有一项开启上报的申请等待另一人批准，请先处理。",
    "Switching it on has been asked for already and waits for another person: rule on that first.",
)
